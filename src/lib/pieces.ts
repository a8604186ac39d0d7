/** Turns consecutive chunks of a long text into overlapping pieces, so that nothing is lost at a seam. */

/** Longer than any window a rule can look at, before and after. */
const OVERLAP = 128 * 1024;

export interface Piece {
  readonly bytes: Buffer;
  /** 1-based position of the first byte in the whole. */
  readonly line: number;
  readonly column: number;
  /** Matches that start in [from, to) belong to this piece. */
  readonly from: number;
  readonly to: number;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const NEWLINE = 0x0a;

const advance = (place: Place, bytes: Buffer): Place => {
  let { line } = place;
  let lineStart = -1;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    line++;
    lineStart = at;
  }
  let characters = 0;
  for (let index = lineStart + 1; index < bytes.length; index++)
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) characters++;
  return { line, column: lineStart === -1 ? place.column + characters : characters + 1 };
};

/** Feed chunks in order, the last one with `isLast`; each call gives the piece that can be judged now. */
export const createPieceMaker = (): ((chunk: Buffer, isLast: boolean) => Piece) => {
  let carry: Buffer = Buffer.alloc(0);
  let place: Place = { line: 1, column: 1 };
  let from = 0;
  return (chunk, isLast) => {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const to = isLast ? Number.POSITIVE_INFINITY : Math.max(from, bytes.length - OVERLAP);
    const piece: Piece = { bytes, ...place, from, to };
    const cut = Math.max(0, Math.min(bytes.length, to) - OVERLAP);
    place = advance(place, bytes.subarray(0, cut));
    carry = bytes.subarray(cut);
    from = to - cut;
    return piece;
  };
};
