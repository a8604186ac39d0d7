/** AWS secret access keys: forty base64 characters drawn at random, so never a SHA-1, a path or words. */
import type { Checksum } from "./checksum.ts";

const KINDS: readonly RegExp[] = [/[A-Z]/, /[a-z]/, /\d/];
const HEX = /^(?:[0-9a-f]{40}|[0-9A-F]{40})$/;

export const awsSecret: Checksum = (secret) => {
  if (HEX.test(secret) || !KINDS.every((kind) => kind.test(secret))) return { valid: false };
  // AWS marks the keys of its documentation with this word.
  return secret.includes("EXAMPLE") ? { valid: null, tags: ["example_secret"] } : { valid: null };
};
