/**
 * An engineer with a token of a Maintainer of one subgroup: everything that it can see, and a list of exactly what it
 * cannot. Both lists are written out: whoever changes the sample or a source sees here what that means for such a token.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isResource } from "../../src/model/provenance.ts";
import { selectPaths } from "../../src/run/select-projects.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { compareWithPlanted } from "../support/planted-inventory.ts";
import { type SampleSweep, sweepSample } from "../support/sweep-sample.ts";

let gitlab: SampleGitLab;
let ours: SampleSweep;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
  ours = await sweepSample({
    url: gitlab.url,
    token: gitlab.tokens.subgroupMaintainer,
    path: "acme/payments",
  });
});
afterAll(() => gitlab.close());

const isOurs = (path: string): boolean => /^acme(?:$|\/payments(?:$|\/))/.test(path);

/** `label | place | source | where`. */
const FOUND = [
  "api-debug-password | acme/payments/api | history | debug.env",
  "api-evil-merge-password | acme/payments/api | history | src/main/resources/application-hotfix.yml",
  "api-keystore-password | acme/payments/api | worktree | src/main/resources/application-local.properties",
  "api-test-database-password | acme/payments/api | worktree | .gitlab-ci.yml",
  "artifact-archive-password | acme/payments/fraud/models | artifact | job 9001 | artifacts.zip!/build/config/application.properties",
  "artifact-dotenv-password | acme/payments/fraud/models | artifact | job 9001 | .env.gz",
  "fraud-log-password | acme/payments/fraud/models | job-log | job 9001 | train",
  "fraud-model-key | acme/payments/fraud/models | variable | MODEL_KEY",
  "fraud-schedule-password | acme/payments/fraud/models | schedule | schedule 501 | TRAINING_DB_PASSWORD",
  "gcp-api-key | acme/payments/api | history | .env",
  "gcp-old-service-account-key | acme/payments/fraud/models | history | service-account.json",
  "gcp-service-account-key | acme/payments/fraud/models | variable | GOOGLE_APPLICATION_CREDENTIALS",
  "github-side-branch-token | acme/payments/api | history | src/main/java/example/acme/payments/GatewayClient.java",
  "gitlab-deploy-token | acme/payments/api | commit-message",
  "group-wiki-password | acme/payments | wiki | onboarding",
  "integration-password | acme/payments/api | integration | jenkins",
  "issue-description-token | acme/payments/api | issue | #4 | description",
  "issue-note-key | acme/payments/api | issue | #4 | note 2101",
  "jar-password | acme/payments/api | worktree | lib/gateway-client.jar!/config/application.yml",
  "log-coloured-token | acme/payments/fraud/models | job-log | job 8013 | debug",
  "log-plain-password | acme/payments/fraud/models | job-log | job 8013 | debug",
  "mongodb-url-password | acme/payments/fraud/models | worktree | notebooks/explore.ipynb",
  "mysql-url-password | acme/payments/worker | worktree | .gitlab-ci.yml",
  "pipeline-variable-password | acme/payments/fraud/models | pipeline-variable | pipeline 4002 | SCORES_DB_PASSWORD",
  "postgres-url-password | acme/payments/api | variable | DATABASE_URL",
  "pypi-token | acme/payments/worker | commit-message",
  "redis-url-password | acme/payments/worker | variable | REDIS_URL",
  "remote-include-token | acme/payments/worker | ci-config | merged CI configuration",
  "schedule-input-password | acme/payments/fraud/models | schedule | schedule 501 | report_password",
  "secure-file-key | acme/payments/api | secure-file | secure file 41 | release.key",
  "secure-file-password | acme/payments/api | secure-file | secure file 42 | keystore.properties",
  "sendgrid-key | acme/payments/api | history | .env",
  "service-jwt | acme/payments/api | worktree | src/test/java/example/acme/payments/LoginTest.java",
  "shared-database-password | acme/payments/api | worktree | src/main/resources/application.yml",
  "shared-database-password | acme/payments/worker | worktree | worker/settings.py",
  "stripe-live-key | acme/payments/api | variable | STRIPE_KEY",
  "tls-private-key | acme/payments/api | variable | TLS_KEY",
  "vault-token | acme/payments/api | variable | VAULT_TOKEN",
  "webhook-url-password | acme/payments/api | webhook | webhook 31 | Deploy",
  "worker-queue-password | acme/payments/worker | worktree | worker/settings.py",
  "worker-renamed-secret | acme/payments/worker | worktree | worker/config/webhook.ini",
];

/** What GitLab keeps to itself, by name: `kind | place | what`. */
const BY_NAME = [
  "ci-variable-hidden | acme/payments/worker | SETTLEMENT_TOKEN",
  "gitlab-issued-credential | acme/payments/api | access token 813",
  "gitlab-issued-credential | acme/payments/api | deploy key 816",
  "gitlab-issued-credential | acme/payments/api | deploy token 811",
  "gitlab-issued-credential | acme/payments/api | trigger token 815",
];

/** Groups show variables, tokens, webhooks and integrations to their owners only, and a wiki to members: `source | place`. */
const GAPS = [
  "credential | acme",
  "integration | acme",
  "variable | acme",
  "webhook | acme",
  "wiki | acme",
  "credential | acme/payments",
  "integration | acme/payments",
  "variable | acme/payments",
  "webhook | acme/payments",
  "credential | acme/payments/fraud",
  "integration | acme/payments/fraud",
  "variable | acme/payments/fraud",
  "webhook | acme/payments/fraud",
];

const INSTANCE = "the instance";

/** With --all: what is shared with it, what is internal, what is public. */
const ALL_TARGETS = [
  "acme",
  "acme-open",
  "acme-open/sdk",
  "acme/handbook",
  "acme/payments",
  "acme/payments/api",
  "acme/payments/fraud",
  "acme/payments/fraud/models",
  "acme/payments/worker",
  "acme/platform",
  "acme/platform/ci-templates",
  INSTANCE,
];

/** Besides those above. */
const ALL_GAPS = [
  "variable | the instance",
  "integration | acme-open",
  "integration | acme/platform",
  "webhook | acme-open",
  "webhook | acme/platform",
  "wiki | acme/platform",
  "credential | acme-open",
  "variable | acme-open",
  "credential | acme-open/sdk",
  "integration | acme-open/sdk",
  "merge-request | acme-open/sdk",
  "secure-file | acme-open/sdk",
  "terraform-state | acme-open/sdk",
  "variable | acme-open/sdk",
  "webhook | acme-open/sdk",
  "credential | acme/handbook",
  // Its films lie in LFS.
  "history | acme/handbook",
  "integration | acme/handbook",
  "issue | acme/handbook",
  "merge-request | acme/handbook",
  "release | acme/handbook",
  "secure-file | acme/handbook",
  "snippet | acme/handbook",
  "terraform-state | acme/handbook",
  "variable | acme/handbook",
  "webhook | acme/handbook",
  "wiki | acme/handbook",
  "credential | acme/platform",
  "variable | acme/platform",
  "credential | acme/platform/ci-templates",
  "integration | acme/platform/ci-templates",
  "merge-request | acme/platform/ci-templates",
  "secure-file | acme/platform/ci-templates",
  "settings | acme/platform/ci-templates | protected branches and tags",
  "settings | acme/platform/ci-templates | runners",
  "terraform-state | acme/platform/ci-templates",
  "variable | acme/platform/ci-templates",
  "webhook | acme/platform/ci-templates",
];

const byName = ({ inventory }: SampleSweep): readonly string[] =>
  inventory.entries
    .filter(({ kind }) => kind === "ci-variable-hidden" || kind === "gitlab-issued-credential")
    .flatMap(({ kind, locations }) =>
      locations.map(({ targetPath, provenance }) => {
        const what = "key" in provenance ? provenance.key : isResource(provenance) ? provenance.item : "";
        return `${kind} | ${targetPath} | ${what}`;
      }),
    );

/** The GitLab itself is known by its address, which is another each time. */
const nameOf = (path: string): string => (path === gitlab.url ? INSTANCE : path);

const gapsOf = ({ inventory }: SampleSweep): readonly string[] =>
  inventory.gaps.map(({ source, targetPath, subject }) =>
    [source, nameOf(targetPath), ...(subject === "" ? [] : [subject])].join(" | "),
  );

describe("a sweep of a subgroup with its maintainer's token", () => {
  it("finds everything that this token can see", () => {
    const { found, missing, wrong, twice } = compareWithPlanted(ours.inventory, gitlab.company, isOurs);
    expect({ missing, wrong, twice }).toEqual({ missing: [], wrong: [], twice: [] });
    expect(found.toSorted()).toEqual(FOUND);
    expect(byName(ours).toSorted()).toEqual(BY_NAME);
  });

  it("lists exactly what it cannot see, each with the role that would", () => {
    expect(gapsOf(ours).toSorted()).toEqual(GAPS.toSorted());
    for (const gap of ours.inventory.gaps)
      expect(gap).toMatchObject({
        code: "GITLAB_FORBIDDEN",
        subject: "",
        hint: expect.stringContaining(gap.source === "wiki" ? "the Guest role" : "the Owner role"),
      });
  });

  it("reaches all that is open to it with --all, and names the rest of what it can see the name of", async () => {
    const all = await sweepSample({
      url: gitlab.url,
      token: gitlab.tokens.subgroupMaintainer,
      selection: { ...selectPaths(), all: true },
    });
    const paths = all.facts.map(({ target }) => nameOf(target.path));
    expect(paths.toSorted()).toEqual(ALL_TARGETS);
    expect(gapsOf(all).toSorted()).toEqual([...GAPS, ...ALL_GAPS].toSorted());
    const { missing, wrong, twice } = compareWithPlanted(all.inventory, gitlab.company, (path) =>
      paths.includes(path),
    );
    expect({ missing, wrong, twice }).toEqual({ missing: [], wrong: [], twice: [] });
  });
});
