/** Hashed tokens for the three linear scores: the value, its name, the words beside it. */
import { type Codes, OTHER } from "./characters.ts";
import type { Look } from "./look.ts";
import type { NameLook } from "./name-look.ts";
import { createWords, findWords, type Words } from "./split-words.ts";

export const LINEAR_PARTS = ["value", "name", "beside"] as const;
export type LinearPart = (typeof LINEAR_PARTS)[number];

/** Hashes of one part's tokens; reused from candidate to candidate. */
export interface TokenList {
  readonly hashes: Int32Array;
  size: number;
}
const MAX_TOKENS = 256;
export const createTokenList = (): TokenList => ({ hashes: new Int32Array(MAX_TOKENS), size: 0 });

/** FNV-1a (32 bit) over UTF-16 units, begun by the token's kind so that kinds do not meet. */
const begin = (kind: number): number => Math.imul(0x811c9dc5 ^ kind, 0x01000193);
const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);
const finish = (hash: number): number => hash ^ (hash >>> 16);

/** The parts are bounded so that they never hold more tokens than a list does. */
const push = (list: TokenList, hash: number): void => {
  if (list.size < MAX_TOKENS) list.hashes[list.size++] = finish(hash);
};

const hashText = (kind: number, text: string): number => {
  let hash = begin(kind);
  for (let index = 0; index < text.length; index++) hash = step(hash, text.charCodeAt(index));
  return hash;
};

/** Kinds of token; the numbers only keep them apart. */
const KIND = {
  triple: 1,
  shape: 2,
  start: 3,
  end: 4,
  length: 5,
  word: 6,
  nameWord: 7,
  lastNameWord: 8,
  lastNameWords: 9,
  nameGram: 10,
  before: 11,
  before1: 12,
  before2: 13,
  after: 14,
  signsBefore: 15,
  signsAfter: 16,
  separator: 17,
} as const;

const MAX_TOKEN_VALUE = 64;
const MAX_AFTER = 32;
const MAX_WORDS_AFTER = 5;
const MAX_NAME_WORDS = 4;
const wordsBefore = createWords(12);
const wordsAfter = createWords(MAX_AFTER);

/** Hash of a stretch of a text's folded codes. */
const hashPart = (seed: number, codes: Codes, from: number, to: number): number => {
  const { folded } = codes;
  let hash = seed;
  for (let index = from; index < to; index++) hash = step(hash, folded[index] ?? 0);
  return hash;
};
/** A word by its place in the list, which holds the last one first; of one that is not there, nothing is hashed. */
const hashWord = (seed: number, codes: Codes, words: Words, place: number): number =>
  place < words.count ? hashPart(seed, codes, words.from[place] ?? 0, words.to[place] ?? 0) : seed;

/** Classes of characters; signs stay themselves. */
const hashShape = (kind: number, { kinds, raw }: Codes, from: number, to: number): number => {
  let hash = begin(kind);
  for (let index = from; index < to; index++) {
    const own = kinds[index] ?? OTHER;
    hash = step(hash, own === OTHER ? (raw[index] ?? 0) : own);
  }
  return hash;
};

const TRIPLE = begin(KIND.triple);
const listGrams = (codes: Codes, list: TokenList): void => {
  const size = Math.min(codes.size, MAX_TOKEN_VALUE);
  for (let index = 0; index + 3 <= size; index++) push(list, hashPart(TRIPLE, codes, index, index + 3));
  for (let index = 0; index + 4 <= size; index++) push(list, hashShape(KIND.shape, codes, index, index + 4));
};

const WORD = begin(KIND.word);
const listValue = ({ value, valueWords, length }: Look, list: TokenList): void => {
  listGrams(value, list);
  let start = begin(KIND.start);
  for (let index = 0; index < Math.min(3, value.size); index++) start = step(start, value.raw[index] ?? 0);
  push(list, start);
  push(list, hashShape(KIND.end, value, Math.max(0, value.size - 3), value.size));
  push(list, step(begin(KIND.length), Math.min(length, 100)));
  for (let place = 0; place < valueWords.count; place++) push(list, hashWord(WORD, value, valueWords, place));
};

/** The name's own tokens: they are listed once, and again for each candidate of that name. */
const listNameWords = ({ codes, words }: NameLook, list: TokenList): void => {
  const count = Math.min(words.count, MAX_NAME_WORDS);
  for (let place = 0; place < count; place++) push(list, hashWord(begin(KIND.nameWord), codes, words, place));
  push(list, hashWord(begin(KIND.lastNameWord), codes, words, 0));
  push(list, hashWord(hashWord(begin(KIND.lastNameWords), codes, words, 1), codes, words, 0));
  const squeezed: number[] = [];
  for (let place = count - 1; place >= 0; place--)
    for (let index = words.from[place] ?? 0; index < (words.to[place] ?? 0); index++)
      squeezed.push(codes.folded[index] ?? 0);
  for (let index = 0; index + 4 <= squeezed.length; index++)
    push(list, squeezed.slice(index, index + 4).reduce(step, begin(KIND.nameGram)));
};

const listName = ({ name, candidate }: Look, list: TokenList): void => {
  if (name.tokens === null) {
    listNameWords(name, list);
    name.tokens = list.hashes.slice(0, list.size);
  } else {
    list.hashes.set(name.tokens);
    list.size = name.tokens.length;
  }
  const { separator, quote } = candidate;
  let hash = begin(KIND.separator);
  for (let index = 0; index < separator.length; index++) hash = step(hash, separator.charCodeAt(index));
  for (let index = 0; index < quote.length; index++) hash = step(hash, quote.charCodeAt(index));
  push(list, hash);
};

const BEFORE = begin(KIND.before);
const AFTER = begin(KIND.after);
const listBeside = ({ left, right }: Look, list: TokenList): void => {
  findWords(left, left.size, wordsBefore);
  for (let place = 0; place < wordsBefore.count; place++)
    push(list, hashWord(BEFORE, left, wordsBefore, place));
  push(list, hashWord(begin(KIND.before1), left, wordsBefore, 0));
  push(list, hashWord(begin(KIND.before2), left, wordsBefore, 1));
  findWords(right, MAX_AFTER, wordsAfter);
  const last = Math.max(0, wordsAfter.count - MAX_WORDS_AFTER);
  for (let place = wordsAfter.count - 1; place >= last; place--)
    push(list, hashWord(AFTER, right, wordsAfter, place));
  push(list, hashShape(KIND.signsBefore, left, Math.max(0, left.size - 4), left.size));
  push(list, hashShape(KIND.signsAfter, right, 0, Math.min(3, right.size)));
};

/** Replaces the list's content by the tokens of one part. */
export const listTokens = (look: Look, part: LinearPart, list: TokenList): void => {
  list.size = 0;
  if (part === "value") listValue(look, list);
  else if (part === "name") listName(look, list);
  else listBeside(look, list);
};

/** Tokens that a single word of the name, or of the text before, stands for: what explains a linear score. */
export const hashesOfWord = (part: "name" | "beside", word: string, isLast: boolean): readonly number[] => {
  const kinds = part === "name" ? [KIND.nameWord, KIND.lastNameWord] : [KIND.before, KIND.before1];
  return kinds.slice(0, isLast ? 2 : 1).map((kind) => finish(hashText(kind, word)));
};
