/** Facts as a scan could have found them, for tests of stores. */
import { createHash } from "node:crypto";
import {
  blobId,
  commitId,
  fingerprint,
  ruleId,
  secretId,
  type TargetId,
  targetId,
} from "../../src/model/ids.ts";
import type { Provenance } from "../../src/model/provenance.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import type { Target } from "../../src/model/target.ts";

export const SCOPE = "https://gitlab.example.com acme";
export const OTHER_SCOPE = "https://gitlab.example.com umbrella";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

export const makeProject = (id: string): Target => ({
  kind: "project",
  id: targetId(id),
  path: `acme/${id}`,
  name: id,
  webUrl: `https://gitlab.example.com/acme/${id}`,
  archived: false,
  visibility: "private",
  groups: [targetId("group:1"), targetId("group:2")],
  defaultBranch: "main",
});

const introduced = {
  commit: commitId(hash("commit").slice(0, 40)),
  author: "Ada <ada@example.com>",
  date: "2026-01-02T03:04:05+01:00",
};

/** One of each kind. */
export const PROVENANCES: readonly Provenance[] = [
  { kind: "worktree", path: "src/app.env", introduced },
  { kind: "history", path: "old/app.env", introduced: null },
  { kind: "pipeline", path: ".gitlab-ci.yml", job: "deploy", introduced },
  { kind: "commit-message", introduced },
  {
    kind: "variable",
    level: "group",
    key: "DEPLOY_TOKEN",
    environmentScope: "production/*",
    flags: { masked: true, hidden: false, protected: true, raw: false, type: "env_var" },
  },
  {
    kind: "issue",
    item: "#12",
    path: "note 5",
    webUrl: "https://gitlab.example.com/acme/-/issues/12#note_5",
  },
  { kind: "stdin", path: "-" },
];

interface FindingOptions {
  readonly target: TargetId;
  readonly number: number;
  readonly provenance?: Provenance;
  readonly facts?: Readonly<Record<string, string>>;
}

export const makeFinding = ({ target, number, provenance, facts }: FindingOptions): SealedFinding => ({
  rule: ruleId(number % 2 === 0 ? "gitlab-pat" : "generic-password"),
  secretId: secretId(hash(`secret ${number}`)),
  fingerprint: fingerprint(hash(`fingerprint ${target} ${number}`)),
  preview: "glpat-****",
  confidence: "high",
  tags: ["example_secret", "low_entropy"],
  facts: facts ?? { issuer: "https://gitlab.example.com", account: String(number) },
  location: {
    target,
    provenance: provenance ?? { kind: "worktree", path: `src/file-${number % 10}.env`, introduced },
    region: { line: number + 1, column: 3, endLine: number + 1, endColumn: 29 },
    url: `https://gitlab.example.com/acme/-/blob/main/src#L${number + 1}`,
  },
});

/** Facts of a project with that many findings (in no order a store would choose), one usage and one gap. */
export const makeFacts = (id: string, findings = 1): TargetFacts => {
  const target = targetId(id);
  return {
    target: makeProject(id),
    findings: Array.from({ length: findings }, (_, number) => makeFinding({ target, number })),
    usages: [
      {
        target,
        path: ".gitlab-ci.yml",
        line: 7,
        job: "deploy",
        variable: "DEPLOY_TOKEN",
        environment: "production",
      },
    ],
    gaps: [
      {
        code: "GITLAB_FORBIDDEN",
        source: "variable",
        subject: "",
        message: `Cannot read the CI/CD variables of ${id} (403).`,
        hint: "The token needs the Maintainer role there.",
      },
    ],
    coverage: {
      blobs: 12,
      bytes: 2 ** 40,
      commits: 3,
      variables: 0,
      bounds: [{ source: "job-log", read: 10, left: null }],
    },
    settings: {
      owners: { members: [{ user: "ada", role: "owner" }], left: 3 },
      protectedRefs: [{ kind: "branch", name: "release/*" }],
      environments: { known: [{ name: "production", tier: "production", protected: null }], isCut: false },
      runners: [{ type: "group_type", executors: ["shell"], tags: ["metal"] }],
      codeOwners: [{ owners: ["@acme/security"], paths: ["src/file-1.env"] }],
      plan: "free",
    },
    mark: {
      engine: hash("engine"),
      refs: { "refs/heads/main": hash("tip").slice(0, 40) },
      objects: [
        {
          object: blobId(hash("object").slice(0, 40)),
          matches: [
            {
              rule: ruleId("gitlab-pat"),
              secretId: secretId(hash("secret 1")),
              preview: "glpat-****",
              confidence: "high",
              tags: [],
              facts: {},
              region: null,
              inner: null,
            },
          ],
        },
      ],
      activity: "2026-01-01T00:00:00.000Z",
      sources: [
        {
          name: "variables",
          readAt: "2026-01-01T00:00:00.000Z",
          blobs: 0,
          bytes: 5,
          commits: 0,
          variables: 1,
        },
      ],
    },
  };
};
