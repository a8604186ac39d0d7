/** Reads the central directory of a ZIP file (PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3). */
import { decodeName } from "../names.ts";

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where the entry's local header stands in the file. */
  readonly offset: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** First byte of the archive: what stands before it is something else, a start script for example. */
  readonly start: number;
  /** Whether an entry could not be read; those before it are there. */
  readonly isDamaged: boolean;
}

const END = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_SIZE = 20;
const END64 = 0x06064b50;
const END64_SIZE = 56;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
/** Says that the zip64 field holds the number. */
const ESCAPE32 = 0xffffffff;
const ESCAPE16 = 0xffff;
const EXTRA_ZIP64 = 0x0001;
/** Bit 0 of the flags (4.4.4). */
const FLAG_ENCRYPTED = 1;

/** Numbers beyond the file are all equally wrong: precision does not matter there. */
const readUint64 = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** The last end record whose comment reaches to the end of the file, or else the last one at all; -1 for none. */
const findEnd = (bytes: Buffer): number => {
  const lowest = Math.max(0, bytes.length - END_SIZE - MAX_COMMENT);
  let fallback = -1;
  for (let at = bytes.length - END_SIZE; at >= lowest; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END) continue;
    if (at + END_SIZE + bytes.readUInt16LE(at + 20) === bytes.length) return at;
    if (fallback === -1) fallback = at;
  }
  return fallback;
};

interface Extent {
  readonly count: number;
  readonly size: number;
  /** As written, counted from the first byte of the archive. */
  readonly offset: number;
  /** Where the directory ends in the file. */
  readonly end: number;
}

/** Null if the zip64 record is not where the locator says or right before it. */
const readExtent64 = (bytes: Buffer, end: number): Extent | null => {
  const locator = end - LOCATOR64_SIZE;
  if (locator < END64_SIZE || bytes.readUInt32LE(locator) !== LOCATOR64) return null;
  const places = [locator - END64_SIZE, readUint64(bytes, locator + 8)];
  const at = places.find(
    (place) => place >= 0 && place + END64_SIZE <= locator && bytes.readUInt32LE(place) === END64,
  );
  return at === undefined
    ? null
    : {
        count: readUint64(bytes, at + 32),
        size: readUint64(bytes, at + 40),
        offset: readUint64(bytes, at + 48),
        end: at,
      };
};

const readExtent = (bytes: Buffer, end: number): Extent => {
  const extent = {
    count: bytes.readUInt16LE(end + 10),
    size: bytes.readUInt32LE(end + 12),
    offset: bytes.readUInt32LE(end + 16),
    end,
  };
  const isEscaped = extent.count === ESCAPE16 || extent.size === ESCAPE32 || extent.offset === ESCAPE32;
  return (isEscaped ? readExtent64(bytes, end) : null) ?? extent;
};

/** The values of the zip64 field, in their order, one for each number that is escaped (4.5.3). */
const readZip64 = (extra: Buffer): readonly number[] => {
  for (let at = 0; at + 4 <= extra.length;) {
    const size = extra.readUInt16LE(at + 2);
    const field = extra.subarray(at + 4, at + 4 + size);
    if (extra.readUInt16LE(at) === EXTRA_ZIP64)
      return [0, 8, 16].filter((start) => start + 8 <= field.length).map((start) => readUint64(field, start));
    at += 4 + size;
  }
  return [];
};

/** Null when the bytes there are none. */
const readEntry = (bytes: Buffer, at: number, start: number): { entry: ZipEntry; next: number } | null => {
  if (at + ENTRY_SIZE > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return null;
  const nameEnd = at + ENTRY_SIZE + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) return null;
  const long = readZip64(bytes.subarray(nameEnd, extraEnd))[Symbol.iterator]();
  const unescape = (value: number): number => (value === ESCAPE32 ? (long.next().value ?? value) : value);
  const size = unescape(bytes.readUInt32LE(at + 24));
  const packedSize = unescape(bytes.readUInt32LE(at + 20));
  const offset = unescape(bytes.readUInt32LE(at + 42));
  const entry: ZipEntry = {
    name: decodeName(bytes.subarray(at + ENTRY_SIZE, nameEnd)),
    method: bytes.readUInt16LE(at + 10),
    isEncrypted: (bytes.readUInt16LE(at + 8) & FLAG_ENCRYPTED) !== 0,
    crc: bytes.readUInt32LE(at + 16),
    packedSize,
    size,
    offset: start + offset,
  };
  return { entry, next };
};

/** Null if there is no directory: no ZIP file, or not the whole of one. */
export const readDirectory = (bytes: Buffer): ZipDirectory | null => {
  const end = bytes.length < END_SIZE ? -1 : findEnd(bytes);
  if (end === -1) return null;
  const extent = readExtent(bytes, end);
  const first = extent.end - extent.size;
  if (first < 0) return null;
  // Offsets count from the archive's first byte; a script before it moves them all.
  const start = Math.max(0, first - extent.offset);
  const entries: ZipEntry[] = [];
  let at = first;
  while (at < extent.end) {
    const read = readEntry(bytes, at, start);
    if (read === null) break;
    entries.push(read.entry);
    at = read.next;
  }
  return { entries, start, isDamaged: at !== extent.end || entries.length < extent.count };
};
