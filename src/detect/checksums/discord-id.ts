/** Discord bot tokens begin with the bot's numeric id in base64. */
import type { Checksum } from "./checksum.ts";

/** Snowflakes have 17 digits since 2015 and will have 20 at most. */
const ID = /^\d{17,20}$/;
/** No word of a program decodes to digits: a masked or mistyped token still begins as an id does. */
const HEAD = /^\d{4}/;

export const discordId: Checksum = (secret) => {
  const id = Buffer.from(secret.split(".")[0] ?? "", "base64url").toString("latin1");
  if (ID.test(id)) return { valid: true, facts: { id } };
  return { valid: HEAD.test(id) ? null : false };
};
