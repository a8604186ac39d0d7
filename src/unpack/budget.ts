/** How much may come out of one file, all that is packed in it and in that again taken together. */

const MIB = 1024 * 1024;

/** The numbers are explained in docs/limits.md. */
export const LIMITS = {
  /** One text, in bytes. */
  text: 64 * MIB,
  /** All of them, in bytes. */
  total: 256 * MIB,
  entries: 50_000,
  /** Unpacked size as a multiple of the packed one, where it matters at all. */
  ratio: 200,
  ratioFloor: MIB,
  /** A jar in a war in an ear in a gzipped tar is five. */
  depth: 6,
} as const;

export interface Budget {
  /** Most bytes that so many packed ones may become. */
  allow(packed: number): number;
  spend(bytes: number): void;
  countEntry(): void;
  /** Why that is not enough. If all together are too much, nothing more may come at all. */
  refuse(packed: number): string;
  /** Why no more may come out, or null. */
  readonly exhausted: () => string | null;
}

export const createBudget = (): Budget => {
  let bytes: number = LIMITS.total;
  let entries: number = LIMITS.entries;
  const allowOne = (packed: number): number =>
    Math.min(LIMITS.text, Math.max(LIMITS.ratioFloor, packed * LIMITS.ratio));
  const tooMuch = `all that is in it is more than ${LIMITS.total / MIB} MiB`;
  return {
    allow: (packed) => Math.min(bytes, allowOne(packed)),
    refuse: (packed) => {
      if (bytes < allowOne(packed)) {
        bytes = 0;
        return tooMuch;
      }
      return packed * LIMITS.ratio < LIMITS.text
        ? `it unpacks to more than ${LIMITS.ratio} times its size`
        : `it unpacks to more than ${LIMITS.text / MIB} MiB`;
    },
    spend: (count) => void (bytes -= count),
    countEntry: () => void entries--,
    exhausted: () => {
      if (bytes <= 0) return tooMuch;
      return entries < 0 ? `it holds more than ${LIMITS.entries.toLocaleString("en")} entries` : null;
    },
  };
};
