/** Reproducible pseudo-random bytes for synthetic secrets: SHA-256 in counter mode over a label. Not for keys. */
import { createHash } from "node:crypto";

export interface SeededRandom {
  bytes(length: number): Uint8Array;
  /** `length` characters of `alphabet`, without modulo bias. */
  pick(alphabet: string, length: number): string;
}

export const createSeededRandom = (label: string): SeededRandom => {
  let pool = new Uint8Array(0);
  let used = 0;
  let counter = 0;
  const next = (): number => {
    if (used === pool.length) {
      pool = createHash("sha256").update(`${label}\0${counter++}`).digest();
      used = 0;
    }
    return pool[used++] ?? 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, next),
    pick: (alphabet, length) => {
      const limit = 256 - (256 % alphabet.length);
      let text = "";
      while (text.length < length) {
        const byte = next();
        if (byte < limit) text += alphabet.charAt(byte % alphabet.length);
      }
      return text;
    },
  };
};
