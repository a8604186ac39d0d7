/** Values that stand in no text, written as lines in which a name speaks for its value. */
import { isUtf8 } from "node:buffer";

/**
 * `name = "value"`, the name as one word; a value of several lines goes below its name as it is, one without a name stands
 * alone. Nothing is escaped: a secret must come out as the same one that stands elsewhere. Texts are Latin-1 here, one
 * character a byte.
 */
export const renderPair = (name: string, value: string): string => {
  // Without quotes: two quoted texts in a row would be one text to most languages.
  if (name === "") return value;
  const start = `${name.replaceAll(/\s+/g, "_")} =`;
  if (value.includes("\n")) return `${start}\n${value}`;
  if (!value.includes('"')) return `${start} "${value}"`;
  return value.includes("'") ? `${start} ${value}` : `${start} '${value}'`;
};

/** Share of bytes that may be control characters in what is still called a text. */
const MOSTLY = 0.05;

/** Whether bytes that nobody calls a text are one all the same. */
export const isTextual = (bytes: Uint8Array): boolean => {
  let odd = 0;
  for (const byte of bytes) {
    if (byte === 0) return false;
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) odd++;
  }
  return odd <= bytes.length * MOSTLY && isUtf8(bytes);
};
