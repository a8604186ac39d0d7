/** Encoded blocks: certificates, public keys, images. Their lines are random text, and no key each. */

/** Nothing but base64 of some length, perhaps quoted, escaped, joined or behind a comment sign. */
const BODY = /^[^A-Za-z0-9+/=]{0,40}[A-Za-z0-9+/=]{40,}[^A-Za-z0-9]{0,12}(?:n["'`+\\\s]{0,8})?$/;
const EDGE = /-----(?:BEGIN|END) |data:[\w/+.-]{3,60};base64,/;

/** @param before the line before, if there is one. The first line of a block is told by its edge. */
export const isArmour = (line: string, before: string | undefined): boolean =>
  EDGE.test(line) || (BODY.test(line) && before !== undefined && (BODY.test(before) || EDGE.test(before)));
