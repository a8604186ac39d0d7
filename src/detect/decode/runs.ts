/** Finds runs of an alphabet, also broken over lines of equal width as MIME, PEM and YAML blocks do. */

export interface Run {
  readonly start: number;
  readonly end: number;
  /** The run's characters without the line breaks. */
  readonly text: string;
  /** Index in `text` → byte offset in the source. */
  readonly toSource: (index: number) => number;
}

/** Lines of wrapped text have this many characters at least; shorter ones are separate values. */
const MIN_WRAPPED = 40;
/** Longest run that is looked at; what follows is another run. */
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
  return {
    start: segments[0]?.start ?? 0,
    end: last === undefined ? 0 : last.start + last.length,
    text: segments.map(({ start, length }) => bytes.toString("latin1", start, start + length)).join(""),
    toSource: (index) => {
      let rest = index;
      for (const { start, length } of segments) {
        if (rest < length) return start + rest;
        rest -= length;
      }
      return last === undefined ? 0 : last.start + last.length;
    },
  };
};

/**
 * @param isMember 256 flags: which bytes belong to the alphabet.
 * @param minimum least characters of a run on one line.
 */
export function* findRuns(bytes: Buffer, isMember: Uint8Array, minimum: number): Generator<Run> {
  const endOf = (from: number): number => {
    let at = from;
    while (at < bytes.length && at - from < MAX_RUN && isMember[bytes[at] ?? 0] === 1) at++;
    return at;
  };
  // Looks at every `minimum`-th byte only: a run cannot hide between two of them.
  for (let probe = minimum - 1; probe < bytes.length;) {
    if (isMember[bytes[probe] ?? 0] !== 1) {
      probe += minimum;
      continue;
    }
    let start = probe;
    while (start > 0 && probe - start < minimum && isMember[bytes[start - 1] ?? 0] === 1) start--;
    let end = endOf(probe);
    if (end - start >= minimum) {
      const segments: Segment[] = [{ start, length: end - start }];
      const width = end - start;
      for (
        let next = skipLineBreak(bytes, end);
        next !== -1 && width >= MIN_WRAPPED;
        next = skipLineBreak(bytes, end)
      ) {
        const stop = endOf(next);
        if (stop === next || stop - next > width) break;
        segments.push({ start: next, length: stop - next });
        end = stop;
        if (stop - next < width) break;
      }
      yield toRun(bytes, segments);
    }
    probe = end + minimum;
  }
}

/** Flags for {@link findRuns}. */
export const makeAlphabet = (characters: string): Uint8Array => {
  const flags = new Uint8Array(256);
  for (const character of characters) flags[character.charCodeAt(0)] = 1;
  return flags;
};
