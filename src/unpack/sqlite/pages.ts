/** Pages and cells of an SQLite database file (sqlite.org/fileformat2.html, sections 1.3, 1.5 and 1.6). */

export interface Database {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Bytes of a page that hold data. */
  readonly usable: number;
  readonly pageCount: number;
  readonly encoding: "utf8" | "utf16le" | "utf16be";
  /** One flag a page: each is read once, whatever points to it. That alone bounds the whole reading. */
  readonly visited: Uint8Array;
  isDamaged: boolean;
}

export const LEAF_TABLE = 0x0d;
const INTERIOR_TABLE = 0x05;
const LEAF_INDEX = 0x0a;
const INTERIOR_INDEX = 0x02;
const HEADER = 100;

const ENCODINGS = ["utf8", "utf8", "utf16le", "utf16be"] as const;

/** Null if the header makes no sense. */
export const openDatabase = (bytes: Buffer): Database | null => {
  if (bytes.length < 512) return null;
  const written = bytes.readUInt16BE(16);
  const pageSize = written === 1 ? 65536 : written;
  const usable = pageSize - (bytes[20] ?? 0);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) return null;
  const pageCount = Math.floor(bytes.length / pageSize);
  const encoding = ENCODINGS[bytes.readUInt32BE(56)];
  if (pageCount === 0 || encoding === undefined) return null;
  const isDamaged = bytes.length % pageSize !== 0;
  return { bytes, pageSize, usable, pageCount, encoding, visited: new Uint8Array(pageCount + 1), isDamaged };
};

/** Value and the offset behind it. Beyond 53 bits numbers are rounded: none that large is used for anything. */
export const readVarint = (bytes: Buffer, at: number): readonly [value: number, next: number] => {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = bytes[at + index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [value * 256 + (bytes[at + 8] ?? 0), at + 9];
};

/** The page's bytes, or null if it does not exist or was read before. */
const visit = (database: Database, number: number): Buffer | null => {
  if (number < 1 || number > database.pageCount || database.visited[number] === 1) {
    database.isDamaged = true;
    return null;
  }
  database.visited[number] = 1;
  return database.bytes.subarray((number - 1) * database.pageSize, number * database.pageSize);
};

/** Bytes of a payload that stand in the cell itself (section 1.6, "overflow"). */
const measureLocal = (payload: number, usable: number, isTable: boolean): number => {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (payload <= most) return payload;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((payload - least) % (usable - 4));
  return fitting <= most ? fitting : least;
};

const readOverflow = (database: Database, first: number, length: number): readonly Buffer[] => {
  const parts: Buffer[] = [];
  let rest = length;
  for (let number = first; rest > 0;) {
    const page = visit(database, number);
    if (page === null) break;
    const part = page.subarray(4, Math.min(database.usable, 4 + rest));
    parts.push(part);
    rest -= part.length;
    number = page.readUInt32BE(0);
  }
  return parts;
};

/** The payload that begins at `at`; what of it is missing is missing at its end. */
const readPayload = (
  database: Database,
  page: Buffer,
  { at, length, isTable }: { readonly at: number; readonly length: number; readonly isTable: boolean },
): Buffer => {
  const local = measureLocal(length, database.usable, isTable);
  const head = page.subarray(at, Math.min(at + local, database.usable));
  if (local === length) return head;
  if (at + local + 4 > page.length) {
    database.isDamaged = true;
    return head;
  }
  return Buffer.concat([head, ...readOverflow(database, page.readUInt32BE(at + local), length - local)]);
};

/** What a page gives in key order: payloads of rows, and pages below it. */
export type Item =
  | { readonly kind: "row"; readonly payload: Buffer }
  | { readonly kind: "page"; readonly number: number };

const KINDS: Readonly<Record<number, { readonly isTable: boolean; readonly isLeaf: boolean }>> = {
  [LEAF_TABLE]: { isTable: true, isLeaf: true },
  [INTERIOR_TABLE]: { isTable: true, isLeaf: false },
  [LEAF_INDEX]: { isTable: false, isLeaf: true },
  [INTERIOR_INDEX]: { isTable: false, isLeaf: false },
};

/** Null if the page is none of a tree, or was read before. */
export const readTreePage = (database: Database, number: number): readonly Item[] | null => {
  const page = visit(database, number);
  if (page === null) return null;
  const header = number === 1 ? HEADER : 0;
  const kind = KINDS[page[header] ?? 0];
  if (kind === undefined) {
    database.isDamaged = true;
    return null;
  }
  const { isTable, isLeaf } = kind;
  const items: Item[] = [];
  const count = page.readUInt16BE(header + 3);
  const pointers = header + (isLeaf ? 8 : 12);
  // Cells lie side by side: together they are no longer than the page. Pointers that share one are forged.
  let room = database.usable;
  for (let index = 0; index < count; index++) {
    const pointer = pointers + index * 2;
    let at = pointer + 2 > page.length ? page.length : page.readUInt16BE(pointer);
    if (at + 4 > page.length || room <= 0) {
      database.isDamaged = true;
      break;
    }
    const start = at;
    if (!isLeaf) {
      items.push({ kind: "page", number: page.readUInt32BE(at) });
      at += 4;
    }
    room -= at - start;
    if (isTable && !isLeaf) continue;
    const [length, behind] = readVarint(page, at);
    at = isTable ? readVarint(page, behind)[1] : behind;
    const local = measureLocal(length, database.usable, isTable);
    room -= at - start + Math.min(local, database.usable);
    items.push({ kind: "row", payload: readPayload(database, page, { at, length, isTable }) });
  }
  if (!isLeaf) items.push({ kind: "page", number: page.readUInt32BE(header + 8) });
  return items;
};

/** Payloads of the tree's rows in key order. Not recursive: a forged tree may be as deep as it has pages. */
export function* walkTree(database: Database, root: number): Generator<Buffer> {
  const stack: Item[] = [{ kind: "page", number: root }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (item.kind === "row") yield item.payload;
    else stack.push(...(readTreePage(database, item.number) ?? []).toReversed());
  }
}
