/** Reads custom risk types of HCP Vault Radar ("Create custom risk types"): one YAML document for each. */
import * as v from "valibot";
import { parseAllDocuments } from "yaml";
import type { ForeignFile } from "./import-foreign.ts";

const schema = v.looseObject({
  regex: v.looseObject({ value: v.pipe(v.string(), v.nonEmpty()) }),
  type: v.pipe(v.string(), v.nonEmpty()),
  category: v.optional(v.string(), "secret"),
  description: v.optional(v.string(), ""),
});

const idOf = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "type" in data ? data.type : undefined;

/** @throws Error for a text that is no YAML, without quoting it. */
export const readRadarPatterns = (text: string): ForeignFile => {
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: "error" });
  const rules: ForeignFile["rules"][number][] = [];
  const refused: ForeignFile["refused"][number][] = [];
  for (const [index, document] of [...documents].entries()) {
    const [error] = document.errors;
    if (error !== undefined)
      throw new Error(`it is not valid YAML (${error.code.toLowerCase().replaceAll("_", " ")})`);
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    const result = v.safeParse(schema, data);
    const id = idOf(data);
    if (!result.success)
      refused.push({
        id: typeof id === "string" ? id : `type ${index + 1}`,
        why: "it is not written as the documentation says",
      });
    else if (result.output.category !== "secret")
      refused.push({
        id: result.output.type,
        why: `only secrets are looked for, not ${result.output.category}`,
      });
    else
      rules.push({
        id: result.output.type,
        title: result.output.description.trim() || result.output.type,
        pattern: result.output.regex.value,
        // "A regular expression to match the risk": its groups mean nothing more.
        secret: 0,
        entropy: 0,
        allow: [],
        words: [],
        notes: [],
      });
  }
  return { rules, refused, exceptions: [], notes: [] };
};
