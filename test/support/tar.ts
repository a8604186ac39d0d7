/** Builds TAR files in memory (POSIX.1-2017, pax; GNU tar manual). */

export interface TarFile {
  readonly name: string;
  readonly content?: string;
  /** One character, `0` by default: an ordinary file. */
  readonly type?: string;
  readonly prefix?: string;
  /** What the header says, if not the truth. */
  readonly size?: number;
  /** Base 256 instead of octal digits (GNU). */
  readonly isBinarySize?: boolean;
  /** None: as before ustar. */
  readonly magic?: string;
}

const BLOCK = 512;

const pad = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);

export const makeTarEntry = (file: TarFile): Buffer => {
  const { name, content = "", type = "0", prefix = "", magic = "ustar\x0000" } = file;
  const data = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  const size = file.size ?? data.length;
  if (file.isBinarySize === true) {
    header[124] = 0x80;
    header.writeUInt32BE(size, 132);
  } else header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  header.write(magic, 257, "latin1");
  header.write(prefix, 345, 155);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, pad(data)]);
};

export const makeTar = (files: readonly TarFile[]): Buffer =>
  Buffer.concat([...files.map(makeTarEntry), Buffer.alloc(2 * BLOCK)]);

/** A pax header for the entry behind it. */
export const makePax = (records: Readonly<Record<string, string>>): TarFile => ({
  name: "PaxHeader",
  type: "x",
  content: Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      let length = Buffer.byteLength(rest) + 1;
      while (Buffer.byteLength(`${length}${rest}`) !== length) length++;
      return `${length}${rest}`;
    })
    .join(""),
});
