/** Builds facts, rules and targets for tests of everything right of the seal. No value exists here, only ids of them. */
import { createHash } from "node:crypto";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import {
  commitId,
  fingerprint,
  type RuleId,
  ruleId,
  runId,
  type SecretId,
  secretId,
  type TargetId,
  targetId,
} from "../../src/model/ids.ts";
import type { Introduction, Provenance, VariableFlags } from "../../src/model/provenance.ts";
import type { Rule, VaultHint } from "../../src/model/rule.ts";
import type { Run, TargetFacts } from "../../src/model/run.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import type { Target } from "../../src/model/target.ts";
import type { Usage } from "../../src/model/usage.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Id of the secret that a test calls by this label. */
export const secretOf = (label: string): SecretId => secretId(hash(`secret ${label}`));

export type ProjectTarget = Extract<Target, { kind: "project" }>;
export type GroupTarget = Extract<Target, { kind: "group" }>;

/** Group with a stable id made of its path; its ancestors are the paths above it. */
const groupIdOf = (path: string): TargetId =>
  targetId(`group:${Number.parseInt(hash(path).slice(0, 8), 16)}`);

const ancestorsOf = (path: string): readonly TargetId[] => {
  const segments = path.split("/").slice(0, -1);
  return segments.map((_, index) => groupIdOf(segments.slice(0, index + 1).join("/")));
};

export const makeProject = (path: string, changes: Partial<ProjectTarget> = {}): ProjectTarget => ({
  kind: "project",
  id: targetId(`project:${Number.parseInt(hash(path).slice(0, 8), 16)}`),
  path,
  name: path.split("/").at(-1) ?? path,
  webUrl: `https://gitlab.example.com/${path}`,
  archived: false,
  visibility: "private",
  groups: ancestorsOf(path),
  defaultBranch: "main",
  ...changes,
});

export const makeGroup = (path: string): GroupTarget => ({
  kind: "group",
  id: groupIdOf(path),
  path,
  name: path.split("/").at(-1) ?? path,
  webUrl: `https://gitlab.example.com/groups/${path}`,
  groups: ancestorsOf(path),
});

export const makeFolder = (name: string): Target => ({
  kind: "folder",
  id: targetId(`path:/srv/${name}`),
  path: `/srv/${name}`,
  name,
});

export const STDIN: Target = { kind: "stdin", id: targetId("stdin"), path: "-", name: "stdin" };

export const makeRule = (
  id: string,
  changes: Partial<Omit<Rule, "vault">> & { vault?: Partial<VaultHint> } = {},
): Rule => ({
  id: ruleId(id),
  title: `Title of ${id}`,
  provider: "acme",
  specificity: "token",
  keywords: [],
  pattern: "(?<secret>x)",
  names: null,
  ignoreCase: false,
  window: { before: 0, after: 0, multiline: false },
  entropy: 0,
  checksum: null,
  filters: [],
  allow: [],
  severity: "high",
  examples: [],
  counterexamples: [],
  references: [],
  ...changes,
  vault: {
    engine: "kv",
    class: "api-key",
    field: "token",
    store: true,
    rotation: "Make a new one.",
    ...changes.vault,
  },
});

/** The rules that findings of these tests name unless they bring their own. */
export const RULES: ReadonlyMap<RuleId, Rule> = new Map(
  [
    makeRule("acme-token"),
    makeRule("acme-url", {
      specificity: "structure",
      vault: { engine: "database", class: "database-url", field: "url" },
    }),
    makeRule("generic-password", {
      specificity: "generic",
      severity: "medium",
      provider: "generic",
      vault: { class: "password", field: "password" },
    }),
    makeRule("acme-public-key", { severity: "info" }),
    makeRule("acme-session", { vault: { engine: "none", class: "session", store: false } }),
  ].map((rule) => [rule.id, rule]),
);

export const introducedOn = (date: string): Introduction => ({
  commit: commitId(hash(date).slice(0, 40)),
  author: "Ada <ada@example.com>",
  date,
});

export const inFile = (path: string, introduced: Introduction | null = null): Provenance => ({
  kind: "worktree",
  path,
  introduced,
});

export const inHistory = (path: string, introduced: Introduction | null = null): Provenance => ({
  kind: "history",
  path,
  introduced,
});

/** A variable as GitLab means secrets to be kept, unless told otherwise. */
export const inVariable = (
  key: string,
  {
    scope = "*",
    level = "project",
    ...flags
  }: Partial<VariableFlags> & {
    scope?: string;
    level?: "instance" | "group" | "project";
  } = {},
): Provenance => ({
  kind: "variable",
  level,
  key,
  environmentScope: scope,
  flags: { masked: true, hidden: false, protected: true, raw: false, type: "env_var", ...flags },
});

export interface FindingOptions {
  readonly rule?: string;
  readonly confidence?: SealedFinding["confidence"];
  readonly tags?: readonly string[];
  readonly facts?: Readonly<Record<string, string>>;
  readonly line?: number;
}

/** A finding without its target; {@link makeFacts} puts it there. */
export type LooseFinding = (target: Target) => SealedFinding;

export const found =
  (secret: string, provenance: Provenance, options: FindingOptions = {}): LooseFinding =>
  (target) => {
    const { rule = "acme-token", confidence = "medium", tags = [], facts = {}, line = 1 } = options;
    return {
      rule: ruleId(rule),
      secretId: secretOf(secret),
      fingerprint: fingerprint(hash(JSON.stringify([rule, secret, target.id, provenance]))),
      preview: "acme_****",
      confidence,
      tags,
      facts,
      location: {
        target: target.id,
        provenance,
        region: { line, column: 1, endLine: line, endColumn: 9 },
        url: "",
      },
    };
  };

/** A job's use of a variable, without its target. */
export type LooseUsage = (target: Target) => Usage;

export const uses =
  (job: string, variable: string, environment: string | null = null): LooseUsage =>
  (target) => ({ target: target.id, path: ".gitlab-ci.yml", line: 1, job, variable, environment });

export const makeFacts = (
  target: Target,
  {
    findings = [],
    usages = [],
    gaps = [],
    settings,
    coverage = { blobs: 1, bytes: 10, commits: 1, variables: 0 },
  }: {
    readonly findings?: readonly LooseFinding[];
    readonly usages?: readonly LooseUsage[];
    readonly gaps?: TargetFacts["gaps"];
    readonly coverage?: TargetFacts["coverage"];
    readonly settings?: TargetFacts["settings"];
  } = {},
): TargetFacts => ({
  target,
  findings: findings.map((finding) => finding(target)),
  usages: usages.map((usage) => usage(target)),
  gaps,
  coverage,
  ...(settings === undefined ? {} : { settings }),
});

export const RUN: Run = {
  id: runId("run-1"),
  scope: "https://gitlab.example.com acme",
  startedAt: "2026-03-01T00:00:00Z",
  finishedAt: "2026-03-01T01:00:00Z",
};

/** In an order that the label decides. */
export const shuffle = <T>(items: readonly T[], label: string): readonly T[] => {
  const random = createSeededRandom(label);
  const keyed = items.map((item) => ({ item, key: Buffer.from(random.bytes(8)).toString("hex") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
};
