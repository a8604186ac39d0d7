/** Facts of a made-up GitLab, as large as asked for: the same for the same numbers. */
import { createHash } from "node:crypto";
import { blobId, commitId, fingerprint, ruleId, secretId, targetId } from "../../../src/model/ids.ts";
import type { TargetFacts } from "../../../src/model/run.ts";
import type { SealedFinding } from "../../../src/model/sealed-finding.ts";

export interface Size {
  readonly findings: number;
  readonly targets: number;
}

const HOST = "https://gitlab.example.com";
const ENGINE = hash("engine");
const RULES = ["gitlab-pat", "aws-secret-key", "generic-password", "jwt", "private-key", "slack-token"];
/** Places of one value, on average, and on how many projects each of them may fall. */
const PLACES_PER_SECRET = 3;

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Few projects hold most: the largest some hundred times as many as the middle one. */
const shareOf = (number: number, { findings, targets }: Size): number => {
  const weight = (index: number): number => 1 / (index + 20);
  const sum = Math.log((targets + 20) / 20);
  return Math.round((findings * weight(number)) / sum);
};

/** Scattered over the list, so that the large ones do not come first. */
const rankOf = (number: number, targets: number): number => (number * 7919) % targets;

const pathOf = (number: number): string => {
  const folder = `services/component-${number % 37}`;
  return [
    `${folder}/config/application.yml`,
    `${folder}/.env.production`,
    `deploy/values-${number % 11}.yaml`,
  ][number % 3] as string; // three items
};

const makeFinding = (project: number, number: number, size: Size): SealedFinding => {
  const secret = (project * 4099 + number) % Math.ceil(size.findings / PLACES_PER_SECRET);
  const rule = RULES[secret % RULES.length] ?? "jwt";
  const version = number % 50;
  const commit = hash(`commit ${project} ${version}`).slice(0, 40);
  const path = pathOf(number);
  const line = 1 + (number % 400);
  return {
    rule: ruleId(rule),
    secretId: secretId(hash(`secret ${secret}`)),
    fingerprint: fingerprint(hash(`place ${project} ${number}`)),
    preview: secret % 2 === 0 ? "glpat-****" : "****",
    confidence: secret % 3 === 0 ? "high" : "medium",
    tags: secret % 5 === 0 ? ["low_entropy"] : [],
    facts: secret % 4 === 0 ? { host: `db-${secret % 200}.example.com`, username: "app" } : {},
    location: {
      target: targetId(`project:${10_000 + project}`),
      provenance: {
        kind: number % 3 === 0 ? "worktree" : "history",
        path,
        introduced: {
          commit: commitId(commit),
          author: `Ada Example ${version % 30} <ada.${version % 30}@example.com>`,
          date: `202${version % 6}-0${1 + (version % 9)}-11T10:11:12+01:00`,
        },
      },
      region: { line, column: 5, endLine: line, endColumn: 40 },
      url: `${HOST}/acme/team-${project % 40}/project-${project}/-/blob/${commit}/${path}#L${line}`,
    },
  };
};

/** The numbered project of the numbered sweep; a later sweep finds a little more and a little less. */
export const makeBenchFacts = (project: number, size: Size, sweep = 0): TargetFacts => {
  const id = targetId(`project:${10_000 + project}`);
  const count = shareOf(rankOf(project, size.targets), size);
  const findings = Array.from({ length: count }, (_, number) => makeFinding(project, number + sweep, size));
  return {
    target: {
      kind: "project",
      id,
      path: `acme/team-${project % 40}/project-${project}`,
      name: `project-${project}`,
      webUrl: `${HOST}/acme/team-${project % 40}/project-${project}`,
      archived: project % 20 === 0,
      visibility: "private",
      groups: [targetId("group:1"), targetId(`group:${100 + (project % 40)}`)],
      defaultBranch: "main",
    },
    findings,
    usages: Array.from({ length: 20 }, (_, number) => ({
      target: id,
      path: ".gitlab-ci.yml",
      line: 10 + number,
      job: `job-${number % 5}`,
      variable: `VARIABLE_${number}`,
      environment: number % 2 === 0 ? "production" : null,
    })),
    gaps:
      project % 10 === 0
        ? [{ code: "GITLAB_FORBIDDEN", source: "variable", subject: "", message: "Refused.", hint: "Ask." }]
        : [],
    coverage: { blobs: 900, bytes: 12_000_000, commits: 400, variables: 6 },
    mark: {
      engine: ENGINE,
      refs: Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [`refs/heads/b-${n}`, hash(`${n}`).slice(0, 40)]),
      ),
      objects: Array.from({ length: Math.ceil(count / 2) }, (_, number) => ({
        object: blobId(hash(`object ${project} ${number}`).slice(0, 40)),
        matches: findings.slice(2 * number, 2 * number + 2).map((finding) => ({
          rule: finding.rule,
          secretId: finding.secretId,
          preview: finding.preview,
          confidence: finding.confidence,
          tags: finding.tags,
          facts: finding.facts,
          region: finding.location.region,
          inner: null,
        })),
      })),
      activity: "2026-01-01T00:00:00.000Z",
      sources: [
        {
          name: "history",
          readAt: "2026-01-01T00:00:00.000Z",
          blobs: 900,
          bytes: 9,
          commits: 400,
          variables: 0,
        },
      ],
    },
  };
};
