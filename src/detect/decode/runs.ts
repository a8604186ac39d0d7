/** Finds runs of an alphabet, also broken over lines of equal width as MIME, PEM and YAML blocks do. */
import { findByteRun } from "../../lib/byte-runs.ts";

export interface Run {
  readonly start: number;
  readonly end: number;
  /** The run's characters without the line breaks. */
  readonly text: string;
  /** Index in `text` → byte offset in the source. */
  readonly toSource: (index: number) => number;
}

export interface RunShape {
  /** 256 flags: which bytes belong to the alphabet. */
  readonly isMember: Uint8Array;
  /** Least characters of a run on one line. */
  readonly minimum: number;
  /**
   * Looks at the run's bytes before anything is copied: nearly all runs are words and paths.
   * @returns where the encoded text begins, or -1 if this is none.
   */
  readonly findStart: (bytes: Buffer, start: number, end: number) => number;
}

/** Lines of wrapped text have this many characters at least; shorter ones are separate values. */
const MIN_WRAPPED = 40;
/** Longest run that is looked at; what follows is another run. Whole groups of four characters. */
const MAX_RUN = 1024 * 1024;

interface Segment {
  readonly start: number;
  readonly length: number;
}

const isBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** First byte of the next line's content, or -1 if this is not the end of a line. */
const skipLineBreak = (bytes: Buffer, at: number): number => {
  if (!isBreak(bytes[at])) return -1;
  let next = at;
  while (isBreak(bytes[next]) && next - at < 2) next++;
  while (isBlank(bytes[next])) next++;
  return next;
};

const toRun = (bytes: Buffer, segments: readonly Segment[]): Run => {
  const last = segments.at(-1);
  const behind = last === undefined ? 0 : last.start + last.length;
  // Padding (RFC 4648, section 3.2) belongs to the run and carries nothing.
  const end = behind + (/^={0,2}/.exec(bytes.toString("latin1", behind, behind + 2))?.[0].length ?? 0);
  return {
    start: segments[0]?.start ?? 0,
    end,
    text: segments.map(({ start, length }) => bytes.toString("latin1", start, start + length)).join(""),
    toSource: (index) => {
      let rest = index;
      for (const { start, length } of segments) {
        if (rest < length) return start + rest;
        rest -= length;
      }
      return end;
    },
  };
};

const findEnd = (bytes: Buffer, start: number, isMember: Uint8Array): number => {
  const limit = Math.min(bytes.length, start + MAX_RUN);
  let at = start;
  while (at < limit && isMember[bytes[at] ?? 0] === 1) at++;
  return at;
};

/** The lines after the first that go on with it: as wide, the last one perhaps shorter. */
const gatherLines = (bytes: Buffer, first: Segment, isMember: Uint8Array): readonly Segment[] => {
  const segments = [first];
  // The width of the lines is that of the second one: a name may stand before the first.
  let width = Number.POSITIVE_INFINITY;
  for (let end = first.start + first.length; first.length >= MIN_WRAPPED;) {
    const next = skipLineBreak(bytes, end);
    if (next === -1) break;
    const stop = findEnd(bytes, next, isMember);
    if (stop === next || stop - next > width) break;
    segments.push({ start: next, length: stop - next });
    end = stop;
    if (stop - next < Math.min(width, MIN_WRAPPED)) break;
    width = Math.min(width, stop - next);
  }
  return segments;
};

export function* findRuns(bytes: Buffer, { isMember, minimum, findStart }: RunShape): Generator<Run> {
  const shape = { isMember, length: minimum };
  for (let from = 0; ;) {
    const start = findByteRun(bytes, shape, from, bytes.length);
    if (start === -1) return;
    const end = findEnd(bytes, start, isMember);
    const begin = findStart(bytes, start, end);
    from = end;
    if (begin === -1) continue;
    const segments = gatherLines(bytes, { start: begin, length: end - begin }, isMember);
    const run = toRun(bytes, segments);
    yield run;
    from = run.end;
  }
}

/** Flags for {@link findRuns}. */
export const makeAlphabet = (characters: string): Uint8Array => {
  const flags = new Uint8Array(256);
  for (const character of characters) flags[character.charCodeAt(0)] = 1;
  return flags;
};
