/** Text that arrived → checked values, or GITLAB_BAD_ANSWER without a word of the text. */
import * as v from "valibot";
import { makeError } from "../model/errors.ts";

const bad = (what: string, detail: string): Error => makeError("GITLAB_BAD_ANSWER", [{ what, detail }]);

/** What JSON may be: undefined is none of it. */
export const tryJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** The same the other way: null for what is nested too deep to be written again. */
export const tryStringify = (value: unknown): string | null => {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return null;
  }
};

/** Why an answer has no JSON. The parser's own message is dropped: it quotes the text. */
export const explainNoJson = (body: string | null, what: string): Error => {
  if (body === null) return bad(what, "it is too large");
  return bad(what, body.trimStart().startsWith("<") ? "it is a web page, not JSON" : "it is not JSON");
};

/** The value as the schema has it, or GITLAB_BAD_ANSWER. Issue messages are dropped: they quote the value. */
export const check = <Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? "the whole";
  const isMissing = issue.received === "undefined";
  throw bad(what, `${place} ${isMissing ? "is missing" : `should be ${issue.expected ?? "another value"}`}`);
};

export const list = v.array(v.unknown());
