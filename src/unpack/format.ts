/** What a packed format is: bytes that hold other texts. */
import type { Budget } from "./budget.ts";

/** A text that was packed in another. */
export interface Inner {
  /** Path in the packed file, from outside: untrusted text, never a place on disk. "" where it has none of its own. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Codes of `model/errors.ts`. */
export type LimitCode =
  | "ARCHIVE_TOO_LARGE"
  | "ARCHIVE_TOO_DEEP"
  | "ARCHIVE_ENCRYPTED"
  | "ARCHIVE_UNSUPPORTED"
  | "ARCHIVE_DAMAGED";

/** Something that was not unpacked, and why: a gap. */
export interface Limit {
  readonly code: LimitCode;
  /** As {@link Inner.name}; "" for the packed file itself. */
  readonly name: string;
  /** Completes a sentence. */
  readonly detail: string;
}

export type Unpacked = Inner | Limit;

export const isLimit = (item: Unpacked): item is Limit => "code" in item;

export interface Format {
  readonly name: string;
  /** Looks at some bytes in fixed places: runs on every text there is. */
  readonly recognise: (bytes: Buffer) => boolean;
  /** Never throws, whatever the bytes are; makes no text longer than the budget allows. */
  readonly unpack: (bytes: Buffer, budget: Budget) => Iterable<Unpacked>;
}
