/** What a name alone says. Few names recur in many lines, so each is looked at once. */
import { type Codes, createCodes, DIGIT, LOWER, readCodes, UPPER } from "./characters.ts";
import { LINE_GROUPS, NAME_GROUPS } from "./lexicon.ts";
import { createMarker, type Marks } from "./marks.ts";
import { createWords, findWords, type Words } from "./split-words.ts";

const MAX_NAME = 64;
const MAX_NAME_WORDS = 6;

/** One automaton for both: the text before a value is read once. */
export const nameMarker = createMarker({ ...NAME_GROUPS, ...LINE_GROUPS });
/** Number of groups that a name can say; those of lines follow. */
export const NAME_FLAG_COUNT = Object.keys(NAME_GROUPS).length;

const maskOf = (groups: readonly string[]): number =>
  groups.reduce((mask, group) => mask | (1 << nameMarker.groups.indexOf(group)), 0);
const CREDENTIAL = maskOf(["pass", "secret", "token", "key", "auth", "credential", "private"]);
const DESCRIPTION = maskOf(["place", "label", "measure", "part", "identifier", "lookup", "hash", "public"]);

export const NAME_FLAGS = nameMarker.groups.slice(0, NAME_FLAG_COUNT).map((group) => `name says ${group}`);
export const NAME_REST = [
  "name ends in credential",
  "name ends in description",
  "name length",
  "name words",
  "name in capitals",
  "name joins",
] as const;

/** Letters and digits of a short text in lower case. */
export interface Squeezed {
  readonly codes: Uint16Array;
  size: number;
}
export const createSqueezed = (capacity: number): Squeezed => ({ codes: new Uint16Array(capacity), size: 0 });
export const squeeze = ({ kinds, folded, size }: Codes, into: Squeezed): void => {
  const end = Math.min(size, into.codes.length);
  into.size = 0;
  for (let index = 0; index < end; index++) {
    const kind = kinds[index];
    if (kind === LOWER || kind === UPPER || kind === DIGIT) into.codes[into.size++] = folded[index] ?? 0;
  }
};

export interface NameLook {
  readonly isEmpty: boolean;
  /** End of the name. */
  readonly codes: Codes;
  /** Its last words. */
  readonly words: Words;
  readonly squeezed: Squeezed;
  /** {@link NAME_FLAGS} and {@link NAME_REST}. */
  readonly row: Float64Array;
  /** Its tokens for the linear score, once they have been listed. */
  tokens: Int32Array | null;
}

const marks: Marks = { all: 0, last: 0 };

const fillRow = (text: string, { kinds, size }: Codes, row: Float64Array): void => {
  for (let flag = 0; flag < NAME_FLAG_COUNT; flag++) row[flag] = (marks.all >> flag) & 1;
  let changes = 0;
  for (let index = 1; index < size; index++) if (kinds[index] !== kinds[index - 1]) changes++;
  const rest = NAME_FLAG_COUNT;
  row[rest] = Number((marks.last & CREDENTIAL) !== 0);
  row[rest + 1] = Number((marks.last & DESCRIPTION) !== 0);
  row[rest + 2] = size;
  row[rest + 3] = changes;
  row[rest + 4] = Number(size > 0 && text === text.toUpperCase());
  row[rest + 5] = text.includes(".") ? 2 : Number(text.includes("-"));
};

const read = (name: string): NameLook => {
  const text = name.slice(-MAX_NAME);
  const look: NameLook = {
    isEmpty: name === "",
    codes: createCodes(text.length),
    words: createWords(MAX_NAME_WORDS),
    squeezed: createSqueezed(text.length),
    row: new Float64Array(NAME_FLAGS.length + NAME_REST.length),
    tokens: null,
  };
  readCodes(text, 0, text.length, look.codes);
  findWords(look.codes, text.length, look.words);
  squeeze(look.codes, look.squeezed);
  nameMarker.mark(look.codes, marks);
  fillRow(text, look.codes, look.row);
  return look;
};

/** Enough for the names of many files; a hostile input only makes it start anew. */
const MAX_KNOWN = 1024;
const known = new Map<string, NameLook>();

/** Looks at a name, or remembers having done so. Depends on the name alone. */
export const lookAtName = (name: string): NameLook => {
  const present = known.get(name);
  if (present !== undefined) return present;
  const look = read(name);
  if (known.size >= MAX_KNOWN) known.clear();
  if (name.length <= 2 * MAX_NAME) known.set(name, look);
  return look;
};
