/** Finds `name = value` on a line in the ways of files, code, commands and markup; decides nothing. Bounded and linear. */

export interface NamedText {
  readonly name: string;
  readonly nameStart: number;
  readonly value: string;
  /** Offsets of the value in the line. */
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** The sign between name and value with the spaces around it, or "". */
  readonly sign: string;
  /** An option of a command: it belongs to what else stands in that command. */
  readonly isOption: boolean;
  /** Start of the string in which it stands with others (a connection string in a setting), or -1. */
  readonly outer: number;
}

/** Groups: quote, name, sign, quoted value or bare value. A type may stand before the sign (`user: string = "x"`). */
const SETTING =
  /(?<![\w.-])(?<mark>\\{0,2}["'`]|)(?<name>[A-Za-z_][\w.-]{0,63}(?: (?:Id|ID|id|Name|Source|Catalog)(?=\s?=))?)\k<mark>\]?(?<sign>\s{0,20}(?::\s{0,4}[A-Za-z]{1,12}\s{0,4}(?==))?(?::=|=>|=|:)\s{0,20})(?:\\{0,2}(?<quote>["'`])(?<text>[^"'`\n]{0,400}?)\\{0,2}\k<quote>|(?<bare>[^\s"'`,;(){}[\]<>&|\\]{1,200}))/dg;
const ELEMENT = /<(?<name>[A-Za-z][\w.:-]{0,60})>\s{0,20}(?<text>[^<>\s][^<>\n]{0,199}?)\s{0,20}<\//dg;
const ATTRIBUTES =
  /\b(?:key|name|id)\s?=\s?["'](?<name>[\w.:-]{1,64})["']\s{1,8}value\s?=\s?["'](?<text>[^"'\n]{0,200})["']/dg;
const OPTION =
  /(?<![\w-])--?(?<name>[A-Za-z][\w-]{0,40})(?:=|\s{1,4})(?<quote>["']?)(?<text>[^\s"'`|;&<>-][^\s"'`|;&<>]{0,199})\k<quote>/dg;
/** `ENV NAME value`, `setx NAME value`; `machine h login u password p` (netrc). */
const WORDS =
  /(?:^\s{0,20}(?:ENV|ARG|set|setx|setenv)\s{1,4}(?<name>[A-Za-z_]\w{0,63})|(?<![\w.-])(?<word>machine|login|password))\s{1,4}(?<text>[^\s"'=]{1,200})/dg;

/** One-letter options that nearly all clients share. */
const LETTERS: Readonly<Record<string, string>> = { u: "username", U: "username", p: "password" };
/** And those of database clients. */
const CLIENT = /\b(?:mysql\w{0,10}|mariadb\w{0,10}|psql|pg_\w{2,20}|redis-cli|mongo\w{0,10})\b/;
const CLIENT_LETTERS: Readonly<Record<string, string>> = {
  h: "host",
  P: "port",
  D: "database",
  d: "database",
};

const nameOption = (letters: string, line: string): string | null => {
  if (letters.length > 1) return letters;
  return LETTERS[letters] ?? (CLIENT.test(line) ? (CLIENT_LETTERS[letters] ?? null) : null);
};

type Match = RegExpExecArray & { readonly indices?: RegExpIndicesArray };

const toNamed = (match: Match, group: string, rest: Partial<NamedText>): NamedText | null => {
  const place = match.indices?.groups?.[group];
  const value = match.groups?.[group];
  if (place === undefined || value === undefined) return null;
  const name = rest.name ?? match.groups?.["name"] ?? "";
  const nameStart = match.indices?.groups?.["name"]?.[0] ?? match.index;
  return {
    nameStart,
    value,
    start: place[0],
    end: place[1],
    isQuoted: false,
    sign: "",
    isOption: false,
    outer: -1,
    ...rest,
    name,
  };
};

/** Values in which others may stand: `Server=db;User Id=app`, `host=db user=app`, `…?user=app&password=…`. */
const isNest = (value: string): boolean => /\w\s?=[^=]/.test(value);

function* findSettings(line: string): Generator<NamedText> {
  SETTING.lastIndex = 0;
  /** The last string with other settings in it. */
  let nest = { start: -1, end: -1 };
  for (let match = SETTING.exec(line); match !== null; match = SETTING.exec(line)) {
    const { sign = "", quote, text, bare } = match.groups ?? {};
    const isQuoted = quote !== undefined;
    const named = toNamed(match, isQuoted ? "text" : "bare", {
      isQuoted,
      sign,
      outer: match.index < nest.end ? nest.start : -1,
    });
    if (named === null) continue;
    yield named;
    // `jdbc:mysql://db?user=app`
    if (bare !== undefined && isNest(bare)) SETTING.lastIndex = named.start;
    if (text !== undefined && isNest(text) && named.outer === -1) {
      nest = { start: named.start, end: named.end };
      SETTING.lastIndex = named.start;
    }
  }
}

/** What stands in one of the ranges is read with it. */
const outside = (
  found: readonly NamedText[],
  ranges: readonly (readonly [number, number])[],
): readonly NamedText[] =>
  found.filter(({ nameStart }) => !ranges.some(([start, end]) => nameStart >= start && nameStart < end));

/** @param line one line, or the part of a very long one that is looked at. */
export const findNamed = (line: string): readonly NamedText[] => {
  const attributes = line.includes("value") ? [...line.matchAll(ATTRIBUTES)] : [];
  const found: (NamedText | null)[] = [
    ...outside(
      [...findSettings(line)],
      attributes.map(({ index, 0: text }) => [index, index + text.length]),
    ),
  ];
  if (line.includes("</"))
    for (const match of line.matchAll(ELEMENT)) found.push(toNamed(match, "text", { isQuoted: true }));
  for (const match of attributes) found.push(toNamed(match, "text", { isQuoted: true }));
  if (line.includes("-"))
    for (const match of line.matchAll(OPTION)) {
      const name = nameOption(match.groups?.["name"] ?? "", line);
      if (name !== null) found.push(toNamed(match, "text", { name, isOption: true }));
    }
  for (const match of line.matchAll(WORDS)) {
    const name = match.groups?.["name"] ?? match.groups?.["word"] ?? "";
    found.push(toNamed(match, "text", { name, nameStart: match.index }));
  }
  return found.filter((item) => item !== null).sort((a, b) => a.nameStart - b.nameStart || a.start - b.start);
};
