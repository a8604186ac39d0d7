/** `user:password` in base64: HTTP Basic (RFC 7617), Docker's `auth`, npm's `_auth`. */
import type { Checksum } from "./checksum.ts";

/** Printable text, a user without colon, a password that is no variable. */
const FORM = /^([^:\p{Cc}]{0,256}):([^\p{Cc}]{1,})$/u;
const REFERENCE = /^(?:\$\{?\w|\{\{|%\w|<)/;

/** A name people give; tokens go before the colon too, and those are long or full of digits. */
const USER_NAME = /^(?!(?:\D*\d){5})\p{L}[\p{L}\w.@+-]{0,31}$/u;
/** Letters in a row without any break: no name is that long. */
const LONG_WORD = /[\p{L}\d]{16}/u;

const isUserName = (user: string): boolean => USER_NAME.test(user) && !LONG_WORD.test(user);

/** RFC 7617 names no charset: text before the colon and bytes behind it can be credentials. */
const LATIN1 = /^[\x20-\x39\x3b-\x7e]{2,256}:[^\x00-\x1f\x7f]{3,}$/;
/** APIs that take a key as the user name want no password: `key:`. */
const KEY_ONLY = /^(?=[^:]*\d)([^:\s]{16,256}):$/;

/** The user name is public if it is one; the password never leaves. */
export const basicCredentials: Checksum = (secret) => {
  const bytes = Buffer.from(secret, "base64");
  const text = bytes.toString("utf8");
  if (text.includes("\ufffd")) return { valid: LATIN1.test(bytes.toString("latin1")) ? null : false };
  if (KEY_ONLY.test(text)) return { valid: null };
  const [, user, password = ""] = FORM.exec(text) ?? [];
  if (user === undefined || REFERENCE.test(password)) return { valid: false };
  return { valid: true, facts: isUserName(user) ? { user } : {} };
};
