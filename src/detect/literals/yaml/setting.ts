/** Scalars of a YAML tree under their names: values, lists of variables, texts of their own. */
import { findDefaults, findInside } from "../connections.ts";
import { readData } from "../data.ts";
import { readShell } from "../shell/script.ts";
import { sliceWord, toWord, trimWord, unquoteWord } from "../words.ts";
import type { Partners } from "./partners.ts";
import { isVariableName, type Scope, sinkOf } from "./scope.ts";
import type { Scalar } from "./tree.ts";

const SHEBANG = /^#!\S*sh\b|^#!\/usr\/bin\/env\s+\w*sh\b/;

/** What a scalar under a name may be: a credential, something with one inside, or a text of its own. */
export const readSetting = (
  name: string,
  { text, isQuoted }: Scalar,
  scope: Scope,
  partners: Partners = {},
): void => {
  const sink = sinkOf(scope);
  const word = trimWord(toWord(text));
  const isVariable = isVariableName(name, scope);
  if (scope.secret !== undefined)
    sink({ ...partners, name, value: word, place: "data", certainty: "variable", secret: scope.secret });
  else {
    const place = isVariable ? "variable" : "setting";
    sink({ ...partners, name, value: word, place, certainty: place });
  }
  if (scope.secret === "encoded") return;
  findInside(word, name, sink);
  findDefaults(word, sink);
  const value = word.text.text;
  if (SHEBANG.test(value)) readShell(text, sink);
  else if (value.includes("\n") || /^[{[]/.test(value)) readData(word, sink);
  else if (scope.platform === "ansible" && !isQuoted && /^\w+=\S/.test(value))
    readData(word, sink, "variable");
};

/** `env: A=b C=d`, `build-args: |` with a variable on each line. */
export const readVariables = (scalar: Scalar, scope: Scope): void => {
  if (scope.platform === "travis") return readShell(scalar.text, sinkOf(scope), { dialect: "sh" });
  readData(toWord(scalar.text), sinkOf(scope), "variable");
};

/** `- NAME=value`; Travis has several in one item, read as a shell does. */
export const readItem = (item: Scalar, key: string, scope: Scope): void => {
  const sink = sinkOf(scope);
  const word = trimWord(toWord(item.text));
  const match = /^([A-Za-z_][\w.-]{0,120})=/.exec(word.text.text);
  if (match === null) return readSetting(key, item, { ...scope, isVariables: false });
  if (scope.platform === "travis") return readVariables(item, scope);
  const value = unquoteWord(sliceWord(word, match[0].length));
  const name = match[1] ?? "";
  sink({ name, value, place: scope.secret === undefined ? "variable" : "data", certainty: "variable" });
  findInside(value, name, sink);
  findDefaults(word, sink);
};
