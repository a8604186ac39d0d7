/** Builds ZIP files in memory, right ones and wrong ones (PKWARE APPNOTE.TXT 6.3.10). */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** 0 stored, 8 deflated (default); others are written as they are. */
  readonly method?: number;
  readonly isEncrypted?: boolean;
  readonly crc?: number;
  /** Sizes stand behind the data instead of before it. */
  readonly hasDescriptor?: boolean;
  /** Sizes and offset stand in a zip64 field. */
  readonly isZip64?: boolean;
  /** Local header and data of the file before: entries that overlap. */
  readonly reusesData?: boolean;
  /** What the directory says of the unpacked size. */
  readonly size?: number;
}

const fields = (...parts: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Buffer =>
  Buffer.concat(
    parts.map(([width, value]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, width);
    }),
  );

const ESCAPE = 0xffffffff;

/** @param prefix what stands before the archive; offsets do not count it. */
export const makeZip = (
  files: readonly ZipFile[],
  { prefix = "", comment = "" }: { readonly prefix?: string; readonly comment?: string } = {},
): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  let last = { offset: 0, packed: Buffer.alloc(0), size: 0, crc: 0 };
  for (const file of files) {
    const { method = 8, isZip64 = false, hasDescriptor = false } = file;
    const name = Buffer.from(file.name);
    const content = Buffer.from(file.content);
    const flags = (file.isEncrypted === true ? 1 : 0) | (hasDescriptor ? 8 : 0) | 0x800;
    if (file.reusesData !== true) {
      const packed = method === 8 ? deflateRawSync(content) : content;
      last = { offset: end, packed, size: content.length, crc: file.crc ?? crc32(content) };
      const sizes = hasDescriptor ? [0, 0, 0] : [last.crc, packed.length, content.length];
      const [crc = 0, packedSize = 0, size = 0] = sizes;
      const local = fields([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0], [4, crc]);
      const tail = fields([4, packedSize], [4, size], [2, name.length], [2, 0]);
      const descriptor = fields([4, 0x08074b50], [4, last.crc], [4, packed.length], [4, content.length]);
      const parts = [local, tail, name, packed, ...(hasDescriptor ? [descriptor] : [])];
      locals.push(...parts);
      end += Buffer.concat(parts).length;
    }
    const size = file.size ?? last.size;
    const extra = isZip64
      ? fields([2, 1], [2, 24], [8, size], [8, last.packed.length], [8, last.offset])
      : Buffer.alloc(0);
    const write = (value: number): readonly [4, number] => [4, isZip64 ? ESCAPE : value];
    directory.push(
      fields([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0], [4, last.crc]),
      fields(write(last.packed.length), write(size), [2, name.length], [2, extra.length], [2, 0], [2, 0]),
      fields([2, 0], [4, 0], write(last.offset)),
      name,
      extra,
    );
  }
  const table = Buffer.concat(directory);
  const isLong = files.some(({ isZip64 }) => isZip64);
  const end64 = fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]);
  const sizes64 = fields([8, files.length], [8, files.length], [8, table.length], [8, end]);
  const locator = fields([4, 0x07064b50], [4, 0], [8, end + table.length], [4, 1]);
  const [count, size, offset] = isLong ? [0xffff, ESCAPE, ESCAPE] : [files.length, table.length, end];
  return Buffer.concat([
    Buffer.from(prefix),
    ...locals,
    table,
    ...(isLong ? [end64, sizes64, locator] : []),
    fields(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, size],
      [4, offset],
      [2, comment.length],
    ),
    Buffer.from(comment),
  ]);
};
