/** Reads a regular expression of Go (RE2 syntax), and what PCRE adds to it, into a tree over bytes. */
import type { Assertion, ReadRegex, RegexPart } from "./import-regex-tree.ts";
import {
  ALL,
  ASCII_CLASSES,
  type ByteSet,
  bytesOf,
  foldCase,
  NONE,
  one,
  PERL_CLASSES,
  range,
} from "./import-sets.ts";

const MAX_LENGTH = 20_000;
const MAX_DEPTH = 100;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

const SHORT: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11, e: 27 };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: "text-start",
  z: "text-end",
  Z: "text-end",
  b: "word-edge",
  B: "no-word-edge",
};
const LOOKS: Readonly<Record<string, { readonly isAhead: boolean; readonly isNegated: boolean }>> = {
  "(?=": { isAhead: true, isNegated: false },
  "(?!": { isAhead: true, isNegated: true },
  "(?<=": { isAhead: false, isNegated: false },
  "(?<!": { isAhead: false, isNegated: true },
};
const GROUP =
  /\((?:\?(?:P?<(?<name>[A-Za-z_]\w*)>|(?<atomic>>)|(?<flags>[a-zA-Z]*(?:-[a-zA-Z]+)?)(?<end>[:)])))?/y;
const REPEAT = /(?:(?<sign>[*+?])|\{(?<min>\d{1,9})(?<comma>,(?<max>\d{1,9})?)?\})(?<mode>[?+])?/y;

/** Bytes of a character as the engine meets them: UTF-8. */
const toSets = (character: string, fold: boolean): readonly RegexPart[] =>
  [...Buffer.from(character)].map((code) => ({ kind: "set", set: fold ? foldCase(one(code)) : one(code) }));

const inOrder = (items: readonly RegexPart[]): RegexPart => {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
};

class Reader {
  readonly #source: string;
  readonly #notes = new Set<string>();
  #at = 0;
  #depth = 0;
  #groups = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(source: string) {
    if (source.length > MAX_LENGTH) throw new Error("it is too long");
    this.#source = source;
  }

  read(): ReadRegex {
    const root = this.#readChoice();
    if (this.#at < this.#source.length) throw new Error("a ) too many");
    return { root, groups: this.#groups, notes: [...this.#notes] };
  }

  #take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.#at;
    const match = form.exec(this.#source);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #readChoice(): RegexPart {
    if (++this.#depth > MAX_DEPTH) throw new Error("it is nested too deep");
    const options = [this.#readSequence()];
    while (this.#source[this.#at] === "|") {
      this.#at++;
      options.push(this.#readSequence());
    }
    this.#depth--;
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #readSequence(): RegexPart {
    const items: RegexPart[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      this.#isQuoted = false;
      const atoms = this.#readAtoms();
      const last = atoms.at(-1);
      // `é+` repeats both bytes of é.
      if (last === undefined) continue;
      const body = this.#isQuoted ? last : inOrder(atoms);
      if (this.#isQuoted) items.push(...atoms.slice(0, -1));
      items.push(this.#readRepeats(body));
    }
    return inOrder(items);
  }

  /** The atoms are the characters of `\Q…\E`: only the last one is repeated. */
  #isQuoted = false;

  #readRepeats(body: RegexPart): RegexPart {
    const match = this.#take(REPEAT);
    if (match === null) return body;
    if (body.kind === "assert") throw new Error("a repetition of a place");
    const { sign, min: least = "0", comma, max: most, mode } = match.groups ?? {};
    const min = sign === undefined ? Number(least) : sign === "+" ? 1 : 0;
    const open = sign === undefined ? comma !== undefined && most === undefined : sign !== "?";
    const max = open ? Number.POSITIVE_INFINITY : sign === "?" ? 1 : Number(most ?? least);
    if (max < min) throw new Error("a repetition with its bounds the wrong way round");
    if (mode === "+") this.#notes.add("a possessive repetition gives text back here, so it may match more");
    const part: RegexPart = { kind: "repeat", body, min, max, isLazy: (mode === "?") !== this.#flags.U };
    if (this.#take(REPEAT) !== null) throw new Error("two repetitions of one thing");
    return part;
  }

  #readAtoms(): readonly RegexPart[] {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    if (character === "(") return this.#readGroup();
    this.#at += character.length;
    switch (character) {
      case "[":
        return [this.#toSet(this.#readClass())];
      case ".":
        return [{ kind: "set", set: this.#flags.s ? ALL : ALL & ~one(10) }];
      case "^":
        return [{ kind: "assert", at: this.#flags.m ? "line-start" : "text-start" }];
      case "$":
        return [{ kind: "assert", at: this.#flags.m ? "line-end" : "text-end" }];
      case "*":
      case "+":
      case "?":
        throw new Error("a repetition of nothing");
      case "\\":
        return this.#readEscape();
      default:
        return toSets(character, this.#flags.i);
    }
  }

  #readGroup(): readonly RegexPart[] {
    const look = /\(\?(?:=|!|<=|<!)/y;
    const before = this.#flags;
    const mark = this.#take(look)?.[0];
    if (mark !== undefined) {
      const body = this.#readBody(before);
      return [{ kind: "look", body, ...(LOOKS[mark] ?? { isAhead: true, isNegated: false }) }];
    }
    const match = this.#take(GROUP);
    if (match === null) throw new Error("a group");
    const { name, atomic, flags, end } = match.groups ?? {};
    if (match[0] === "(" && this.#source[this.#at] === "?")
      throw new Error("a kind of group that has no counterpart");
    if (atomic !== undefined) this.#notes.add("an atomic group gives text back here, so it may match more");
    if (flags !== undefined) this.#setFlags(flags);
    // `(?i)` holds to the end of the group around it.
    if (end === ")") return [];
    const isCapture = name !== undefined || match[0] === "(";
    const index = isCapture ? ++this.#groups : 0;
    const body = this.#readBody(before);
    return [isCapture ? { kind: "group", body, index, name: name ?? null } : inOrder([body])];
  }

  /** To the closing parenthesis; flags set inside end there. */
  #readBody(before: Flags): RegexPart {
    const body = this.#readChoice();
    if (this.#source[this.#at] !== ")") throw new Error("an unclosed group");
    this.#at++;
    this.#flags = before;
    return body;
  }

  #setFlags(text: string): void {
    let isOn = true;
    for (const flag of text)
      if (flag === "-") isOn = false;
      else if (flag === "i" || flag === "m" || flag === "s" || flag === "U")
        this.#flags = { ...this.#flags, [flag]: isOn };
      else throw new Error("a flag that has no counterpart");
  }

  #readEscape(): readonly RegexPart[] {
    const character = this.#source.charAt(this.#at);
    const at = ASSERTIONS[character];
    if (at !== undefined) {
      this.#at++;
      if (this.#source[this.#at] === "{") throw new Error("an escape that has no counterpart");
      return [{ kind: "assert", at }];
    }
    if (character === "Q") {
      const end = this.#source.indexOf("\\E", this.#at);
      const text = this.#source.slice(this.#at + 1, end === -1 ? undefined : end);
      this.#at = end === -1 ? this.#source.length : end + 2;
      this.#isQuoted = true;
      return Array.from(text).flatMap((letter) => toSets(letter, this.#flags.i));
    }
    const escaped = this.#readEscaped();
    return typeof escaped === "bigint" ? [this.#toSet(escaped)] : toSets(escaped, this.#flags.i);
  }

  /** A class, or a character of its own. */
  #readEscaped(): ByteSet | string {
    const hex = this.#take(/x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/y);
    if (hex !== null)
      return String.fromCodePoint(Math.min(Number.parseInt(hex[1] ?? hex[2] ?? "0", 16), 0x10ffff));
    const octal = this.#take(/0[0-7]{0,2}|[1-7][0-7]{2}/y);
    if (octal !== null) return String.fromCodePoint(Number.parseInt(octal[0], 8));
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    const short = SHORT[character];
    if (short !== undefined) return String.fromCodePoint(short);
    const set = PERL_CLASSES[character];
    if (set !== undefined) return set;
    if (/[0-9]/.test(character)) throw new Error("a back reference");
    if (/[A-Za-z]/.test(character)) throw new Error("an escape that has no counterpart");
    if (this.#at > this.#source.length) throw new Error("a \\ at the end");
    return character;
  }

  #readClass(): ByteSet {
    const isNegated = this.#source[this.#at] === "^";
    if (isNegated) this.#at++;
    let set = NONE;
    let isFirst = true;
    while (isFirst || this.#source[this.#at] !== "]") {
      if (this.#at >= this.#source.length) throw new Error("an unclosed class");
      isFirst = false;
      set |= this.#readClassPart(isNegated);
    }
    this.#at++;
    return isNegated ? ALL & ~this.#fold(set) : set;
  }

  #readClassPart(isNegated: boolean): ByteSet {
    const named = this.#take(/\[:(\^?)([a-z]+):\]/y);
    if (named !== null) {
      const set = ASCII_CLASSES[named[2] ?? ""];
      if (set === undefined) throw new Error("a named class that has no counterpart");
      return named[1] === "^" ? ALL & ~set : set;
    }
    const from = this.#readClassCharacter();
    if (typeof from === "bigint") return from;
    if (this.#source[this.#at] !== "-" || this.#source[this.#at + 1] === "]")
      return this.#toByte(from, isNegated);
    this.#at++;
    const to = this.#readClassCharacter();
    if (typeof to === "bigint") throw new Error("a range that ends in a class");
    const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (low > high) throw new Error("a range the wrong way round");
    if (high < 128) return range(low, high);
    if (!isNegated) throw new Error("a range of characters outside ASCII");
    return range(low, 127);
  }

  #readClassCharacter(): ByteSet | string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    if (character !== "\\") return character;
    if (this.#source[this.#at] !== "b") return this.#readEscaped();
    this.#at++;
    return "\b";
  }

  /** What a class leaves out may be any character: its bytes outside ASCII are in the class all the same. */
  #toByte(character: string, isNegated: boolean): ByteSet {
    if ((character.codePointAt(0) ?? 0) < 128) return bytesOf(character);
    if (!isNegated) throw new Error("a class with characters outside ASCII");
    return NONE;
  }

  #fold(set: ByteSet): ByteSet {
    return this.#flags.i ? foldCase(set) : set;
  }

  #toSet(set: ByteSet): RegexPart {
    return { kind: "set", set: this.#fold(set) };
  }
}

/** @throws Error saying what it holds that has no counterpart, without quoting it. */
export const readImportedRegex = (source: string): ReadRegex => new Reader(source).read();
