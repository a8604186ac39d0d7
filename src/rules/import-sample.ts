/** Makes texts that an imported pattern matches, as templates: examples of a rule that came without any. */
import { createSeededRandom, type SeededRandom } from "../lib/seeded-random.ts";
import { ALPHABETS } from "./generators.ts";
import { longestOf, type RegexPart } from "./import-regex-tree.ts";
import { type ByteSet, bytesOf, membersOf } from "./import-sets.ts";

/** Enough that a value looks like one; short enough to read. */
const WANTED = 24;
const LONGEST = 64;
/** Texts of `{{`, written so that the template means them. */
const escape = (text: string): string => text.replaceAll("{{", '{{"{{"}}');

const BY_SIZE = Object.entries(ALPHABETS)
  .map(([name, letters]) => ({ name, set: bytesOf(letters), size: letters.length }))
  .sort((a, b) => b.size - a.size);

/** Name of the largest alphabet inside the set. */
const findAlphabet = (set: ByteSet): string | null =>
  BY_SIZE.find((alphabet) => (alphabet.set & ~set) === 0n)?.name ?? null;

class Sampler {
  readonly #random: SeededRandom;
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
    this.#random = createSeededRandom(`sample ${seed}`);
  }

  #below(limit: number): number {
    const [low = 0, high = 0] = this.#random.bytes(2);
    return (low + 256 * high) % limit;
  }

  /** Letters and digits before other visible characters before the rest. */
  #pickByte(set: ByteSet): string {
    const codes = membersOf(set);
    const visible = codes.filter((code) => code >= 32 && code < 127);
    const plain = visible.filter((code) => /[0-9A-Za-z]/.test(String.fromCharCode(code)));
    const [from] = [plain, visible, codes].filter((list) => list.length > 0);
    return from === undefined ? "" : String.fromCharCode(from[this.#below(from.length)] ?? 0);
  }

  #sampleRepeat({ body, min, max }: Extract<RegexPart, { kind: "repeat" }>): string {
    const widest = Math.max(min, Math.min(max, LONGEST));
    if (body.kind === "set") {
      const alphabet = findAlphabet(body.set);
      // What may be left out before a value says nothing of it: short; what is long anyway stays long.
      const length = widest < 8 ? min : Math.min(widest, Math.max(min, WANTED));
      if (length === 0) return "";
      if (alphabet !== null && length >= 4)
        return `{{${alphabet} ${length} seed=${this.#seed}-${++this.#count}}}`;
      return Array.from({ length }, () => escape(this.#pickByte(body.set))).join("");
    }
    const rounds = min + this.#below(Math.min(2, widest - min) + 1);
    return Array.from({ length: Math.min(rounds, LONGEST) }, () => this.sample(body)).join("");
  }

  sample(part: RegexPart): string {
    switch (part.kind) {
      case "set":
        return escape(this.#pickByte(part.set));
      case "sequence":
        return part.items.map((item) => this.sample(item)).join("");
      case "choice": {
        // An option that takes nothing (`$`) is no help.
        const options = part.options.filter((option) => longestOf(option) > 0);
        const option = options[this.#below(Math.max(1, options.length))];
        return option === undefined ? "" : this.sample(option);
      }
      case "repeat":
        return this.#sampleRepeat(part);
      case "group":
        return this.sample(part.body);
      case "assert":
      case "look":
        return "";
    }
  }
}

/** Templates of texts that may match: places and look-arounds are not heeded, so each has to be tried. */
export const sampleTemplates = (root: RegexPart, count: number): readonly string[] => {
  const texts = Array.from({ length: count }, (_, index) => new Sampler(`s${index + 1}`).sample(root));
  return [...new Set(texts)].filter((text) => !/[\0-\x08\x0b-\x1f\x7f]/.test(text));
};
