/** Reads, applies and writes the baseline of a scan. */
import { readFile } from "node:fs/promises";
import { writeWhole } from "./write-whole.ts";
import {
  type Baseline,
  chooseCost,
  makeBaseline,
  markKnown,
  parseBaseline,
  renderBaseline,
  type ValueHashes,
} from "../ignore/baseline.ts";
import { type HashCost, hashValues, SALT_SIZE } from "../ignore/slow-hash.ts";
import { makeError } from "../model/errors.ts";
import type { SecretId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { OnValue } from "./seal.ts";

export interface BaselineRequest {
  /** Only what is not in it is new. */
  readonly compareWith?: string;
  /** Everything found is accepted in it. */
  readonly writeTo?: string;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly signal: AbortSignal;
}

export interface Baselining {
  /** Given to the scanner: values stay in memory until they are hashed. */
  readonly onValue: OnValue;
  /** Marks what is known. `accepted`: secrets in the baseline that was written, or null if none was. */
  apply(facts: TargetFacts): Promise<{ readonly facts: TargetFacts; readonly accepted: number | null }>;
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";

/** Null if there is no such file. @throws VaultboundError CONFIG_INVALID for one that is no baseline. */
const readBaseline = async (file: string, option: string): Promise<Baseline | null> => {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") return null;
    throw makeError("CONFIG_INVALID", [{ option, detail: `cannot read ${file} (${codeOf(cause)})` }], cause);
  });
  if (text === null) return null;
  const baseline = parseBaseline(text);
  if (baseline === null)
    throw makeError("CONFIG_INVALID", [{ option, detail: `${file} is not a baseline of this program` }]);
  return baseline;
};

const writeBaselineFile = async (file: string, chunks: Iterable<string>): Promise<void> => {
  try {
    await writeWhole(file, chunks);
  } catch (cause) {
    throw makeError("OUTPUT_FAILED", [{ path: file, detail: codeOf(cause) }], cause);
  }
};

/**
 * Reads the files at once, so that a mistake in them shows before the scan.
 * @returns null if no baseline was asked for. @throws VaultboundError CONFIG_INVALID.
 */
export const openBaselines = async (request: BaselineRequest): Promise<Baselining | null> => {
  const { compareWith, writeTo } = request;
  if (compareWith === undefined && writeTo === undefined) return null;
  const known = compareWith === undefined ? null : await readBaseline(compareWith, "--baseline");
  if (compareWith !== undefined && known === null)
    throw makeError("CONFIG_INVALID", [{ option: "--baseline", detail: `there is no file ${compareWith}` }]);
  // The salt of a baseline that is written anew stays: what did not change gives no difference.
  const earlier = writeTo === undefined ? null : await readBaseline(writeTo, "--write-baseline");
  const values = new Map<SecretId, string>();
  const hash = (cost: HashCost): Promise<ValueHashes> => hashValues(values, cost, request.signal);

  const write = async (file: string, facts: TargetFacts) => {
    const cost = earlier ?? { salt: request.randomBytes(SALT_SIZE), cost: chooseCost(values.size) };
    const hashes = await hash(cost);
    const made = makeBaseline(facts.findings, hashes, cost);
    const text = [...renderBaseline(made)].join("");
    await writeBaselineFile(file, [text]);
    // Read back: its lines are what the marks name.
    const baseline = parseBaseline(text) ?? made;
    const findings = markKnown(facts.findings, hashes, { baseline, file });
    return { facts: { ...facts, findings }, accepted: made.secrets.length };
  };

  return {
    onValue: (id, value) => void values.set(id, value),
    apply: async (facts) => {
      const compared =
        known === null || compareWith === undefined
          ? facts
          : {
              ...facts,
              findings: markKnown(facts.findings, await hash(known), { baseline: known, file: compareWith }),
            };
      const result =
        writeTo === undefined ? { facts: compared, accepted: null } : await write(writeTo, compared);
      values.clear();
      return result;
    },
  };
};
