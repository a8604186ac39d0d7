/** Compiles a pattern to a small program for the linear matcher (Thompson 1968, as in RE2). */
import type { Assertion, RegexPart } from "../rules/import-regex-tree.ts";
import { type ByteSet, has } from "../rules/import-sets.ts";

export type Instruction =
  /** Goes on at the next instruction if the byte is in the table. */
  | { readonly kind: "byte"; readonly table: Uint8Array }
  | { readonly kind: "assert"; readonly at: Assertion }
  | { kind: "split"; first: number; second: number }
  | { kind: "jump"; to: number }
  | { readonly kind: "match" };

export type Program = readonly Instruction[];

/** Counted repetitions are written out: this bounds what a stranger's `{1000}` in `{1000}` can cost. */
const MOST_INSTRUCTIONS = 4000;

const toTable = (set: ByteSet): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, code) => (has(set, code) ? 1 : 0));

class Compiler {
  readonly #program: Instruction[] = [];

  compile(root: RegexPart): Program {
    this.#add(root);
    this.#emit({ kind: "match" });
    return this.#program;
  }

  #emit<T extends Instruction>(instruction: T): T {
    if (this.#program.length >= MOST_INSTRUCTIONS) throw new Error("it is too large");
    this.#program.push(instruction);
    return instruction;
  }

  #add(part: RegexPart): void {
    switch (part.kind) {
      case "set":
        this.#emit({ kind: "byte", table: toTable(part.set) });
        return;
      case "assert":
        this.#emit({ kind: "assert", at: part.at });
        return;
      case "group":
        this.#add(part.body);
        return;
      case "sequence":
        for (const item of part.items) this.#add(item);
        return;
      case "choice":
        this.#addChoice(part.options);
        return;
      case "repeat":
        this.#addRepeat(part);
        return;
      case "look":
        throw new Error("a look-around");
    }
  }

  #addChoice(options: readonly RegexPart[]): void {
    const ends: { to: number }[] = [];
    options.forEach((option, index) => {
      const isLast = index === options.length - 1;
      const split = isLast ? null : this.#emit({ kind: "split", first: this.#program.length + 1, second: 0 });
      this.#add(option);
      if (split === null) return;
      ends.push(this.#emit({ kind: "jump", to: 0 }));
      split.second = this.#program.length;
    });
    for (const end of ends) end.to = this.#program.length;
  }

  #addRepeat({ body, min, max }: Extract<RegexPart, { kind: "repeat" }>): void {
    for (let round = 0; round < min; round++) this.#add(body);
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.#program.length;
      const split = this.#emit({ kind: "split", first: start + 1, second: 0 });
      this.#add(body);
      this.#emit({ kind: "jump", to: start });
      split.second = this.#program.length;
      return;
    }
    const splits: { second: number }[] = [];
    for (let round = min; round < max; round++) {
      splits.push(this.#emit({ kind: "split", first: this.#program.length + 1, second: 0 }));
      this.#add(body);
    }
    for (const split of splits) split.second = this.#program.length;
  }
}

/** @throws Error when it is too large or holds a look-around, without quoting it. */
export const compileProgram = (root: RegexPart): Program => new Compiler().compile(root);
