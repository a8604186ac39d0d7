/** Tells errors of one target from those every target would meet. */
import { VaultboundError } from "../model/errors.ts";

/** Errors that the next target would meet as well. */
export const isFatal = (error: unknown): boolean =>
  !(error instanceof VaultboundError) ||
  error.code.startsWith("STORE_") ||
  ["GITLAB_UNAUTHORIZED", "GIT_MISSING", "INTERRUPTED"].includes(error.code);
