/** Compressed streams: one text without a name of its own. Those that Node cannot read are said. */
import { decompress, type Method } from "./decompress.ts";
import type { Format } from "./format.ts";

const makeMagic = (magic: readonly number[]) => (bytes: Buffer) =>
  magic.every((byte, at) => bytes[at] === byte);

const makeStream = (method: Method, magic: readonly number[]): Format => ({
  name: method,
  recognise: makeMagic(magic),
  *unpack(packed, budget) {
    const { bytes, limit } = decompress(packed, method, { budget });
    if (limit !== null) yield { ...limit, name: "" };
    if (bytes !== null) yield { name: "", bytes };
  },
});

const makeUnread = (name: string, magic: readonly number[]): Format => ({
  name,
  recognise: makeMagic(magic),
  *unpack() {
    yield { code: "ARCHIVE_UNSUPPORTED", name: "", detail: `${name} is not read` };
  },
});

/** RFC 1952, 2.3.1: magic and the only compression method there is. */
export const gzip = makeStream("gzip", [0x1f, 0x8b, 0x08]);
/** RFC 8878, 3.1.1. */
export const zstd = makeStream("zstd", [0x28, 0xb5, 0x2f, 0xfd]);

/** `BZh`; the digit that follows and the block's magic, the first digits of pi, keep words out. */
export const bzip2: Format = {
  ...makeUnread("bzip2", [0x42, 0x5a, 0x68]),
  recognise: (bytes) =>
    bytes[0] === 0x42 &&
    bytes[1] === 0x5a &&
    bytes[2] === 0x68 &&
    (bytes.toString("latin1", 4, 10) === "1AY&SY" || bytes.toString("latin1", 4, 10) === "\x17rE8P\x90"),
};
/** The .xz file format, 2.1.1.1. */
export const xz = makeUnread("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
/** 7zFormat.txt, SignatureHeader. */
export const sevenZip = makeUnread("7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]);
/** RAR 4 and 5 begin alike (RAR 5.0 archive format, "RAR 5.0 signature"). */
export const rar = makeUnread("RAR", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]);
