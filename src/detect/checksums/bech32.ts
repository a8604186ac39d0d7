/** age identities: Bech32 (BIP 173) with a six-character checksum. */
import type { Checksum } from "./checksum.ts";

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

const polymod = (values: readonly number[]): number => {
  let state = 1;
  for (const value of values) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((term, bit) => {
      if ((top >>> bit) & 1) state ^= term;
    });
  }
  return state;
};

/** The human-readable part ends at the last `1`; a character outside the alphabet fails as -1 never sums up. */
export const bech32: Checksum = (secret) => {
  const text = secret.toLowerCase();
  const split = text.lastIndexOf("1");
  const codes = Array.from(text.slice(0, split), (character) => character.charCodeAt(0));
  const words = Array.from(text.slice(split + 1), (character) => ALPHABET.indexOf(character));
  if (words.includes(-1)) return { valid: false };
  return {
    valid: polymod([...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...words]) === 1,
  };
};
