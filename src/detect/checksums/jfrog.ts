/** JFrog: API keys are base 58, reference tokens are base64 of `reftkn:…`. */
import type { Checksum } from "./checksum.ts";

/** 73 characters of base 58 (no 0, O, I, l) are 54 bytes. */
const API_KEY = /^AKCp[1-9A-HJ-NP-Za-km-z]{69}$/;
const REFERENCE = /^reftkn:\d{2}:(\d{10}):[0-9A-Za-z]+$/;

export const jfrog: Checksum = (secret) => {
  if (secret.startsWith("AKCp")) return { valid: API_KEY.test(secret) };
  const [, expiry] = REFERENCE.exec(Buffer.from(secret, "base64").toString("latin1")) ?? [];
  if (expiry === undefined) return { valid: false };
  return { valid: true, facts: { expires: new Date(Number(expiry) * 1000).toISOString() } };
};
