/** Tells errors of one target from those every target would meet. */
import { VaultboundError } from "../model/errors.ts";

/** Errors that the next target would meet as well. */
export const isFatal = (error: unknown): boolean =>
  !(error instanceof VaultboundError) ||
  ["GITLAB_UNAUTHORIZED", "GIT_MISSING", "STORE_UNUSABLE", "INTERRUPTED"].includes(error.code);
