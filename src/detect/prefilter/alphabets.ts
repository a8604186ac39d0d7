/** Sets of bytes that tokens are made of. */
import type { CharSet } from "../../lib/regex-tree.ts";
import { bitsOfByte } from "./rarity.ts";

export interface Alphabet {
  readonly set: CharSet;
  /** 256 flags. */
  readonly isMember: Uint8Array;
  /** −log2 of the chance that a byte of a text is a member. */
  readonly rarity: number;
}

export const toMembers = (set: CharSet): Uint8Array => {
  const members = new Uint8Array(256);
  const digits = set.toString(16);
  for (let code = 0; code < 4 * digits.length; code++) {
    const digit = Number.parseInt(digits.charAt(digits.length - 1 - (code >> 2)), 16);
    members[code] = (digit >> (code & 3)) & 1;
  }
  return members;
};

const SHARES = Float64Array.from({ length: 256 }, (_, byte) => 2 ** -bitsOfByte(byte));
const rarities = new Map<CharSet, number>();

/** −log2 of the chance that a byte of a text is in the set. */
export const rarityOf = (set: CharSet): number => {
  const known = rarities.get(set);
  if (known !== undefined) return known;
  let share = 0;
  toMembers(set).forEach((flag, byte) => (share += flag * (SHARES[byte] ?? 0)));
  const rarity = Math.max(0, -Math.log2(share));
  rarities.set(set, rarity);
  return rarity;
};

const DIGITS = "0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const SIGNS = "!#$%&*+,-./:;<=>?@\\^_|~";

const makeAlphabet = (characters: string): Alphabet => {
  const set = Array.from(characters).reduce((sum, one) => sum | (1n << BigInt(one.charCodeAt(0))), 0n);
  return { set, isMember: toMembers(set), rarity: rarityOf(set) };
};

export const ALPHABETS: readonly Alphabet[] = [
  DIGITS,
  `${DIGITS}abcdef`,
  `${DIGITS}ABCDEF`,
  `${DIGITS}abcdefABCDEF`,
  `${DIGITS}abcdefABCDEF-`,
  `${DIGITS}${LOWER}`,
  `${DIGITS}${UPPER}`,
  LOWER,
  `${LOWER}${UPPER}`,
  `${DIGITS}${LOWER}${UPPER}`,
  `${DIGITS}${LOWER}${UPPER}_-`,
  `${DIGITS}${LOWER}${UPPER}+/=`,
  `${DIGITS}${LOWER}${UPPER}+/=_-`,
  `${DIGITS}${LOWER}${UPPER}_-.`,
  `${DIGITS}${LOWER}${UPPER}_-.+/=~:`,
  `${DIGITS}${LOWER}${UPPER}${SIGNS}`,
].map(makeAlphabet);
