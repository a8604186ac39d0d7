/** Reads a regular expression into a tree: the part of JavaScript's language that rules use, over Latin-1 text. */

/** 256 bits, one per Latin-1 character. */
export type CharSet = bigint;

export type RegexNode =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly options: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly body: RegexNode; readonly min: number; readonly max: number }
  /** Takes no text. Anchors and word boundaries are looks with nothing in them. */
  | {
      readonly kind: "look";
      readonly body: RegexNode;
      readonly isNegated: boolean;
      /** At the text before it instead of behind it. */
      readonly isBehind: boolean;
    };

const ALL: CharSet = (1n << 256n) - 1n;
const EMPTY: RegexNode = { kind: "sequence", items: [] };
const ANCHOR: RegexNode = { kind: "look", body: EMPTY, isNegated: false, isBehind: false };

/** Latin-1 text has no other characters. */
const LAST = 0xff;

const bit = (code: number): CharSet => (code > LAST ? 0n : 1n << BigInt(code));
const range = (from: number, to: number): CharSet => {
  const length = Math.min(to, LAST) - from + 1;
  return length > 0 ? ((1n << BigInt(length)) - 1n) << BigInt(from) : 0n;
};
const codesOf = (text: string): CharSet =>
  Array.from(text).reduce((set, character) => set | bit(character.charCodeAt(0)), 0n);

const DIGIT = range(48, 57);
const WORD = DIGIT | range(65, 90) | range(97, 122) | bit(95);
const SPACE = codesOf(" \t\n\r\v\f\u00a0");
const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  D: ALL & ~DIGIT,
  w: WORD,
  W: ALL & ~WORD,
  s: SPACE,
  S: ALL & ~SPACE,
};
/** Characters by the letter of their escape. */
const CODES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };

const UPPER = range(65, 90) | (range(0xc0, 0xde) & ~bit(0xd7));
const foldCase = (set: CharSet): CharSet => set | ((set & UPPER) << 32n) | ((set & (UPPER << 32n)) >> 32n);

const GROUP_START = /^\((?:\?(?:(?<look><?[=!])|:|<[A-Za-z]\w*>)|(?!\?))/;
const QUANTIFIER = /^(?:\*|\+|\?|\{(?<min>\d+)(?<comma>,(?<max>\d*))?\})\??/;

const HEX: Readonly<Record<string, RegExp>> = { x: /^[0-9A-Fa-f]{2}/, u: /^[0-9A-Fa-f]{4}/ };

const toSet = (part: number | CharSet): CharSet => (typeof part === "number" ? bit(part) : part);

class Reader {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  #at = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  readAll(): RegexNode {
    const node = this.#readChoice();
    if (this.#at < this.#source.length) throw new Error(`unexpected ) at ${this.#at}`);
    return node;
  }

  #readChoice(): RegexNode {
    const options = [this.#readSequence()];
    while (this.#source[this.#at] === "|") {
      this.#at++;
      options.push(this.#readSequence());
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #readSequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at)))
      items.push(this.#readQuantified());
    return { kind: "sequence", items };
  }

  #readQuantified(): RegexNode {
    const body = this.#readAtom();
    const match = QUANTIFIER.exec(this.#source.slice(this.#at));
    if (match === null) return body;
    this.#at += match[0].length;
    const [mark] = match[0];
    const { min = "0", comma, max } = match.groups ?? {};
    if (mark === "?") return { kind: "repeat", body, min: 0, max: 1 };
    if (mark !== "{") return { kind: "repeat", body, min: mark === "+" ? 1 : 0, max: Infinity };
    const most = comma === undefined ? min : max === "" || max === undefined ? "Infinity" : max;
    return { kind: "repeat", body, min: Number(min), max: Number(most) };
  }

  #readAtom(): RegexNode {
    const character = this.#source.charAt(this.#at);
    if (character === "(") return this.#readGroup();
    this.#at++;
    if (character === "[") return this.#toSet(this.#readClass());
    if (character === "^" || character === "$") return ANCHOR;
    if (character === ".") return this.#toSet(ALL & ~codesOf("\n\r"));
    if (character !== "\\") return this.#toSet(bit(character.charCodeAt(0)));
    return /[bB]/.test(this.#source.charAt(this.#at))
      ? this.#skipBoundary()
      : this.#toSet(toSet(this.#readEscape()));
  }

  #skipBoundary(): RegexNode {
    this.#at++;
    return ANCHOR;
  }

  #readGroup(): RegexNode {
    const start = GROUP_START.exec(this.#source.slice(this.#at));
    if (start === null) throw new Error(`unknown kind of group at ${this.#at}`);
    this.#at += start[0].length;
    const body = this.#readChoice();
    if (this.#source[this.#at] !== ")") throw new Error("unclosed group");
    this.#at++;
    const look = start.groups?.["look"];
    if (look === undefined) return body;
    return { kind: "look", body, isNegated: look.endsWith("!"), isBehind: look.startsWith("<") };
  }

  /** A single character by its code, or a class. */
  #readEscape(): number | CharSet {
    const character = this.#source.charAt(this.#at++);
    if (/[1-9k]/.test(character)) throw new Error("back references are not allowed");
    if (/[cpP]/.test(character)) throw new Error(`unknown escape at ${this.#at - 2}`);
    const hex = HEX[character]?.exec(this.#source.slice(this.#at))?.[0];
    if (hex === undefined) return CLASSES[character] ?? CODES[character] ?? character.charCodeAt(0);
    this.#at += hex.length;
    return Number.parseInt(hex, 16);
  }

  #readClass(): CharSet {
    const isNegated = this.#source[this.#at] === "^";
    if (isNegated) this.#at++;
    let set = 0n;
    while (this.#at < this.#source.length && this.#source[this.#at] !== "]") {
      const from = this.#readClassPart();
      const isRange = this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]";
      if (isRange) this.#at++;
      set |= isRange ? this.#readRangeTo(from) : toSet(from);
    }
    this.#at++;
    return isNegated ? ALL & ~this.#fold(set) : set;
  }

  /** A dash beside a class like `\w` is a dash. */
  #readRangeTo(from: number | CharSet): CharSet {
    const to = this.#readClassPart();
    return typeof from === "bigint" || typeof to === "bigint"
      ? toSet(from) | toSet(to) | bit(0x2d)
      : range(from, to);
  }

  #readClassPart(): number | CharSet {
    const character = this.#source.charAt(this.#at++);
    if (character !== "\\") return character.charCodeAt(0);
    if (this.#source[this.#at] !== "b") return this.#readEscape();
    this.#at++;
    return 0x08;
  }

  #fold(set: CharSet): CharSet {
    return this.#ignoreCase ? foldCase(set) : set;
  }

  #toSet(set: CharSet): RegexNode {
    return { kind: "set", set: this.#fold(set) };
  }
}

/** @throws Error for what rules must not use (back references) and for broken syntax. */
export const readRegex = (source: string, ignoreCase: boolean): RegexNode =>
  new Reader(source, ignoreCase).readAll();
