/** Reads Python's marshal format, versions 3 and 4 (CPython, Python/marshal.c), as far as texts and code are concerned. */

/** Strings and bytes as Latin-1, one character a byte; tuples, lists, sets and dicts as lists; all else is null. */
export type Constant = string | readonly Constant[] | Code | null;

export interface Code {
  readonly kind: "code";
  /** Bytes as Latin-1, like all: a forged file may share them a thousand times, so they are not copied. */
  readonly instructions: string;
  readonly constants: readonly Constant[];
  readonly names: readonly Constant[];
  /** Names of local variables by their number. */
  readonly locals: readonly Constant[];
}

export const isCode = (constant: Constant): constant is Code =>
  constant !== null && typeof constant === "object" && "kind" in constant;
export const isText = (constant: Constant | undefined): constant is string => typeof constant === "string";
/** Array.isArray does not know readonly arrays. */
export const isList = (constant: Constant | undefined): constant is readonly Constant[] =>
  Array.isArray(constant);

/** The reading cannot go on: each value says how long it is, so nothing behind a bad one can be found. */
class Malformed extends Error {}

/** CPython allows 2,000; nobody nests constants and functions so deep. */
const MAX_DEPTH = 400;
const FLAG_REF = 0x80;
/** Bytes after the type of what holds no text: None, False, True, StopIteration, Ellipsis, numbers. */
const FIXED: Readonly<Record<string, number>> = { N: 0, F: 0, T: 0, S: 0, ".": 0, i: 4, I: 8, g: 8, y: 16 };
/** Texts and bytes by the width of their length; numbers written as text (f, x) are older than Python 3. */
const TEXTS: Readonly<Record<string, 1 | 4>> = { s: 4, u: 4, t: 4, a: 4, A: 4, z: 1, Z: 1 };
const LISTS: Readonly<Record<string, 1 | 4>> = { "(": 4, ")": 1, "[": 4, "<": 4, ">": 4 };

/** Where the layout of code objects changed, by magic number (CPython, Include/internal/pycore_magic_number.h). */
const POSITIONAL_ONLY = 3410;
const LOCALS_PLUS = 3450;

class Reader {
  readonly #bytes: Buffer;
  readonly #magic: number;
  readonly #refs: Constant[] = [];
  #at: number;
  #depth = 0;

  constructor(bytes: Buffer, start: number, magic: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#magic = magic;
  }

  #skip(count: number): number {
    const at = this.#at;
    if (count < 0 || at + count > this.#bytes.length) throw new Malformed("it breaks off");
    this.#at += count;
    return at;
  }

  #length(width: 1 | 4): number {
    const at = this.#skip(width);
    return width === 1 ? this.#bytes.readUInt8(at) : this.#bytes.readInt32LE(at);
  }

  #text(width: 1 | 4): string {
    const length = this.#length(width);
    const at = this.#skip(length);
    return this.#bytes.toString("latin1", at, at + length);
  }

  #list(count: number): readonly Constant[] {
    const items: Constant[] = [];
    for (let index = 0; index < count; index++) items.push(this.value());
    return items;
  }

  #dict(): readonly Constant[] {
    const items: Constant[] = [];
    // A zero stands for the key that ends it.
    while (this.#bytes[this.#at] !== 0x30) items.push(this.value(), this.value());
    this.#skip(1);
    return items;
  }

  #listOf(): readonly Constant[] {
    const value = this.value();
    return isList(value) ? value : [];
  }

  #code(): Code {
    const hasLocalsPlus = this.#magic >= LOCALS_PLUS;
    // argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags: which of them there are.
    const numbers = 5 + (this.#magic >= POSITIONAL_ONLY ? 1 : 0) - (hasLocalsPlus ? 1 : 0);
    this.#skip(4 * numbers);
    const instructions = this.value();
    const constants = this.#listOf();
    const names = this.#listOf();
    const locals = this.#listOf();
    // freevars, cellvars; or the kinds of the locals. Then file name, name and, of late, the qualified name.
    this.#list(4);
    this.#skip(4);
    this.#list(hasLocalsPlus ? 2 : 1);
    return {
      kind: "code",
      instructions: isText(instructions) ? instructions : "",
      constants,
      names,
      locals,
    };
  }

  #read(type: string): Constant {
    const text = TEXTS[type];
    if (text !== undefined) return this.#text(text);
    const list = LISTS[type];
    if (list !== undefined) return this.#list(this.#length(list));
    if (type === "c") return this.#code();
    if (type === "{") return this.#dict();
    if (type === "r") return this.#refs[this.#length(4)] ?? null;
    if (type === ":") this.#list(3);
    else if (type === "l") this.#skip(2 * Math.abs(this.#length(4)));
    else if (FIXED[type] === undefined) throw new Malformed("it holds a value of an unknown type");
    else this.#skip(FIXED[type]);
    return null;
  }

  value(): Constant {
    const code = this.#bytes.readUInt8(this.#skip(1));
    if (++this.#depth > MAX_DEPTH) throw new Malformed("it is nested too deep");
    // The place in the list of references is taken before what is inside takes its own.
    const place = (code & FLAG_REF) === 0 ? -1 : this.#refs.push(null) - 1;
    const value = this.#read(String.fromCharCode(code & ~FLAG_REF));
    if (place !== -1) this.#refs[place] = value;
    this.#depth--;
    return value;
  }
}

/** The code object that begins at `start`, or why it cannot be read. */
export const readMarshal = (bytes: Buffer, start: number, magic: number): Code | string => {
  try {
    const value = new Reader(bytes, start, magic).value();
    return isCode(value) ? value : "it holds no code";
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
};
