/** Reads a rule's regular expression into a tree: the part of the language that rules use, over Latin-1 text. */

/** 256 bits, one per Latin-1 character. */
export type CharSet = bigint;

export type RegexNode =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly options: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly body: RegexNode; readonly min: number; readonly max: number }
  /** Lookaround or anchor: takes no text. */
  | { readonly kind: "look"; readonly body: RegexNode };

const ALL: CharSet = (1n << 256n) - 1n;
const EMPTY: RegexNode = { kind: "sequence", items: [] };

const bit = (code: number): CharSet => 1n << BigInt(code & 255);
const range = (from: number, to: number): CharSet => {
  let set = 0n;
  for (let code = from; code <= to; code++) set |= bit(code);
  return set;
};
/** The only character of a set of one, as the ends of a range in a class are. */
const onlyOf = (set: CharSet): number => {
  let code = 0;
  while (code < 255 && ((set >> BigInt(code)) & 1n) === 0n) code++;
  return code;
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
  n: bit(10),
  r: bit(13),
  t: bit(9),
  v: bit(11),
  f: bit(12),
  "0": bit(0),
};

const foldCase = (set: CharSet): CharSet => {
  const upper = set & range(65, 90);
  const lower = set & range(97, 122);
  return set | (upper << 32n) | (lower >> 32n);
};

const GROUP_START = /^\((?:\?(?:(?<look>[=!]|<[=!])|:|<[A-Za-z]\w*>))?/;
const QUANTIFIER = /^(?:\*|\+|\?|\{(?<min>\d+)(?<comma>,(?<max>\d*))?\})\??/;

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
    if (character === "^" || character === "$") return { kind: "look", body: EMPTY };
    if (character === ".") return this.#toSet(ALL & ~codesOf("\n\r"));
    if (character !== "\\") return this.#toSet(bit(character.charCodeAt(0)));
    return /[bB]/.test(this.#source.charAt(this.#at))
      ? this.#skipBoundary()
      : this.#toSet(this.#readEscape());
  }

  #skipBoundary(): RegexNode {
    this.#at++;
    return { kind: "look", body: EMPTY };
  }

  #readGroup(): RegexNode {
    const start = GROUP_START.exec(this.#source.slice(this.#at));
    this.#at += start?.[0].length ?? 1;
    const body = this.#readChoice();
    if (this.#source[this.#at] !== ")") throw new Error("unclosed group");
    this.#at++;
    return start?.groups?.["look"] === undefined ? body : { kind: "look", body };
  }

  #readEscape(): CharSet {
    const character = this.#source.charAt(this.#at++);
    if (/[1-9k]/.test(character)) throw new Error("back references are not allowed");
    const hex = character === "x" ? /^[0-9A-Fa-f]{2}/.exec(this.#source.slice(this.#at)) : null;
    if (hex === null) return CLASSES[character] ?? bit(character.charCodeAt(0));
    this.#at += 2;
    return bit(Number.parseInt(hex[0], 16));
  }

  #readClass(): CharSet {
    const isNegated = this.#source[this.#at] === "^";
    if (isNegated) this.#at++;
    let set = 0n;
    while (this.#at < this.#source.length && this.#source[this.#at] !== "]") {
      const from = this.#readClassPart();
      const isRange = this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]";
      if (isRange) this.#at++;
      set |= isRange ? range(onlyOf(from), onlyOf(this.#readClassPart())) : from;
    }
    this.#at++;
    return isNegated ? ALL & ~this.#fold(set) : set;
  }

  #readClassPart(): CharSet {
    const character = this.#source.charAt(this.#at++);
    return character === "\\" ? this.#readEscape() : bit(character.charCodeAt(0));
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
