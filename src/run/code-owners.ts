/** Who owns a path: GitLab's CODEOWNERS format (docs.gitlab.com/user/project/codeowners/reference). */

/** Where GitLab looks; the first file there is counts. */
export const CODE_OWNERS_PATHS: readonly string[] = ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

interface Entry {
  /** Of the pattern, without what makes it an exclusion. */
  readonly segments: readonly string[];
  readonly isExclusion: boolean;
  readonly owners: readonly string[];
}

/** Optional or not: who is asked is the same. */
type Section = readonly Entry[];

/** More sections and lines than a company has: what follows is left out, and that is said. */
const MOST_ENTRIES = 5000;
const MOST_OWNERS = 20;
const MOST_LENGTH = 1000;

/** `@user`, `@group/sub`, `@@role`; a strict e-mail address: an address with a password in it is none. */
const OWNER = /^(?:@@?[A-Za-z0-9_][\w.-]*(?:\/[\w.-]+)*|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$/;
/** `^[Name][2] @default @owners`; a line that only begins like it is a path. */
const HEADING = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(\S.*))?$/;

/** Owners in any text: GitLab takes them from comments behind a path, too. */
const readOwners = (text: string): readonly string[] =>
  [...new Set(text.split(/\s+/).filter((word) => word.length <= 255 && OWNER.test(word)))].slice(
    0,
    MOST_OWNERS,
  );

/** The pattern ends at the first space that no backslash escapes. */
const splitLine = (line: string): { readonly pattern: string; readonly rest: string } => {
  const [pattern = ""] = /^(?:\\.|[^\\\s]|\\$)+/s.exec(line) ?? [];
  return { pattern, rest: line.slice(pattern.length) };
};

/** As GitLab completes a pattern: from the top only with a slash before it, and all below with one behind it. */
const toSegments = (pattern: string): readonly string[] => {
  if (pattern === "*") return ["**", "*"];
  const anchored = pattern.startsWith("/") ? pattern.slice(1) : `**/${pattern}`;
  return (anchored.endsWith("/") ? `${anchored}**/*` : anchored).split("/");
};

const readEntry = (line: string, defaults: readonly string[]): Entry | null => {
  const { pattern: written, rest } = splitLine(line);
  const isExclusion = written.startsWith("!");
  const pattern = isExclusion ? written.slice(1) : written;
  if (pattern === "" || pattern.length > MOST_LENGTH) return null;
  const owners = readOwners(rest);
  return { segments: toSegments(pattern), isExclusion, owners: owners.length > 0 ? owners : defaults };
};

/** Characters of one name: `*`, `?`, `[a-z]`, and `\` before what stands for itself. */
type Token =
  | { readonly kind: "star" | "any" }
  | { readonly kind: "character"; readonly character: string }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

const readSet = (text: string): Token => {
  const negated = /^[!^]/.test(text);
  const ranges = [...text.slice(negated ? 1 : 0).matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, from, to, one]) => [from ?? one ?? "", to ?? one ?? ""] as const,
  );
  return { kind: "set", negated, ranges };
};

const tokenize = (segment: string): readonly Token[] =>
  [...segment.matchAll(/\\(.)|\*+|\?|\[([^\]]+)\]|(.)/gsu)].map(([text, escaped, set, plain]): Token => {
    if (escaped !== undefined) return { kind: "character", character: escaped };
    if (set !== undefined) return readSet(set);
    if (plain !== undefined) return { kind: "character", character: plain };
    return { kind: text === "?" ? "any" : "star" };
  });

const takes = (token: Token, character: string): boolean => {
  if (token.kind === "character") return token.character === character;
  if (token.kind !== "set") return true;
  return token.ranges.some(([from, to]) => character >= from && character <= to) !== token.negated;
};

/** Steps that are left to all of a file's patterns on all paths; below zero nothing matches any more. */
interface Budget {
  left: number;
}
const STEPS = 20_000_000;

/** Goes back to the last star only: steps are at most pattern times name. */
const matchName = (tokens: readonly Token[], name: readonly string[], budget: Budget): boolean => {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    budget.left--;
    const current = tokens[token];
    if (current?.kind === "star") {
      star = token++;
      starAt = at;
    } else if (current !== undefined && takes(current, name[at] ?? "")) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else return false;
  }
  return tokens.slice(token).every(({ kind }) => kind === "star");
};

type Match = (names: readonly (readonly string[])[]) => boolean;

/** `**` takes any number of folders, and as the last one a single name, like `*` (fnmatch with FNM_PATHNAME). */
const compile = (segments: readonly string[], budget: Budget): Match => {
  const parts = segments.map((segment, index) =>
    segment === "**" && index < segments.length - 1 ? null : tokenize(segment),
  );
  return (names) => {
    // reachable[i]: the first i names can have been taken by the parts so far.
    let reachable = names.map(() => false).concat(false);
    reachable[0] = true;
    for (const part of parts) {
      const next = reachable.map(() => false);
      budget.left -= reachable.length;
      if (budget.left < 0) return false;
      for (const [index, isReached] of reachable.entries()) {
        const name = names[index];
        if (part === null) next[index] = isReached || (index > 0 && next[index - 1] === true);
        else if (isReached && name !== undefined && matchName(part, name, budget)) next[index + 1] = true;
      }
      if (!next.includes(true)) return false;
      reachable = next;
    }
    return reachable[names.length] === true;
  };
};

export interface CodeOwners {
  /** The file is longer, or its patterns take more steps, than what is read of it. */
  readonly isCut: () => boolean;
  /** Owners of the path, section by section; within one the last entry that fits decides. */
  readonly find: (path: string) => readonly string[];
}

const readSections = (text: string): { readonly sections: readonly Section[]; readonly isCut: boolean } => {
  // A section that comes again goes on; names differ by more than case.
  const sections = new Map<string, Entry[]>();
  let current: Entry[] = [];
  sections.set("", current);
  let defaults: readonly string[] = [];
  let entries = 0;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (++entries > MOST_ENTRIES) return { sections: [...sections.values()], isCut: true };
    const heading = HEADING.exec(line);
    if (heading !== null) {
      const name = (heading[1] ?? "").trim().toLowerCase();
      current = sections.get(name) ?? [];
      sections.set(name, current);
      defaults = readOwners(heading[2] ?? "");
      continue;
    }
    const entry = readEntry(line, defaults);
    if (entry !== null) current.push(entry);
  }
  return { sections: [...sections.values()], isCut: false };
};

/** Never throws, whatever the file holds: a line that is no entry owns nothing. */
export const parseCodeOwners = (text: string): CodeOwners => {
  const { sections, isCut } = readSections(text);
  const budget: Budget = { left: STEPS };
  const compiled = sections.map((section) =>
    section.map((entry) => ({ ...entry, matches: compile(entry.segments, budget) })),
  );
  const findIn = (entries: (typeof compiled)[number], names: readonly (readonly string[])[]) => {
    const fitting = entries.filter(({ matches }) => matches(names));
    // What is left out of a section does not come back into it.
    if (fitting.some(({ isExclusion }) => isExclusion)) return [];
    return fitting.at(-1)?.owners ?? [];
  };
  return {
    isCut: () => isCut || budget.left < 0,
    find: (path) => {
      if (budget.left < 0) return [];
      const names = path.split("/").map((name) => [...name]);
      return [...new Set(compiled.flatMap((section) => findIn(section, names)))].slice(0, MOST_OWNERS);
    },
  };
};
