/** What decides which facts a text gives: with another engine, what was found before says nothing. */
import { createHash } from "node:crypto";
import type { IgnoreList } from "../ignore/rule.ts";
import type { Rule } from "../model/rule.ts";
import type { SourceLimits } from "../sources/source.ts";

/** Raised when detection changes without a change of rules or version: a new judge, decoder, reader. */
const DETECTION = 1;

export interface Engine {
  readonly rules: readonly Rule[];
  readonly ignores: readonly IgnoreList[];
  /** The program's own. */
  readonly version: string;
  readonly limits: SourceLimits;
}

/** Maps and sets are no JSON by themselves. */
const toPlain = (_: string, value: unknown): unknown => {
  if (value instanceof Set) return [...value].sort();
  if (value instanceof Map) return [...value];
  if (value instanceof RegExp) return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
};

/** SHA-256, hex. No value of a secret goes in but as the operator's own ignore rules hold it, hashed. */
export const describeEngine = ({ rules, ignores, version, limits }: Engine): string =>
  createHash("sha256")
    .update(JSON.stringify([DETECTION, version, limits, rules, ignores], toPlain))
    .digest("hex");
