/** Column names from the statement that made a table, in the order its records have them. */

/** A name is shown with each value: longer ones are made up to hurt. */
const MAX_NAME = 64;
const MAX_COLUMNS = 2000;

/**
 * Comments, quoted names and texts, words and single characters (sqlite.org/lang_keywords.html, on quoting). What is not
 * closed reaches to the end: a quote that is looked for again and again would take time squared.
 */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|'(?:[^']|'')*(?:'|$)|[\w$\u0080-\u00ff]+|[^\s]/g;
const CONSTRAINTS = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);

const unquote = (token: string): string => {
  const quote = token[0] ?? "";
  if (!"\"'`[".includes(quote) || token.length < 2) return token;
  return token.slice(1, -1).replaceAll(quote + quote, quote);
};

/** Tokens of each definition between the outer brackets, and what follows them. */
const splitDefinitions = (sql: string): { definitions: string[][]; tail: string[] } => {
  const definitions: string[][] = [];
  const tail: string[] = [];
  let depth = 0;
  let isBehind = false;
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    if (token === ")" && --depth === 0) isBehind = true;
    if (isBehind) tail.push(token.toUpperCase());
    else if (depth === 1 && token === ",") definitions.push([]);
    else if (depth > 0) definitions.at(-1)?.push(token);
    if (token === "(" && depth++ === 0) definitions.push([]);
    if (definitions.length > MAX_COLUMNS) break;
  }
  return { definitions, tail };
};

const isConstraint = (definition: readonly string[]): boolean =>
  CONSTRAINTS.has(definition[0]?.toUpperCase() ?? "");

/** Computed columns are in no record unless they are stored (sqlite.org/gencol.html). */
const isVirtual = (definition: readonly string[]): boolean => {
  const words = definition.map((token) => token.toUpperCase());
  return words.some((word, index) => word === "AS" && words[index + 1] === "(") && !words.includes("STORED");
};

const isKey = (definition: readonly string[]): boolean => {
  const words = definition.map((token) => token.toUpperCase());
  return words.some((word, index) => word === "PRIMARY" && words[index + 1] === "KEY");
};

/** Names between the brackets of `PRIMARY KEY (a, b DESC)`. */
const listKeyNames = (definition: readonly string[]): readonly string[] => {
  const from = definition.indexOf("(");
  return definition
    .slice(from + 1)
    .filter((_, index, tokens) => index === 0 || tokens[index - 1] === ",")
    .map((token) => unquote(token).toLowerCase());
};

/** Records of tables without row ids begin with the columns of the key (section 2.4). */
const putKeyFirst = (names: readonly string[], definitions: readonly string[][]): readonly string[] => {
  const own = definitions.find((definition) => isKey(definition) && !isConstraint(definition))?.[0];
  const shared = definitions.find((definition) => isKey(definition) && isConstraint(definition));
  const keys = own === undefined ? listKeyNames(shared ?? []) : [unquote(own).toLowerCase()];
  const byKey = new Map(names.map((name) => [name.toLowerCase(), name]));
  // A set keeps the place where a name was first put.
  return [...new Set([...keys.flatMap((key) => byKey.get(key) ?? []), ...names])];
};

/** @param sql as Latin-1, one character a byte; so are the names. */
export const readColumns = (sql: string): readonly string[] => {
  const { definitions, tail } = splitDefinitions(sql);
  const columns = definitions.filter((item) => item.length > 0 && !isConstraint(item) && !isVirtual(item));
  const names = columns.map(([name = ""]) => unquote(name).slice(0, MAX_NAME));
  const isWithoutRowid = tail.some((word, index) => word === "WITHOUT" && tail[index + 1] === "ROWID");
  return isWithoutRowid ? putKeyFirst(names, definitions) : names;
};
