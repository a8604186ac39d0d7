/** Finds runs of certain bytes without looking at most of the others (after Boyer and Moore 1977). */

export interface ByteRun {
  /** 256 flags: the bytes the run consists of. */
  readonly isMember: Uint8Array;
  /** Least bytes of the run. */
  readonly length: number;
}

/**
 * Looks at the byte where a run would have to end, and backwards from there; whatever is no member is jumped over. No byte
 * is looked at twice.
 * @returns where the first run within the range begins, or -1.
 */
export const findByteRun = (
  bytes: Uint8Array,
  { isMember, length }: ByteRun,
  start: number,
  end: number,
): number => {
  // Bytes from behind `floor` to where the last look began are known to be members.
  let floor = start - 1;
  for (let at = floor + length; at < end;) {
    let back = at;
    while (back > floor && isMember[bytes[back] ?? 0] === 1) back--;
    if (back === floor) return at - length + 1;
    floor = at;
    at = back + length;
  }
  return -1;
};
