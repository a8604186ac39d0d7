/** Hashed tokens for the three linear scores: the value, its name, the words beside it. */
import { classOf, foldCode } from "./characters.ts";
import type { Look } from "./look.ts";
import { splitWords } from "./split-words.ts";

export const LINEAR_PARTS = ["value", "name", "beside"] as const;
export type LinearPart = (typeof LINEAR_PARTS)[number];

/** Hashes of one part's tokens; reused from candidate to candidate. */
export interface TokenList {
  readonly hashes: Int32Array;
  size: number;
}
export const createTokenList = (): TokenList => ({ hashes: new Int32Array(256), size: 0 });

/** FNV-1a (32 bit) over UTF-16 units, begun by the token's kind so that kinds do not meet. */
const begin = (kind: number): number => Math.imul(0x811c9dc5 ^ kind, 0x01000193);
const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

const push = (list: TokenList, hash: number): void => {
  if (list.size >= list.hashes.length) return;
  list.hashes[list.size++] = hash ^ (hash >>> 16);
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
const MAX_WORDS_BEFORE = 12;
const MAX_WORDS_AFTER = 5;
const MAX_AFTER = 32;
const MAX_NAME_WORDS = 4;

/** Class of a character for shapes; signs stay themselves. */
const shapeOf = (code: number): number => {
  const kind = classOf(code);
  return kind === 0 ? code : kind;
};

const listValue = (look: Look, list: TokenList): void => {
  const text = look.value.length > MAX_TOKEN_VALUE ? look.value.slice(0, MAX_TOKEN_VALUE) : look.value;
  const size = text.length;
  for (let index = 0; index + 3 <= size; index++) {
    let hash = begin(KIND.triple);
    for (let offset = 0; offset < 3; offset++) hash = step(hash, foldCode(text.charCodeAt(index + offset)));
    push(list, hash);
  }
  for (let index = 0; index + 4 <= size; index++) {
    let hash = begin(KIND.shape);
    for (let offset = 0; offset < 4; offset++) hash = step(hash, shapeOf(text.charCodeAt(index + offset)));
    push(list, hash);
  }
  push(list, hashText(KIND.start, text.slice(0, 3)));
  let end = begin(KIND.end);
  for (let index = Math.max(0, look.value.length - 3); index < look.value.length; index++)
    end = step(end, shapeOf(look.value.charCodeAt(index)));
  push(list, end);
  push(list, step(begin(KIND.length), Math.min(look.length, 100)));
  for (const word of look.valueWords) push(list, hashText(KIND.word, word));
};

const listName = (look: Look, list: TokenList): void => {
  const words = look.nameWords.slice(-MAX_NAME_WORDS);
  const last = words.at(-1) ?? "";
  for (const word of words) push(list, hashText(KIND.nameWord, word));
  push(list, hashText(KIND.lastNameWord, last));
  push(list, hashText(KIND.lastNameWords, (words.at(-2) ?? "") + last));
  push(list, hashText(KIND.separator, look.candidate.separator + look.candidate.quote));
  const squeezed = words.join("");
  for (let index = 0; index + 4 <= squeezed.length; index++) {
    let hash = begin(KIND.nameGram);
    for (let offset = 0; offset < 4; offset++) hash = step(hash, squeezed.charCodeAt(index + offset));
    push(list, hash);
  }
};

const hashSigns = (kind: number, text: string): number => {
  let hash = begin(kind);
  for (let index = 0; index < text.length; index++) hash = step(hash, shapeOf(text.charCodeAt(index)));
  return hash;
};

const listBeside = (look: Look, list: TokenList): void => {
  const before = splitWords(look.left, MAX_WORDS_BEFORE);
  for (const word of before) push(list, hashText(KIND.before, word));
  push(list, hashText(KIND.before1, before.at(-1) ?? ""));
  push(list, hashText(KIND.before2, before.at(-2) ?? ""));
  const after = splitWords(look.right.slice(0, MAX_AFTER), MAX_AFTER);
  for (let index = 0; index < MAX_WORDS_AFTER; index++) {
    const word = after[index];
    if (word !== undefined) push(list, hashText(KIND.after, word));
  }
  push(list, hashSigns(KIND.signsBefore, look.left.slice(-4)));
  push(list, hashSigns(KIND.signsAfter, look.right.slice(0, 3)));
};

const LISTERS: Readonly<Record<LinearPart, (look: Look, list: TokenList) => void>> = {
  value: listValue,
  name: listName,
  beside: listBeside,
};

/** Replaces the list's content by the tokens of one part. */
export const listTokens = (look: Look, part: LinearPart, list: TokenList): void => {
  list.size = 0;
  LISTERS[part](look, list);
};

/** Tokens that a single word of the name, or of the text before, stands for: what explains a linear score. */
export const hashesOfWord = (part: "name" | "beside", word: string, isLast: boolean): readonly number[] => {
  const kinds = part === "name" ? [KIND.nameWord, KIND.lastNameWord] : [KIND.before, KIND.before1];
  return kinds.slice(0, isLast ? 2 : 1).map((kind) => {
    const hash = hashText(kind, word);
    return hash ^ (hash >>> 16);
  });
};
