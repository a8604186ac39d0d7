/** The tree of an imported pattern, and what can be asked of it. */
import { type ByteSet, has } from "./import-sets.ts";

export type Assertion = "text-start" | "text-end" | "line-start" | "line-end" | "word-edge" | "no-word-edge";

export type RegexPart =
  | { readonly kind: "set"; readonly set: ByteSet }
  | { readonly kind: "sequence"; readonly items: readonly RegexPart[] }
  | { readonly kind: "choice"; readonly options: readonly RegexPart[] }
  | {
      readonly kind: "repeat";
      readonly body: RegexPart;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: "group"; readonly body: RegexPart; readonly index: number; readonly name: string | null }
  | { readonly kind: "assert"; readonly at: Assertion }
  /** PCRE only. */
  | {
      readonly kind: "look";
      readonly body: RegexPart;
      readonly isAhead: boolean;
      readonly isNegated: boolean;
    };

export interface ReadRegex {
  readonly root: RegexPart;
  readonly groups: number;
  /** What was read with a meaning close to the written one, in words. */
  readonly notes: readonly string[];
}

export const EMPTY: RegexPart = { kind: "sequence", items: [] };

const NEWLINE = 10;

export const childrenOf = (part: RegexPart): readonly RegexPart[] => {
  switch (part.kind) {
    case "sequence":
      return part.items;
    case "choice":
      return part.options;
    case "repeat":
    case "group":
    case "look":
      return [part.body];
    case "set":
    case "assert":
      return [];
  }
};

/** Whether any part fulfils the condition. */
export const somePart = (part: RegexPart, test: (part: RegexPart) => boolean): boolean =>
  test(part) || childrenOf(part).some((child) => somePart(child, test));

/** Most bytes a match takes. */
export const longestOf = (part: RegexPart): number => {
  switch (part.kind) {
    case "set":
      return 1;
    case "sequence":
      return part.items.reduce((sum, item) => sum + longestOf(item), 0);
    case "choice":
      return Math.max(...part.options.map(longestOf));
    case "repeat": {
      const body = longestOf(part.body);
      return body === 0 ? 0 : body * part.max;
    }
    case "group":
      return longestOf(part.body);
    case "assert":
    case "look":
      return 0;
  }
};

/** Repetitions without an end get one: at least `bound`, or what the pattern asks for at least. */
export const boundRepeats = (part: RegexPart, bound: number): RegexPart => {
  switch (part.kind) {
    case "sequence":
      return { ...part, items: part.items.map((item) => boundRepeats(item, bound)) };
    case "choice":
      return { ...part, options: part.options.map((option) => boundRepeats(option, bound)) };
    case "repeat": {
      const max = part.max === Number.POSITIVE_INFINITY ? Math.max(bound, part.min) : part.max;
      return { ...part, max, body: boundRepeats(part.body, bound) };
    }
    case "group":
    case "look":
      return { ...part, body: boundRepeats(part.body, bound) };
    case "set":
    case "assert":
      return part;
  }
};

export const isUnbounded = (root: RegexPart): boolean =>
  somePart(root, (part) => part.kind === "repeat" && part.max === Number.POSITIVE_INFINITY);

/** Whether a match may go over the end of a line. */
export const spansLines = (root: RegexPart): boolean =>
  somePart(root, (part) => part.kind === "set" && has(part.set, NEWLINE));

/** Whether every set of bytes in it fulfils the condition. */
export const everySet = (root: RegexPart, test: (set: ByteSet) => boolean): boolean =>
  !somePart(root, (part) => part.kind === "set" && !test(part.set));
