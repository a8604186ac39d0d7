/** Dockerfiles: ENV, ARG and LABEL, and the commands they run (Dockerfile reference, "Parser directives" to "HEALTHCHECK"). */
import { findInside } from "../connections.ts";
import { findHereDocument } from "../shell/expansion.ts";
import { DIALECTS } from "../shell/dialect.ts";
import { readScript } from "../shell/lexer.ts";
import { readShell, readWords } from "../shell/script.ts";
import type { Place, Sink, Word } from "../literal.ts";
import { createTextBuilder, type MappedText, plainText, sliceText } from "../mapped-text.ts";
import { sliceWord, toWord } from "../words.ts";

const INSTRUCTION =
  /^[ \t]*(?:ONBUILD[ \t]+)?(ENV|ARG|LABEL|RUN|CMD|ENTRYPOINT|HEALTHCHECK|USER|ADD|COPY|FROM|SHELL)[ \t]+/i;
/** Longest here-document; bounds the search for an end that is not there. */
const MAX_HERE = 20_000;
const MAX_FAILURES = 100;
const HERE = /<<-?\s{0,2}["']?([A-Za-z_]\w{0,40})["']?/g;

interface Instruction {
  readonly name: string;
  readonly body: MappedText;
}

/** Index of the line break that ends the line, or of the end of the text. */
const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
};

/** Lines joined by the escape, comments between them left out, here-documents taken along. */
const readInstructions = (text: string): readonly Instruction[] => {
  const base = plainText(text, 0);
  const escape = /^#\s*escape\s*=\s*`/im.test(text.slice(0, 400)) ? "`" : "\\";
  const instructions: Instruction[] = [];
  const search: Search = { text, failures: 0 };
  for (let at = 0; at < text.length;) {
    const match = INSTRUCTION.exec(text.slice(at, Math.min(endOfLine(text, at), at + 200)));
    if (match === null) {
      at = endOfLine(text, at) + 1;
      continue;
    }
    const builder = createTextBuilder(base);
    let from = at + match[0].length;
    let isOpen = true;
    while (isOpen && from < text.length) {
      const end = endOfLine(text, from);
      const line = text.slice(from, end);
      const isComment = from > at + match[0].length && /^\s*(?:#|$)/.test(line);
      isOpen = isComment || line.trimEnd().endsWith(escape);
      // Joints and comments stay in the text for the shell reader, which knows them, too.
      builder.copy(from, Math.min(text.length, end + 1));
      from = end + 1;
    }
    from = takeHereDocuments(search, [at, from], (start, end) => builder.copy(start, end));
    instructions.push({ name: (match[1] ?? "").toUpperCase(), body: builder.build() });
    at = from;
  }
  return instructions;
};

interface Search {
  readonly text: string;
  failures: number;
}

const takeHereDocuments = (
  search: Search,
  [start, from]: readonly [number, number],
  copy: (from: number, to: number) => void,
): number => {
  const { text } = search;
  if (search.failures > MAX_FAILURES) return from;
  let next = from;
  for (const [, delimiter = ""] of text.slice(start, from).matchAll(HERE)) {
    const found = findHereDocument(text.slice(0, next + MAX_HERE), next, delimiter);
    // Ends that are not there are looked for so often and no more.
    if (found === null && ++search.failures > MAX_FAILURES) return next;
    if (found === null) continue;
    copy(next, found.next);
    next = found.next + 1;
  }
  return next;
};

const wordsOf = (body: MappedText): readonly Word[] =>
  readScript(body, DIALECTS.sh).statements.flatMap(({ words }) => words);

/** `A=b C="d e"`, or the old `A the rest of the line`. */
const readPairs = (body: MappedText, place: Place, sink: Sink): void => {
  const script = readScript(body, DIALECTS.sh);
  for (const { name, value } of script.defaults)
    sink({ name, value, place: "default", certainty: "variable" });
  const words = script.statements.flatMap(({ words: own }) => own);
  const old = /^\s*([A-Za-z_]\w{0,120})[ \t]+(?!=)(\S[^\n]*)/d.exec(body.text);
  const range = old?.indices?.[2];
  if (
    old !== null &&
    range !== undefined &&
    place === "variable" &&
    !/^[\w.-]+=/.test(body.text.trimStart())
  ) {
    const value = sliceWord(toWord(body), range[0], range[0] + (old[2] ?? "").trimEnd().length);
    sink({ name: old[1] ?? "", value, place, certainty: "variable" });
    findInside(value, old[1] ?? "", sink);
    return;
  }
  for (const word of words) {
    const match = /^([A-Za-z_][\w.-]{0,120})=/.exec(word.text.text);
    if (match === null) continue;
    const value = sliceWord(word, match[0].length);
    sink({ name: match[1] ?? "", value, place, certainty: "variable" });
    findInside(value, match[1] ?? "", sink);
  }
};

/** `["a", "b"]` or shell text. */
const readRun = (body: MappedText, sink: Sink): void => {
  const text = body.text.trim();
  if (!/^\[\s*"/.test(text)) return readShell(body, sink);
  const words: Word[] = [];
  for (const match of body.text.matchAll(/"((?:[^"\\]|\\.){0,2000})"/g))
    words.push(toWord(sliceText(body, match.index + 1, match.index + 1 + (match[1] ?? "").length)));
  readWords(words, sink);
};

/** `--mount=…`, `--interval=5s` before the command. */
const withoutOptions = (body: MappedText): MappedText =>
  sliceText(
    body,
    /^(?:\s*--[a-z-]+(?:=\S+)?(?:\s*\\\r?\n)?\s+)*(?:(?:CMD|NONE)\s+)?/i.exec(body.text)?.[0].length ?? 0,
  );

export const readDockerfile = (text: string, sink: Sink): void => {
  for (const { name, body } of readInstructions(text)) {
    if (name === "ENV" || name === "LABEL") readPairs(body, "variable", sink);
    else if (name === "ARG") readPairs(body, "build-arg", sink);
    else if (/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(name)) readRun(withoutOptions(body), sink);
    else for (const word of wordsOf(body)) findInside(word, "", sink);
  }
};
