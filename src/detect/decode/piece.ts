/** Text that stands encoded in another text. */
import type { Span } from "../../model/region.ts";

export interface Piece {
  readonly bytes: Buffer;
  /** Range in the decoded bytes → range of what stands for it in the source, ends exclusive. */
  readonly locate: (start: number, end: number) => Span;
}

/** What decodes to more than is allowed: it is said, not decoded. */
export const TOO_MUCH = Symbol("more than is decoded");

/** Decoders find their encoding by its own marks, cheaply, and propose only what decodes to text. */
export type Decoder = (bytes: Buffer) => Generator<Piece | typeof TOO_MUCH>;

/** Share of bytes that may be no text: a stray control or high byte does not make it binary. */
const MOSTLY = 0.05;

const isTextByte = (byte: number): boolean =>
  byte === 0x09 || byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte !== 0x7f);

export const looksLikeText = (bytes: Uint8Array): boolean => {
  let odd = 0;
  for (const byte of bytes) if (!isTextByte(byte)) odd++;
  return bytes.length > 0 && odd <= bytes.length * MOSTLY;
};
