/** Inventories for the tests of the reports: a typical one, a clean one, an empty one. No value in any. */
import { runId, secretId, targetId } from "../../src/model/ids.ts";
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import type { Target } from "../../src/model/target.ts";
import {
  api,
  early,
  GITLAB,
  group,
  late,
  makeAccess,
  makeFlags,
  makeGap,
  makeLocation,
  makeRegion,
  makeUsage,
  web,
} from "./parts.ts";

const gitlabToken: Entry = {
  id: secretId("3f9a".repeat(16)),
  kind: "gitlab-pat",
  provider: "gitlab",
  title: "GitLab personal access token",
  preview: "glpat-****",
  severity: "critical",
  reasons: [
    "GitLab personal access token: this kind starts as high.",
    "Its checksum or structure is right: a real credential, not a look-alike.",
    "It stands in the files and the history of acme/shop/api: everybody who may read there has it.",
  ],
  confidence: "high",
  activeness: "unknown",
  valueKnown: true,
  tags: ["checksum_valid"],
  facts: { routing: "organisation 1, user 58" },
  firstSeen: early.date,
  locations: [
    makeLocation(api, "gitlab-pat", {
      provenance: { kind: "history", path: "config/prod.env", introduced: late },
      region: makeRegion(3, 15),
    }),
    makeLocation(api, "gitlab-pat", {
      provenance: { kind: "history", path: "config/prod.env", introduced: early },
      region: makeRegion(2, 15),
    }),
    {
      ...makeLocation(api, "gitlab-pat", {
        provenance: { kind: "pipeline", path: ".gitlab-ci.yml", job: "deploy", introduced: late },
        region: makeRegion(14, 22),
      }),
      url: `${GITLAB}/acme/shop/api/-/blob/main/.gitlab-ci.yml#L14`,
    },
    makeLocation(web, "gitlab-pat", {
      provenance: { kind: "worktree", path: "scripts/ダウンロード 👍.sh", introduced: late },
      region: makeRegion(5, 9),
    }),
    makeLocation(web, "gitlab-pat", {
      provenance: { kind: "worktree", path: "docs/a#b%20c?.md", introduced: null },
      region: makeRegion(1, 1),
    }),
    {
      ...makeLocation(group, "gitlab-ci-variable", {
        provenance: {
          kind: "variable",
          level: "group",
          key: "DEPLOY_TOKEN",
          environmentScope: "production",
          flags: makeFlags({ masked: true }),
        },
        region: null,
      }),
      url: `${GITLAB}/groups/acme/shop/-/settings/ci_cd`,
    },
    makeLocation(api, "gitlab-pat", {
      provenance: { kind: "commit-message", introduced: early },
      region: makeRegion(4, 1),
    }),
  ],
  usages: [
    { ...makeUsage(api, "deploy", "DEPLOY_TOKEN"), environment: "production" },
    makeUsage(api, "rollback", "DEPLOY_TOKEN"),
    makeUsage(web, "publish", "DEPLOY_TOKEN"),
  ],
  target: {
    engine: "kv",
    mount: "kv",
    path: "acme/shop/production/deploy-token",
    field: "token",
    why: "KV version 2 takes the value as it is. acme/shop is the nearest group of both projects that use it.",
    alternatives: [
      { engine: "none", why: "CI_JOB_TOKEN can do the same in both jobs, without a stored secret." },
    ],
  },
  access: [makeAccess(api, "production"), makeAccess(web, "production")],
  actions: [
    {
      kind: "revoke",
      why: "It is real and readable by others: withdraw it at its provider before anything else.",
    },
    {
      kind: "store",
      why: "The new value goes to kv/acme/shop/production/deploy-token, field token; the old one goes nowhere.",
    },
    { kind: "rewrite-pipeline", why: "3 jobs reading it must fetch it from Vault instead." },
    {
      kind: "remove-variable",
      why: "Delete DEPLOY_TOKEN of acme/shop once no job reads it: a copy left in GitLab keeps the old risk.",
    },
  ],
  wave: 0,
  waveReason: "It is real and readable by others: every day it stays valid is a risk.",
};

const awsKey: Entry = {
  id: secretId("77c1".repeat(16)),
  kind: "aws-access-key",
  provider: "aws",
  title: "AWS access key",
  preview: "AKIA****",
  severity: "high",
  reasons: [
    "AWS access key: this kind starts as high.",
    "The variable AWS_ACCESS_KEY_ID is not masked: job logs show it in clear.",
  ],
  confidence: "medium",
  activeness: "active",
  valueKnown: true,
  tags: [],
  facts: { account: "123456789012", user: "deployer" },
  firstSeen: null,
  locations: [
    makeLocation(api, "aws-access-key", {
      provenance: {
        kind: "variable",
        level: "project",
        key: "AWS_ACCESS_KEY_ID",
        environmentScope: "*",
        flags: makeFlags({ protected: true }),
      },
      region: makeRegion(1, 1, 20),
    }),
  ],
  usages: [{ ...makeUsage(api, "deploy", "AWS_ACCESS_KEY_ID"), environment: "production" }],
  target: {
    engine: "kv",
    mount: "kv",
    path: "acme/shop/api/all/aws-access-key-id",
    field: "access_key",
    why: "KV version 2 takes the value as it is. Only acme/shop/api uses it.",
    alternatives: [{ engine: "aws", why: "Vault hands each job AWS credentials that end with it." }],
  },
  access: [makeAccess(api, "production")],
  actions: [
    {
      kind: "rotate",
      why: "Job logs may have shown it, and moving it does not take that back. Make a second key, switch to it, delete this one.",
    },
  ],
  wave: 1,
  waveReason: "It serves production (production).",
};

const password: Entry = {
  id: secretId("0b52".repeat(16)),
  kind: "generic-password",
  provider: "generic",
  title: "Password",
  preview: "****",
  severity: "medium",
  reasons: [],
  confidence: "low",
  activeness: "unknown",
  valueKnown: true,
  tags: ["low_entropy"],
  facts: {},
  firstSeen: early.date,
  locations: [
    makeLocation(web, "generic-password", {
      provenance: { kind: "history", path: "docker-compose.yml", introduced: early },
      region: makeRegion(8, 27, 12),
    }),
  ],
  usages: [],
  target: {
    engine: "kv",
    mount: "kv",
    path: "acme/shop/web/default/docker-compose-password",
    field: "password",
    why: "Only acme/shop/web has it.",
    alternatives: [],
  },
  access: [],
  actions: [{ kind: "rotate", why: "Exposed history means rotate, not move." }],
  wave: 3,
};

const hidden: Entry = {
  id: secretId("e4d0".repeat(16)),
  kind: "gitlab-ci-variable",
  provider: "gitlab",
  title: "CI/CD variable",
  preview: "****",
  severity: "info",
  reasons: ["Nothing is known of its value."],
  confidence: "high",
  activeness: "unknown",
  valueKnown: false,
  tags: [],
  facts: {},
  firstSeen: null,
  locations: [
    makeLocation(web, "gitlab-ci-variable", {
      provenance: {
        kind: "variable",
        level: "project",
        key: "OLD_SIGNING_KEY",
        environmentScope: "*",
        flags: makeFlags({ masked: true, hidden: true, type: "file" }),
      },
      region: null,
    }),
  ],
  usages: [],
  target: null,
  access: [],
  actions: [
    { kind: "remove-variable", why: "Its owner must say whether anything outside GitLab still needs it." },
  ],
  wave: 4,
};

/** Four entries, two projects, one group, two kinds of gap. */
export const exampleInventory: Inventory = {
  version: 1,
  run: {
    id: runId("20260102T030405Z-1"),
    scope: `${GITLAB} acme/shop`,
    startedAt: "2026-01-02T03:04:05Z",
    finishedAt: "2026-01-02T03:09:10Z",
  },
  entries: [hidden, gitlabToken, password, awsKey],
  targets: [
    {
      target: web,
      coverage: {
        blobs: 9120,
        bytes: 41_000_000,
        commits: 830,
        variables: 3,
        sources: [
          { name: "history", blobs: 9120, bytes: 40_999_900, commits: 830, variables: 0 },
          { name: "schedules", blobs: 0, bytes: 0, commits: 0, variables: 0 },
          { name: "variables", blobs: 0, bytes: 100, commits: 0, variables: 3 },
        ],
      },
    },
    { target: api, coverage: { blobs: 12_004, bytes: 77_500_000, commits: 1402, variables: 0 } },
    { target: group, coverage: { blobs: 0, bytes: 0, commits: 0, variables: 6 } },
  ],
  gaps: [
    makeGap({}),
    makeGap({
      code: "GIT_OBJECT_UNREADABLE",
      target: web.id,
      targetPath: web.path,
      source: "history",
      subject: "c".repeat(40),
      message: `Object ${"c".repeat(40)} could not be read.`,
      hint: "It is missing or corrupt; run `git fsck --full` there.",
    }),
    makeGap({
      target: web.id,
      targetPath: web.path,
      message: "Cannot read the pipeline schedules (403).",
      source: "schedule",
    }),
  ],
};

const repository: Target = {
  kind: "repository",
  id: targetId("path:/srv/app"),
  path: "/srv/app",
  name: "app",
};

/** A repository with nothing in it to report. */
export const cleanInventory: Inventory = {
  version: 1,
  run: null,
  entries: [],
  targets: [{ target: repository, coverage: { blobs: 812, bytes: 3_400_000, commits: 96, variables: 0 } }],
  gaps: [],
};

export const emptyInventory: Inventory = { version: 1, run: null, entries: [], targets: [], gaps: [] };

/** One repository, one finding: what a plain scan of a folder gives. */
export const singleInventory: Inventory = {
  ...cleanInventory,
  entries: [
    {
      ...password,
      locations: [
        makeLocation(repository, "generic-password", {
          provenance: { kind: "worktree", path: "src/settings.py", introduced: late },
          region: makeRegion(12, 13, 16),
        }),
      ],
    },
  ],
};
