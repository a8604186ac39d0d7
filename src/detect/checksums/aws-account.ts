/** AWS access key ids hold the account number in characters 5 to 12. */
import type { Checksum } from "./checksum.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const FORM = /^[A-Z0-9]{4}([A-Z2-7]{16})$/;
/** Ids from before 2019 begin with I or J and hold no account. */
const OLD = /^[IJ]/;

/** Five bits a character, big-endian; the account is 40 bits of the first six bytes. */
const readAccount = (body: string): string => {
  let bits = 0n;
  for (const character of body.slice(0, 10)) bits = (bits << 5n) | BigInt(BASE32.indexOf(character));
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return account.toString().padStart(12, "0");
};

/** No proof: any id decodes to some account. */
export const awsAccount: Checksum = (secret) => {
  const [, body] = FORM.exec(secret) ?? [];
  if (body === undefined) return { valid: null };
  if (secret.endsWith("EXAMPLE")) return { valid: null, tags: ["example_secret"] };
  return { valid: null, facts: OLD.test(body) ? {} : { account: readAccount(body) } };
};
