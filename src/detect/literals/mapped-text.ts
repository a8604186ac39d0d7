/** Text taken out of a file – quotes, escapes, indentation removed – that still knows where each character stood. */

export interface MappedText {
  readonly text: string;
  /** Offset in the file of the character at `index`. */
  readonly startOf: (index: number) => number;
  /** Offset in the file behind the character at `index`. */
  readonly endOf: (index: number) => number;
}

/** Text as it stands in the file from `start` on. */
export const plainText = (text: string, start: number): MappedText => ({
  text,
  startOf: (index) => start + index,
  endOf: (index) => start + index + 1,
});

export const sliceText = (mapped: MappedText, from: number, to = mapped.text.length): MappedText => ({
  text: mapped.text.slice(from, to),
  startOf: (index) => mapped.startOf(from + index),
  endOf: (index) => mapped.endOf(from + index),
});

/** Range in the file; an empty text has an empty one. */
export const spanOf = ({ text, startOf, endOf }: MappedText): { start: number; end: number } => {
  const start = startOf(0);
  return { start, end: text === "" ? start : endOf(text.length - 1) };
};

export interface TextBuilder {
  /** Characters that stand in the base text from `from` on, unchanged. */
  copy(from: number, to: number): void;
  /** `character` stands for the base text from `from` to `to` (an escape, a folded line break). */
  put(character: string, from: number, to: number): void;
  readonly length: number;
  /** Takes back what was added beyond `length`. */
  rewind(length: number): void;
  build(): MappedText;
}

interface Piece {
  /** Where it begins in the new text, and how long it is there. */
  readonly begin: number;
  size: number;
  /** Where it stands in the base, and how long it is there. */
  readonly from: number;
  length: number;
}

const isVerbatim = ({ size, length }: Piece): boolean => size === length;

/** The piece that holds `index`; pieces are in order and without gaps. */
const pieceAt = (pieces: readonly Piece[], index: number): Piece => {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.begin ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return pieces[low] ?? { begin: 0, size: 0, from: 0, length: 0 };
};

/** Builds a text out of parts of another one. */
export const createTextBuilder = (base: MappedText): TextBuilder => {
  let text = "";
  const pieces: Piece[] = [];

  const put = (characters: string, from: number, to: number): void => {
    if (characters === "") return;
    pieces.push({ begin: text.length, size: characters.length, from, length: to - from });
    text += characters;
  };
  const copy = (from: number, to: number): void => {
    const last = pieces.at(-1);
    if (last === undefined || !isVerbatim(last) || last.from + last.length !== from)
      return put(base.text.slice(from, to), from, to);
    last.size += to - from;
    last.length += to - from;
    text += base.text.slice(from, to);
  };
  const rewind = (length: number): void => {
    text = text.slice(0, length);
    for (let last = pieces.at(-1); last !== undefined && last.begin >= length; last = pieces.at(-1))
      pieces.pop();
    const last = pieces.at(-1);
    if (last === undefined || last.begin + last.size <= length) return;
    last.length -= last.begin + last.size - length;
    last.size = length - last.begin;
  };
  const build = (): MappedText => ({
    text,
    startOf: (index) => {
      const piece = pieceAt(pieces, index);
      return base.startOf(isVerbatim(piece) ? piece.from + index - piece.begin : piece.from);
    },
    endOf: (index) => {
      const piece = pieceAt(pieces, index);
      const last = isVerbatim(piece) ? piece.from + index - piece.begin : piece.from + piece.length - 1;
      return base.endOf(Math.max(piece.from, last));
    },
  });

  return {
    copy,
    put,
    rewind,
    build,
    get length() {
      return text.length;
    },
  };
};
