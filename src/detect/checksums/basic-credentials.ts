/** `user:password` in base64: HTTP Basic (RFC 7617), Docker's `auth`, npm's `_auth`. */
import type { Checksum } from "./checksum.ts";

/** Printable text, a user without colon, a password that is no variable. */
const FORM = /^([^:\p{Cc}]{0,256}):([^\p{Cc}]{1,})$/u;
const REFERENCE = /^(?:\$\{?\w|\{\{|%\w|<)/;

/** The user name is public; the password never leaves. */
export const basicCredentials: Checksum = (secret) => {
  const text = Buffer.from(secret, "base64").toString("utf8");
  const [, user, password = ""] = FORM.exec(text) ?? [];
  if (user === undefined || text.includes("\ufffd") || REFERENCE.test(password)) return { valid: false };
  return { valid: true, facts: user === "" ? {} : { user } };
};
