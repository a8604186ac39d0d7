/** Records of SQLite: their values by column (sqlite.org/fileformat2.html, section 2.1). */
import { type Database, readVarint } from "./pages.ts";

export interface Value {
  readonly column: number;
  readonly kind: "text" | "blob" | "number";
  readonly bytes: Buffer;
}

export interface Row {
  /** Number of columns, the empty ones included. */
  readonly width: number;
  readonly values: readonly Value[];
}

/** Bytes of numbers by serial type; NULL, the constants 0 and 1, and the reserved types have none. */
const NUMBER_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];
const FIRST_SIZED = 12;
/** SQLite's own upper bound (sqlite.org/limits.html, SQLITE_MAX_COLUMN). */
const MAX_COLUMNS = 32_767;

/** A record that is not whole gives the values it has. */
export const readRecord = (payload: Buffer): Row => {
  const values: Value[] = [];
  const [headerSize, first] = readVarint(payload, 0);
  let width = 0;
  let at = headerSize;
  for (let next = first; next < headerSize && next < payload.length && width < MAX_COLUMNS; width++) {
    const [type, behind] = readVarint(payload, next);
    next = behind;
    const size = type < FIRST_SIZED ? (NUMBER_SIZES[type] ?? 0) : Math.floor((type - FIRST_SIZED) / 2);
    const kind = type < FIRST_SIZED ? "number" : type % 2 === 1 ? "text" : "blob";
    if (size > 0 && at < payload.length)
      values.push({ column: width, kind, bytes: payload.subarray(at, at + size) });
    at += size;
  }
  return { width, values };
};

/** As UTF-8, whatever the database keeps. */
export const decodeValue = ({ encoding }: Database, bytes: Buffer): Buffer => {
  if (encoding === "utf8") return bytes;
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return Buffer.from((encoding === "utf16le" ? even : Buffer.from(even).swap16()).toString("utf16le"));
};
