/** Makes untrusted text safe to print: what a terminal would obey, or an eye would miss, becomes a visible escape. */

/**
 * Cc: C0 and C1 controls, so ESC and line breaks. Cf: bidirectional and zero-width controls, byte order mark, tags.
 * Cs: lone surrogates. Zl, Zp: Unicode line breaks (Unicode Standard, table 4-4, "General Category Values").
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escape = (character: string): string => {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
};

/** One line of text without control, format or surrogate characters; they show as `\n`, `\x1b`, `\u202e`, … */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escape);
