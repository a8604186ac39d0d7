/** A baseline: secrets that were accepted at some time, in a file that holds no value and may be committed. */
import * as v from "valibot";
import type { SecretId } from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import { markIgnored, whoIgnores } from "./marks.ts";
import {
  type HashCost,
  isHash,
  LEAST_COST,
  MOST_COST,
  parseSalt,
  printSalt,
  USUAL_COST,
} from "./slow-hash.ts";

interface Accepted {
  /** For those who read the file; a rule that is renamed makes no secret new. */
  readonly rule: string;
  readonly hash: string;
  /** Where it stood: `file app.env`, `history old.env`, `message`, `variable KEY scope`, `stdin`. */
  readonly places: readonly string[];
}

export interface Baseline extends HashCost {
  readonly secrets: readonly Accepted[];
  /** Line of each secret in the file, by hash. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Values by which findings are compared with a baseline. */
export type ValueHashes = ReadonlyMap<SecretId, string>;

const MAX_SIZE = 64 * 1024 * 1024;
const NOTE =
  "Secrets accepted earlier. No value is in this file: `hash` is scrypt (r 8, p 1) of the value with the id as its salt.";

const schema = v.object({
  baseline: v.literal(1),
  cost: v.pipe(
    v.number(),
    v.check((cost) => cost >= LEAST_COST && cost <= MOST_COST && Number.isInteger(Math.log2(cost))),
  ),
  id: v.string(),
  secrets: v.array(
    v.object({ rule: v.string(), hash: v.pipe(v.string(), v.check(isHash)), places: v.array(v.string()) }),
  ),
});

/** Every secret stands on a line of its own. */
const findLines = (text: string): ReadonlyMap<string, number> => {
  const lines = new Map<string, number>();
  text.split("\n").forEach((line, index) => {
    const hash = /"hash": ?"([0-9a-f]{32})"/.exec(line)?.[1];
    if (hash !== undefined) lines.set(hash, index + 1);
  });
  return lines;
};

/** Null for anything else than a baseline of a form that is known. */
export const parseBaseline = (text: string): Baseline | null => {
  if (text.length > MAX_SIZE) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const result = v.safeParse(schema, data);
  const salt = result.success ? parseSalt(result.output.id) : null;
  if (!result.success || salt === null) return null;
  return { cost: result.output.cost, salt, secrets: result.output.secrets, lines: findLines(text) };
};

/** All hashes of a file together should take no longer than a quarter of a minute on four cores. */
export const chooseCost = (secrets: number): number => {
  const most = 20_000_000 / Math.max(1, secrets);
  return Math.min(USUAL_COST, Math.max(LEAST_COST, 2 ** Math.floor(Math.log2(most))));
};

const isPast = (place: string): boolean => /^(?:history|message)(?: |$)/.test(place);

const describePlace = (provenance: Provenance): string => {
  switch (provenance.kind) {
    case "worktree":
    case "pipeline":
      return `file ${provenance.path}`;
    case "history":
      return `history ${provenance.path}`;
    case "commit-message":
      return "message";
    case "variable":
      return `variable ${provenance.key} ${provenance.environmentScope}`;
    case "stdin":
      return "stdin";
    default:
      return `${provenance.kind} ${provenance.item} ${provenance.path}`;
  }
};

/** A file that was committed, or removed, since is the same place. */
const stable = (place: string): string => place.replace(/^history /, "file ");

interface Group {
  readonly rule: string;
  readonly places: Set<string>;
}

/** Places by value. What has no value (hidden variables) is in no baseline. */
const groupByHash = (findings: readonly SealedFinding[], hashes: ValueHashes): ReadonlyMap<string, Group> => {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const hash = hashes.get(finding.secretId);
    if (hash === undefined) continue;
    const group = groups.get(hash) ?? { rule: finding.rule, places: new Set<string>() };
    group.places.add(describePlace(finding.location.provenance));
    groups.set(hash, group);
  }
  return groups;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @param findings what is to be accepted; those that are ignored anyway are left out. */
export const makeBaseline = (
  findings: readonly SealedFinding[],
  hashes: ValueHashes,
  { salt, cost }: HashCost,
): Baseline => {
  const accepted = findings.filter((finding) => [null, "baseline"].includes(whoIgnores(finding)));
  const secrets = [...groupByHash(accepted, hashes)]
    .map(([hash, { rule, places }]) => ({ rule, hash, places: [...places].sort(compare) }))
    .sort((a, b) => compare(`${a.places[0]}\0${a.rule}\0${a.hash}`, `${b.places[0]}\0${b.rule}\0${b.hash}`));
  return { salt, cost, secrets, lines: new Map() };
};

export function* renderBaseline({ salt, cost, secrets }: Baseline): Generator<string> {
  yield `{\n  "baseline": 1,\n  "note": ${JSON.stringify(NOTE)},\n  "cost": ${cost},\n`;
  yield `  "id": "${printSalt(salt)}",\n  "secrets": [`;
  let comma = "";
  for (const secret of secrets) {
    yield `${comma}\n    ${JSON.stringify(secret)}`;
    comma = ",";
  }
  yield `${comma === "" ? "" : "\n  "}]\n}\n`;
}

/**
 * Marks what is known: a secret in a place it was accepted in, or that only moved. It moved if it stands in no more
 * current places than before; old commits show nothing new of a secret that is known.
 */
export const markKnown = (
  findings: readonly SealedFinding[],
  hashes: ValueHashes,
  { baseline, file }: { readonly baseline: Baseline; readonly file: string },
): readonly SealedFinding[] => {
  const groups = groupByHash(findings, hashes);
  const known = new Map(baseline.secrets.map((secret) => [secret.hash, secret]));
  const current = (places: Iterable<string>): number => [...places].filter((place) => !isPast(place)).length;
  const isKnown = (finding: SealedFinding): boolean => {
    const hash = hashes.get(finding.secretId) ?? "";
    const [before, now] = [known.get(hash), groups.get(hash)];
    if (before === undefined || now === undefined) return false;
    const place = describePlace(finding.location.provenance);
    return (
      isPast(place) ||
      before.places.some((other) => stable(other) === place) ||
      current(now.places) <= current(before.places)
    );
  };
  return findings.map((finding) =>
    whoIgnores(finding) === null && isKnown(finding)
      ? markIgnored(
          finding,
          "baseline",
          `${file}:${baseline.lines.get(hashes.get(finding.secretId) ?? "") ?? 0}`,
        )
      : finding,
  );
};
