/** ZIP and what is one by another name: jar, war, ear, whl, egg, docx, xlsx, odt, apk, nupkg, vsix, pex. */
import { crc32 } from "node:zlib";
import type { Budget } from "../budget.ts";
import { decompress, type Decompressed } from "../decompress.ts";
import type { Format, Unpacked } from "../format.ts";
import { readDirectory, type ZipEntry } from "./directory.ts";
import { readOffice } from "./office.ts";

const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
const ZSTANDARD = 93;
/** Encrypted with AES: the true method is inside. */
const AES = 99;

const startsWith = (bytes: Buffer, third: number, fourth: number): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === third && bytes[3] === fourth;

/** A start script with an archive behind it: zipapp, pex, executable jar. */
const isScriptWithArchive = (bytes: Buffer): boolean =>
  bytes[0] === 0x23 &&
  bytes[1] === 0x21 &&
  bytes.length > 22 &&
  bytes.readUInt32LE(bytes.length - 22) === 0x06054b50;

/** The entry's packed bytes, or null if they are not where they should be. */
const locate = (bytes: Buffer, { offset, packedSize }: ZipEntry): Buffer | null => {
  if (offset + LOCAL_SIZE > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) return null;
  // The local sizes may be missing (data descriptors); the directory's are right.
  const start = offset + LOCAL_SIZE + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  return start + packedSize > bytes.length ? null : bytes.subarray(start, start + packedSize);
};

const unpackBytes = (packed: Buffer, { method, size }: ZipEntry, budget: Budget): Decompressed => {
  if (method === DEFLATED) return decompress(packed, "deflate", { budget, expected: size });
  if (method === ZSTANDARD) return decompress(packed, "zstd", { budget, expected: size });
  if (method !== STORED)
    return {
      bytes: null,
      limit: { code: "ARCHIVE_UNSUPPORTED", detail: `compression method ${method} is not read` },
    };
  return { bytes: packed, limit: null };
};

function* unpackEntry(bytes: Buffer, entry: ZipEntry, budget: Budget): Generator<Unpacked> {
  const { name } = entry;
  const packed = locate(bytes, entry);
  if (packed === null) {
    yield { code: "ARCHIVE_DAMAGED", name, detail: "its data is not where the directory says" };
    return;
  }
  if (entry.size > budget.allow(packed.length)) {
    yield { code: "ARCHIVE_TOO_LARGE", name, detail: budget.refuse(packed.length) };
    return;
  }
  const { bytes: content, limit } = unpackBytes(packed, entry, budget);
  if (limit !== null) yield { ...limit, name };
  else if (content !== null && crc32(content) !== entry.crc)
    yield { code: "ARCHIVE_DAMAGED", name, detail: "its checksum is wrong" };
  if (content !== null) yield { name, bytes: content };
}

function* unpackZip(bytes: Buffer, budget: Budget): Generator<Unpacked> {
  const directory = readDirectory(bytes);
  if (directory === null) {
    yield { code: "ARCHIVE_DAMAGED", name: "", detail: "it has no directory" };
    return;
  }
  if (directory.start > 0) yield { name: "", bytes: bytes.subarray(0, directory.start) };
  if (directory.isDamaged) yield { code: "ARCHIVE_DAMAGED", name: "", detail: "its directory is damaged" };
  let packed = 0;
  for (const entry of directory.entries) {
    if (entry.name.endsWith("/") && entry.size === 0) continue;
    if (entry.isEncrypted || entry.method === AES) {
      yield { code: "ARCHIVE_ENCRYPTED", name: entry.name, detail: "it is encrypted" };
      continue;
    }
    packed += entry.packedSize;
    // Entries that share their bytes: a bomb, or a trick to show two readers two contents.
    if (packed > bytes.length) {
      yield { code: "ARCHIVE_DAMAGED", name: entry.name, detail: "its entries overlap" };
      return;
    }
    yield* unpackEntry(bytes, entry, budget);
  }
}

export const zip: Format = {
  name: "zip",
  recognise: (bytes) => startsWith(bytes, 3, 4) || startsWith(bytes, 5, 6) || isScriptWithArchive(bytes),
  unpack: (bytes, budget) => readOffice(unpackZip(bytes, budget), budget),
};
