/** Literals as bytes: the comparison that every prefilter ends in. */
import type { Literal } from "./prefilter.ts";

export interface Pattern {
  /** In lower case where case does not count. */
  readonly bytes: Uint8Array;
  readonly ignoreCase: boolean;
}

/** ASCII letters in lower case, other bytes as they are. */
export const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

export const toPattern = ({ text, ignoreCase }: Literal): Pattern => {
  const bytes = Buffer.from(text, "latin1");
  return { bytes: ignoreCase ? bytes.map(fold) : bytes, ignoreCase };
};

export const matchesAt = (bytes: Uint8Array, start: number, pattern: Pattern): boolean => {
  const { bytes: wanted, ignoreCase } = pattern;
  if (start < 0 || start + wanted.length > bytes.length) return false;
  for (let index = wanted.length - 1; index >= 0; index--) {
    const byte = bytes[start + index] ?? 0;
    if (byte !== wanted[index] && !(ignoreCase && fold(byte) === wanted[index])) return false;
  }
  return true;
};
