/** Every reporter, in the order of the help text. */
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { table } from "./table.ts";

export const REPORTERS: readonly Reporter[] = [table, json, jsonl, sarif, gitlab];

export const findReporter = (name: string): Reporter | undefined =>
  REPORTERS.find((reporter) => reporter.name === name);
