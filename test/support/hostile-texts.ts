/** Texts that somebody would write to make a scanner crawl or fall over: seeded, so that they are always the same. */
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { drawBelow } from "../../scripts/attack/sample-pattern.ts";

const repeatTo = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / Math.max(1, unit.length)));
const encode = (text: string): string => Buffer.from(text).toString("base64");
const nest = (text: string, times: number, wrap: (inner: string) => string): string => {
  let wrapped = text;
  for (let round = 0; round < times; round++) wrapped = wrap(wrapped);
  return wrapped;
};

/** What is repeated until the text is long enough: the title says what it aims at. */
const UNITS: Readonly<Record<string, string>> = {
  "one letter": "a",
  "one digit": "7",
  "letters and digits": "aB3",
  hexadecimal: "deadbeef01",
  base64: "QWJjZGVmZ2hpamtsbW5v+/",
  padding: "=",
  blanks: " ",
  "tabs and blanks": " \t",
  "line breaks": "\n",
  "carriage returns": "\r",
  NULs: "\0",
  backslashes: "\\",
  "double quotes": '"',
  "nested quotes": `"'\`'"`,
  "escaped quotes": '\\"\\\\\\"',
  "opening brackets": "[{(<",
  "objects in objects": '{"a":',
  elements: "<a><b c='d'>",
  comments: "<!-- /* // # ",
  assignments: "password=",
  "assignments with names only": "password: token: secret: ",
  "quoted assignments": `"password": "`,
  "quoted words and values": `password = "password" `,
  schemes: "://",
  addresses: "https://user:pass@host/",
  "addresses without an end": "postgres://a:b",
  "heads of keys": "-----BEGIN RSA PRIVATE KEY-----\n",
  "heads of keys in one line": "-----BEGIN PRIVATE KEY-----",
  "heads of tokens": "eyJ",
  "dots and heads": "eyJhbGciOi.eyJ",
  prefixes: "AKIAghp_glpat-xoxb-sk_live_npm_",
  manifests: "kind: Secret\ndata:\n  a: b\n",
  commands: "curl -u --user mysql -p sshpass -p docker login ",
  "connection strings": "Server=a;User Id=b;Password=",
  "template parameters": "Default: Password: {Type: String, ",
  "unicode escapes": "\\u0041",
  "short escapes": "\\x41\\u{41}",
  "percent chains": "%2525",
  "percent escapes": "%41",
  "character references": "&amp;#65;&#x41;",
  "joined literals": '"a" + ',
  "literals beside each other": '"a" "b"\n',
  "calls in calls": "concat(",
  "lists joined": '["a", "b"].join("")',
  "lines that go on": "a \\\n",
  "here-documents": "cat <<EOF\n",
  "YAML anchors": "- &a [*a, *a]\n",
  "image data": "data:image/png;base64,iVBORw0KGgo=",
  "no UTF-8": "\u0080\u00ff\u00fe",
  "cut UTF-8": "\u00c3",
};

/** A long line of a bundle: names, calls, strings, numbers. */
const makeBundle = (length: number): string => {
  const random = createSeededRandom("bundle");
  const words =
    "function return var this key token name value prototype exports length push default auth id pass".split(
      " ",
    );
  const signs = "().,;={}[]\"'+-!&|?:<>".split("");
  let text = "";
  while (text.length < length) {
    const word = words[drawBelow(random, words.length)] ?? "";
    text += `${word}${signs[drawBelow(random, signs.length)] ?? ""}${random.pick("abcde01", drawBelow(random, 4))}`;
  }
  return text;
};

/** Bytes of samples, cut, doubled, flipped and glued. */
const mutate = (samples: readonly string[], length: number): string => {
  const random = createSeededRandom("mutations");
  let text = "";
  while (text.length < length) {
    const sample = samples[drawBelow(random, samples.length)] ?? "";
    const at = drawBelow(random, Math.max(1, sample.length));
    const kind = drawBelow(random, 5);
    if (kind === 0) text += sample.slice(0, at);
    else if (kind === 1) text += sample.slice(at) + sample.slice(0, at);
    else if (kind === 2)
      text += sample.slice(0, at) + String.fromCharCode(drawBelow(random, 256)) + sample.slice(at + 1);
    else text += kind === 3 ? sample + sample : sample;
    text += random.pick(" \n;,\"'{}=", drawBelow(random, 3));
  }
  return text;
};

export interface Hostile {
  readonly title: string;
  /** Latin-1: one character a byte. Stands on both sides of what is planted. */
  readonly text: string;
}

/**
 * @param samples texts that rules are made for.
 * @param literals what rules are started by.
 */
export const makeHostileTexts = (
  length: number,
  { samples, literals }: { readonly samples: readonly string[]; readonly literals: readonly string[] },
): readonly Hostile[] => [
  ...Object.entries(UNITS).map(([title, unit]) => ({ title, text: repeatTo(unit, length) })),
  { title: "every keyword, glued", text: repeatTo(literals.join(""), length) },
  { title: "every keyword, apart", text: repeatTo(literals.join(" "), length) },
  { title: "a bundle in one line", text: makeBundle(length) },
  { title: "examples, mutated", text: mutate(samples, length) },
  { title: "base64 in base64", text: nest("text in it. ".repeat(length / 60), 6, encode) },
  { title: "percent signs in percent signs", text: nest("%41", 12, encodeURIComponent).repeat(length / 100) },
  {
    title: "escapes in escapes",
    text: `"${nest('a"b', 12, (inner) => JSON.stringify(inner)).slice(0, length)}"`,
  },
];
