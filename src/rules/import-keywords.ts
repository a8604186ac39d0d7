/** Finds texts of which every match of a pattern holds at least one: the keywords the prefilter looks for. */
import { longestOf, type RegexPart } from "./import-regex-tree.ts";
import { type ByteSet, membersOf, toLowerCase } from "./import-sets.ts";

export interface Keywords {
  readonly texts: readonly string[];
  /** Most bytes of a match that stand before one of them. */
  readonly before: number;
}

interface Facts {
  /** All texts the part can be, if they are few; null otherwise. */
  readonly exact: ReadonlySet<string> | null;
  /** The best keywords inside. */
  readonly best: Keywords | null;
}

/** Few enough for the prefilter. */
const MOST_TEXTS = 64;
/** The rule format asks for that many. */
const SHORTEST = 3;
const LONGEST = 32;
/** A class of more characters than this is no letter with its spellings. */
const MOST_LETTERS = 4;

const shortest = (texts: Iterable<string>): number => Math.min(...[...texts].map(({ length }) => length));

/** Longer beats shorter, fewer beat more. */
const rate = ({ texts }: Keywords): number => Math.min(shortest(texts), 8) * 1000 - texts.length;

const better = (a: Keywords | null, b: Keywords | null): Keywords | null => {
  if (a === null || b === null) return a ?? b;
  return rate(b) > rate(a) ? b : a;
};

const toKeywords = (texts: ReadonlySet<string>, before: number): Keywords | null =>
  texts.size > 0 && texts.size <= MOST_TEXTS && shortest(texts) >= SHORTEST
    ? { texts: [...texts].sort(), before }
    : null;

const ONLY_NOTHING: ReadonlySet<string> = new Set([""]);

const join = (left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> | null => {
  if (left.size * right.size > MOST_TEXTS) return null;
  const all = new Set([...left].flatMap((start) => [...right].map((end) => start + end)));
  return Math.max(...[...all].map(({ length }) => length)) > LONGEST ? null : all;
};

const unite = (sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === null) return null;
    for (const text of set) all.add(text);
  }
  return all.size > MOST_TEXTS ? null : all;
};

class Finder {
  readonly #ignoreCase: boolean;

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
  }

  #readSet(full: ByteSet): Facts {
    const codes = membersOf(this.#ignoreCase ? toLowerCase(full) : full);
    // A keyword is text; what is no ASCII stands for itself in the prefilter only as UTF-8.
    if (codes.length > MOST_LETTERS || codes.some((code) => code > 126 || code < 32))
      return { exact: null, best: null };
    return { exact: new Set(codes.map((code) => String.fromCharCode(code))), best: null };
  }

  #readSequence(items: readonly RegexPart[]): Facts {
    let exact: ReadonlySet<string> | null = ONLY_NOTHING;
    let run: ReadonlySet<string> = ONLY_NOTHING;
    let runStart = 0;
    let before = 0;
    let best: Keywords | null = null;
    for (const item of items) {
      const facts = this.read(item);
      if (facts.best !== null) best = better(best, { ...facts.best, before: before + facts.best.before });
      exact = exact === null || facts.exact === null ? null : join(exact, facts.exact);
      const joined = facts.exact === null ? null : join(run, facts.exact);
      if (joined === null) {
        best = better(best, toKeywords(run, runStart));
        run = facts.exact ?? ONLY_NOTHING;
        runStart = facts.exact === null ? before + longestOf(item) : before;
      } else run = joined;
      before += longestOf(item);
    }
    return { exact, best: better(best, toKeywords(run, runStart)) };
  }

  #readChoice(options: readonly RegexPart[]): Facts {
    const all = options.map((option) => this.read(option));
    const exact = unite(all.map((facts) => facts.exact));
    const own = all.map((facts) => better(facts.best, facts.exact && toKeywords(facts.exact, 0)));
    if (own.includes(null)) return { exact, best: null };
    const texts = new Set(own.flatMap((keywords) => keywords?.texts ?? []));
    return { exact, best: toKeywords(texts, Math.max(...own.map((keywords) => keywords?.before ?? 0))) };
  }

  #readRepeat(part: Extract<RegexPart, { kind: "repeat" }>): Facts {
    const body = this.read(part.body);
    if (part.max === 0) return { exact: ONLY_NOTHING, best: null };
    if (part.min === 0)
      return { exact: part.max === 1 ? unite([ONLY_NOTHING, body.exact]) : null, best: null };
    let exact: ReadonlySet<string> | null = part.min === part.max ? ONLY_NOTHING : null;
    for (let round = 0; round < part.min && exact !== null && round <= LONGEST; round++)
      exact = body.exact === null ? null : join(exact, body.exact);
    const own = better(body.best, body.exact && toKeywords(body.exact, 0));
    return { exact, best: own };
  }

  read(part: RegexPart): Facts {
    switch (part.kind) {
      case "set":
        return this.#readSet(part.set);
      case "sequence":
        return this.#readSequence(part.items);
      case "choice":
        return this.#readChoice(part.options);
      case "repeat":
        return this.#readRepeat(part);
      case "group":
        return this.read(part.body);
      case "assert":
      case "look":
        return { exact: ONLY_NOTHING, best: null };
    }
  }
}

/** Null if no text of three characters is certain to be in every match. */
export const findKeywords = (root: RegexPart, ignoreCase: boolean): Keywords | null => {
  const { exact, best } = new Finder(ignoreCase).read(root);
  return better(best, exact && toKeywords(exact, 0));
};
