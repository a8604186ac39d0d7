/** Classes of characters: one look-up each. */

export const OTHER = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
export const FOREIGN = 4;

const CLASSES = Uint8Array.from({ length: 128 }, (_, code) =>
  code >= 97 && code <= 122
    ? LOWER
    : code >= 65 && code <= 90
      ? UPPER
      : code >= 48 && code <= 57
        ? DIGIT
        : OTHER,
);

/** Class of a UTF-16 unit; everything beyond ASCII is one class. */
export const classOf = (code: number): number => (code < 128 ? (CLASSES[code] ?? OTHER) : FOREIGN);
export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
/** Lower case of an ASCII letter; other units as they are. */
export const foldCode = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);
