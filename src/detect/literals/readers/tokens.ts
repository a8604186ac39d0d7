/** Tokens of Groovy, Kotlin and HCL, as far as values are looked for in them: names, strings, signs. */
import { createTextBuilder, type MappedText, plainText } from "../mapped-text.ts";

export type Language = "groovy" | "hcl";

export type Token =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string }
  | { readonly kind: "string"; readonly text: string; readonly value: MappedText };

const NAME = /[A-Za-z_$][\w$]*(?:[.-](?=[A-Za-z_])[\w$]+)*/y;
const BLANK = /\s+/y;
const HERE = /<<[-~]?"?([A-Za-z_]\w{0,60})"?[ \t]*\r?\n/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
/** How far the end of an interpolation is looked for. */
const REACH = 2000;

const matchAt = (form: RegExp, text: string, at: number): RegExpExecArray | null => {
  form.lastIndex = at;
  return form.exec(text);
};

/** Index behind `${…}`, which may hold strings of its own; null if it is none. */
const skipInterpolation = (text: string, at: number): number | null => {
  if (!/^[$%]\{/.test(text.slice(at, at + 2))) return null;
  let depth = 0;
  for (let index = at + 1; index < Math.min(text.length, at + REACH); index++) {
    if (text[index] === "{") depth++;
    else if (text[index] === "}" && --depth === 0) return index + 1;
    else if (text[index] === "\n") return null;
  }
  return null;
};

interface Read {
  readonly value: MappedText;
  readonly next: number;
}

/** @param quote one of `'`, `"`, `'''`, `"""`. */
const readString = (text: string, start: number, quote: string): Read | null => {
  const builder = createTextBuilder(plainText(text, 0));
  const isLong = quote.length === 3;
  let at = start + quote.length;
  while (at < text.length) {
    if (text.startsWith(quote, at)) {
      // `""""` ends with the last three.
      const extra = isLong && text[at + 3] === quote[0] ? 1 : 0;
      if (extra === 1) builder.copy(at, at + 1);
      return { value: finish(builder.build(), at), next: at + quote.length + extra };
    }
    const character = text[at] ?? "";
    if (character === "\n" && !isLong) return null;
    const interpolated = quote.startsWith('"') ? skipInterpolation(text, at) : null;
    if (interpolated !== null) {
      builder.copy(at, interpolated);
      at = interpolated;
    } else if (character === "\\" && at + 1 < text.length) {
      const next = text[at + 1] ?? "";
      builder.put(next === "\n" ? "\\\n" : (ESCAPES[next] ?? next), at, at + 2);
      at += 2;
    } else {
      builder.copy(at, at + 1);
      at++;
    }
  }
  return null;
};

/** An empty string still stands somewhere. */
const finish = (built: MappedText, at: number): MappedText => (built.text === "" ? plainText("", at) : built);

const readHereDocument = (text: string, at: number): Read | null => {
  const match = matchAt(HERE, text, at);
  if (match === null) return null;
  const from = at + match[0].length;
  const closing = new RegExp(`^[ \\t]*${match[1] ?? ""}[ \\t]*\\r?$`, "m").exec(
    text.slice(from, from + 200_000),
  );
  if (closing === null) return null;
  return {
    value: plainText(text.slice(from, Math.max(from, from + closing.index - 1)), from),
    next: from + closing.index + closing[0].length,
  };
};

/** Index behind a comment that begins here, or null. */
const skipComment = (text: string, at: number, language: Language): number | null => {
  const two = text.slice(at, at + 2);
  if (two === "/*") {
    const end = text.indexOf("*/", at + 2);
    return end === -1 ? text.length : end + 2;
  }
  if (two !== "//" && !(language === "hcl" && two.startsWith("#")) && !(at === 0 && two === "#!"))
    return null;
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
};

const readQuoted = (text: string, at: number): Read | null => {
  const quote = /^(?:"""|'''|["'])/.exec(text.slice(at, at + 3))?.[0];
  if (quote === undefined) return null;
  return readString(text, at, quote) ?? (quote.length === 3 ? readString(text, at, quote.charAt(0)) : null);
};

export function* readTokens(text: string, language: Language): Generator<Token> {
  let failures = 0;
  for (let at = 0; at < text.length;) {
    const blank = matchAt(BLANK, text, at);
    const comment = blank === null ? skipComment(text, at, language) : null;
    if (blank !== null || comment !== null) {
      at = comment ?? at + (blank?.[0].length ?? 1);
      continue;
    }
    const character = text[at] ?? "";
    const isString = character === '"' || character === "'" || (language === "hcl" && character === "<");
    // Quotes without an end are looked for to the end of the text: not without a limit.
    const string = isString && failures < 200 ? (readQuoted(text, at) ?? readHereDocument(text, at)) : null;
    if (isString && string === null) failures++;
    const name = string === null ? matchAt(NAME, text, at)?.[0] : undefined;
    if (string !== null) {
      yield { kind: "string", text: string.value.text, value: string.value };
      at = string.next;
    } else if (name !== undefined) {
      yield { kind: "name", text: name };
      at += name.length;
    } else {
      yield { kind: "sign", text: character };
      at++;
    }
  }
}
