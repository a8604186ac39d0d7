/** TAR: ustar and pax (POSIX.1-2017, pax, "ustar Interchange Format"), GNU long names and sparse files (GNU tar manual). */
import type { Format, Unpacked } from "./format.ts";
import { decodeName } from "./names.ts";

const BLOCK = 512;
const MAGIC = Buffer.from("ustar");
const MAGIC_AT = 257;
const CHECKSUM_AT = 148;
const TYPE_AT = 156;
/** Entries that hold no text of their own: links, devices, directories, volume labels. */
const EMPTY_TYPES = new Set(["1", "2", "3", "4", "5", "6", "V"]);

const readText = (bytes: Buffer, at: number, length: number): string => {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return decodeName(end === -1 ? field : field.subarray(0, end));
};

/** Octal digits, or base 256 when the first bit is set (GNU); NaN for neither. */
const readNumber = (bytes: Buffer, at: number, length: number): number => {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (const byte of bytes.subarray(at + 1, at + length)) value = value * 256 + byte;
    return value;
  }
  const digits = readText(bytes, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : Number.NaN;
};

/** The sum of the header's bytes, its own field taken as blanks; some old writers took bytes as signed numbers. */
const isHeader = (header: Buffer): boolean => {
  if (header.length < BLOCK) return false;
  let sum = 0;
  let high = 0;
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= CHECKSUM_AT && at < CHECKSUM_AT + 8 ? 0x20 : (header[at] ?? 0);
    sum += byte;
    if (byte >= 0x80) high++;
  }
  const written = readNumber(header, CHECKSUM_AT, 8);
  return written === sum || written === sum - high * 256;
};

const readName = (header: Buffer): string => {
  const name = readText(header, 0, 100);
  // GNU tar keeps other things where ustar has the prefix, and marks itself by a blank after the magic.
  const prefix = header[MAGIC_AT + 5] === 0 ? readText(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
};

/** `<length> <key>=<value>\n` again and again; reading stops at the first record that is none. */
const readPax = (bytes: Buffer): ReadonlyMap<string, string> => {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.subarray(at, at + 12).indexOf(0x20);
    const length = Number(bytes.toString("latin1", at, at + Math.max(0, blank)));
    if (blank < 1 || !Number.isSafeInteger(length) || length <= blank + 1) break;
    const record = bytes.toString("utf8", at + blank + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
};

/** What earlier headers said about the next file. */
interface Override {
  readonly name?: string;
  readonly size?: number;
}

const toOverride = (pax: ReadonlyMap<string, string>): Override => {
  const name = pax.get("GNU.sparse.name") ?? pax.get("path");
  const size = Number(pax.get("size"));
  return {
    ...(name === undefined ? {} : { name }),
    ...(pax.has("size") && Number.isSafeInteger(size) && size >= 0 ? { size } : {}),
  };
};

/** The old GNU sparse header goes on in blocks of its own while their flag says so. */
const skipSparse = (bytes: Buffer, header: Buffer, at: number): number => {
  let next = at;
  for (let more = header[482] === 1; more && next + BLOCK <= bytes.length; next += BLOCK)
    more = bytes[next + 504] === 1;
  return next;
};

function* unpackTar(bytes: Buffer): Generator<Unpacked> {
  let override: Override = {};
  for (let at = 0; at < bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    // The end is a block of zeros; what comes behind it is no entry.
    if (header[0] === 0) return;
    const type = String.fromCharCode(header[TYPE_AT] ?? 0);
    const written = readNumber(header, 124, 12);
    if (!isHeader(header) || !Number.isSafeInteger(written)) {
      yield { code: "ARCHIVE_DAMAGED", name: "", detail: "a header in it is damaged" };
      return;
    }
    const isMeta = "xXgLK".includes(type);
    const size = isMeta ? written : (override.size ?? written);
    const start = type === "S" ? skipSparse(bytes, header, at + BLOCK) : at + BLOCK;
    const data = bytes.subarray(start, start + (EMPTY_TYPES.has(type) ? 0 : size));
    const name = override.name ?? readName(header);
    if (type === "x" || type === "X") override = { ...override, ...toOverride(readPax(data)) };
    else if (type === "L") override = { ...override, name: readText(data, 0, data.length) };
    else if (!isMeta) {
      override = {};
      // Of a sparse file only the parts between its holes are stored: all the text it has.
      if (data.length > 0) yield { name, bytes: data };
    }
    if (data.length < size && !EMPTY_TYPES.has(type)) {
      yield { code: "ARCHIVE_DAMAGED", name, detail: "it breaks off" };
      return;
    }
    at = start + Math.ceil(data.length / BLOCK) * BLOCK;
  }
}

export const tar: Format = {
  name: "tar",
  recognise: (bytes) => {
    // Before ustar there was no magic, but six digits, NUL and blank where the checksum stands: no text has that.
    const isOld = bytes[CHECKSUM_AT + 6] === 0 && bytes[CHECKSUM_AT + 7] === 0x20;
    if (!isOld && bytes[MAGIC_AT] !== MAGIC[0]) return false;
    const hasMagic = bytes.subarray(MAGIC_AT, MAGIC_AT + MAGIC.length).equals(MAGIC);
    return (isOld || hasMagic) && isHeader(bytes.subarray(0, BLOCK));
  },
  unpack: unpackTar,
};
