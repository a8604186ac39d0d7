/** Parts from which the inventories of the tests are made: a small company on GitLab. */
import { commitId, ruleId, secretId, targetId } from "../../src/model/ids.ts";
import type { Access, EntryLocation, Inventory } from "../../src/model/inventory.ts";
import type { Introduction, VariableFlags } from "../../src/model/provenance.ts";
import type { Region } from "../../src/model/region.ts";
import type { Target } from "../../src/model/target.ts";
import type { Usage } from "../../src/model/usage.ts";
import { computeFingerprint } from "../../src/run/seal.ts";

export const GITLAB = "https://gitlab.example.com";

export const group: Target = {
  kind: "group",
  id: targetId("group:7"),
  path: "acme/shop",
  name: "Shop",
  webUrl: `${GITLAB}/groups/acme/shop`,
  groups: [targetId("group:1")],
};

const project = (id: number, name: string): Target => ({
  kind: "project",
  id: targetId(`project:${id}`),
  path: `acme/shop/${name}`,
  name,
  webUrl: `${GITLAB}/acme/shop/${name}`,
  archived: false,
  visibility: "internal",
  groups: [targetId("group:1"), targetId("group:7")],
  defaultBranch: "main",
});

export const api = project(42, "api");
export const web = project(43, "web");

export const makeRegion = (line: number, column: number, length = 26): Region => ({
  line,
  column,
  endLine: line,
  endColumn: column + length,
});

export const makeIntroduction = (digit: string, author: string, date: string): Introduction => ({
  commit: commitId(digit.repeat(40)),
  author,
  date,
});

/** The samples need fingerprints that are real for their places, not for their secrets. */
const ANY_SECRET = secretId("0".repeat(64));

export const makeLocation = (
  target: Target,
  rule: string,
  place: Pick<EntryLocation, "provenance" | "region">,
): EntryLocation => ({
  target: target.id,
  targetKind: target.kind,
  targetPath: target.path,
  fingerprint: computeFingerprint(ruleId(rule), ANY_SECRET, {
    target: target.id,
    provenance: place.provenance,
  }),
  rule,
  confidence: rule === "generic-password" ? "low" : "high",
  provenance: place.provenance,
  region: place.region,
  url: "",
});

export const makeFlags = (given: Partial<VariableFlags>): VariableFlags => ({
  masked: false,
  hidden: false,
  protected: false,
  raw: false,
  type: "env_var",
  ...given,
});

export const makeUsage = (target: Target, job: string, variable: string): Usage => ({
  target: target.id,
  path: ".gitlab-ci.yml",
  line: 31,
  job,
  variable,
  environment: null,
});

export const makeAccess = (target: Target, environment: string): Access => ({
  project: target.path,
  target: target.id,
  environment,
  method: "jwt",
  mount: "jwt",
  role: `${target.path.replaceAll("/", "-")}-${environment}`,
  boundClaims: { project_id: target.id.replace("project:", ""), environment, ref_protected: "true" },
  policy: `${target.path.replaceAll("/", "-")}-${environment}`,
  why: `GitLab signs a short-lived token for each job, so no secret has to be kept to fetch a secret. The role admits jobs of ${target.path} in environment ${environment}.`,
  alternatives: [
    { method: "approle", why: "If Vault cannot reach GitLab's keys: a wrapped SecretID works once." },
  ],
});

export const makeGap = (given: Partial<Inventory["gaps"][number]>): Inventory["gaps"][number] => ({
  code: "GITLAB_FORBIDDEN",
  target: api.id,
  targetPath: api.path,
  source: "variable",
  subject: "",
  message: `Cannot read the CI/CD variables of ${api.path} (403).`,
  hint: "The token needs the Maintainer role there.",
  ...given,
});

export const early = makeIntroduction("a", "Jane Doe", "2023-03-02T09:12:44+01:00");
export const late = makeIntroduction("b", "林 美咲", "2024-06-30T18:01:02+09:00");
