/** Where in the sample company each source has something to read, too small a role, an object that fails, nothing. */
import { artifacts } from "../../../src/sources/gitlab/artifacts.ts";
import { ciConfig } from "../../../src/sources/gitlab/ci-config.ts";
import { credentials } from "../../../src/sources/gitlab/credentials.ts";
import { integrations, webhooks } from "../../../src/sources/gitlab/hooks.ts";
import { jobLogs } from "../../../src/sources/gitlab/job-logs.ts";
import { pipelineVariables } from "../../../src/sources/gitlab/pipeline-variables.ts";
import { releases } from "../../../src/sources/gitlab/releases.ts";
import { schedules } from "../../../src/sources/gitlab/schedules.ts";
import { secureFiles } from "../../../src/sources/gitlab/secure-files.ts";
import { snippets } from "../../../src/sources/gitlab/snippets.ts";
import { terraform } from "../../../src/sources/gitlab/terraform.ts";
import { issues, mergeRequests } from "../../../src/sources/gitlab/threads.ts";
import { wikis } from "../../../src/sources/gitlab/wikis.ts";
import { variables } from "../../../src/sources/variables.ts";
import type { SourceCase } from "../../contracts/source-contract.ts";

/** One of everything. */
const MONOLITH = "acme/platform/monolith";
const FRAUD = "acme/payments/fraud/models";
const API = "acme/payments/api";
const SHOP = "acme/web/shop";
const TERRAFORM = "acme/platform/infrastructure/terraform";
/** Everybody sees it; what stands beside its code is for members. */
const HANDBOOK = "acme/handbook";
const EMPTY = "acme/platform/empty";
/** All of it is switched off. */
const OFF = "acme/platform/runners";

/** Outside of acme/platform and acme/web. */
const STRANGER = "subgroupMaintainer";

/** Of projects. */
export const CASES: readonly SourceCase[] = [
  {
    source: variables,
    reads: { path: MONOLITH, items: ["RELEASE_BRANCH | * |", "SHARED_READ_TOKEN | * |"] },
    refused: { path: MONOLITH, token: "developer" },
    // Switched off with CI/CD, they are kept all the same: a gap, not nothing.
    off: null,
    broken: null,
    empty: "acme/platform/retired",
  },
  {
    source: schedules,
    reads: { path: MONOLITH, items: ["schedule 511 | READ_TOKEN | /-/pipeline_schedules/511/edit"] },
    refused: { path: MONOLITH, token: "guest" },
    off: OFF,
    broken: {
      path: FRAUD,
      request: "/api/v4/projects/115/pipeline_schedules/502",
      subject: "schedule 502",
      left: [
        "schedule 501 | TRAINING_DB_PASSWORD",
        "schedule 501 | EPOCHS",
        "schedule 501 | report_password",
        "schedule 501 | mode",
      ],
    },
    empty: EMPTY,
  },
  {
    source: pipelineVariables,
    reads: { path: MONOLITH, items: ["pipeline 4011 | READ_TOKEN | /-/pipelines/4011"] },
    refused: { path: FRAUD, token: "developer" },
    off: OFF,
    broken: {
      path: FRAUD,
      request: "/api/v4/projects/115/pipelines/4005/variables",
      subject: "pipeline 4005",
      left: ["pipeline 4002 | DRY_RUN", "pipeline 4002 | SCORES_DB_PASSWORD"],
    },
    empty: EMPTY,
  },
  {
    source: credentials,
    reads: {
      path: API,
      items: [
        "deploy token 811 | argo-pull | /-/settings/repository",
        "access token 813 | release-bot | /-/settings/access_tokens",
        "trigger token 815 | Nightly from the portal | /-/settings/ci_cd",
        "deploy key 816 | Argo CD | /-/settings/repository",
      ],
    },
    refused: { path: API, token: "developer" },
    off: null,
    broken: {
      path: API,
      request: "/api/v4/projects/101/triggers",
      subject: "trigger token",
      left: ["deploy token 811 | argo-pull", "access token 813 | release-bot", "deploy key 816 | Argo CD"],
    },
    empty: EMPTY,
  },
  {
    source: ciConfig,
    reads: { path: MONOLITH, items: ["merged CI configuration |  | /-/ci/editor"] },
    refused: { path: MONOLITH, token: "guest" },
    off: OFF,
    broken: null,
    // It has code, and no pipeline.
    empty: "acme/platform/retired",
  },
  {
    source: jobLogs,
    reads: { path: MONOLITH, items: ["job 7001 | mirror | /-/jobs/7001"] },
    refused: { path: FRAUD, token: "guest" },
    off: OFF,
    broken: {
      path: FRAUD,
      request: "/api/v4/projects/115/jobs/9002/trace",
      subject: "job 9002",
      left: [
        "job 9001 | train",
        ...[
          ["8014", "publish"],
          ["8013", "debug"],
          ["8012", "lint"],
        ].map(([id, name]) => `job ${id} | ${name}`),
        ...[8011, 8010, 8009, 8008, 8007].map((id) => `job ${id} | lint`),
      ],
    },
    empty: EMPTY,
  },
  {
    source: artifacts,
    reads: {
      path: MONOLITH,
      items: ["job 7001 | artifacts.zip | /-/jobs/7001", "job 7001 | .env.gz | /-/jobs/7001"],
    },
    refused: { path: FRAUD, token: "guest" },
    off: OFF,
    broken: {
      path: FRAUD,
      request: "/api/v4/projects/115/jobs/9001/artifacts",
      subject: "job 9001",
      left: ["job 9002 | artifacts.zip"],
    },
    empty: EMPTY,
  },
  {
    source: snippets,
    reads: {
      path: MONOLITH,
      items: ["$23 | description | /-/snippets/23", "$23 | mirror.sh | /-/snippets/23"],
    },
    refused: { path: HANDBOOK, token: STRANGER },
    off: OFF,
    broken: {
      path: SHOP,
      request: "/api/v4/projects/114/snippets/21/files/main/list.sh/raw",
      subject: "$21 list.sh",
      left: [
        "$21 | description",
        "$21 | docs/usage.md",
        "$21 | note 2211",
        "$22 | description",
        "$22 | fonts.css",
      ],
    },
    empty: EMPTY,
  },
  {
    source: wikis,
    reads: {
      path: SHOP,
      items: ["home |  | /-/wikis/home", "operations/database |  | /-/wikis/operations/database"],
    },
    refused: { path: HANDBOOK, token: STRANGER },
    off: OFF,
    broken: null,
    empty: EMPTY,
  },
  {
    source: issues,
    reads: {
      path: MONOLITH,
      items: ["#1 | description | /-/issues/1", "#1 | note 2301 | /-/issues/1#note_2301"],
    },
    refused: { path: HANDBOOK, token: STRANGER },
    off: OFF,
    broken: {
      path: API,
      request: "/api/v4/projects/101/issues/4/notes",
      subject: "#4",
      left: ["#4 | description", "#5 | description"],
    },
    empty: EMPTY,
  },
  {
    source: mergeRequests,
    reads: {
      path: MONOLITH,
      items: ["!1 | description | /-/merge_requests/1", "!1 | note 2302 | /-/merge_requests/1#note_2302"],
    },
    refused: { path: MONOLITH, token: "guest" },
    off: OFF,
    broken: {
      path: SHOP,
      request: "/api/v4/projects/114/merge_requests/3/notes",
      subject: "!3",
      left: ["!3 | description", "!4 | description"],
    },
    empty: EMPTY,
  },
  {
    source: releases,
    reads: {
      path: MONOLITH,
      items: ["stable | description | /-/releases/stable", "stable | links | /-/releases/stable"],
    },
    refused: { path: HANDBOOK, token: STRANGER },
    off: OFF,
    broken: null,
    empty: EMPTY,
  },
  {
    source: terraform,
    reads: { path: MONOLITH, items: ["mirror |  | /-/terraform"] },
    refused: { path: TERRAFORM, token: "guest" },
    off: OFF,
    broken: {
      path: TERRAFORM,
      request: "/api/v4/projects/104/terraform/state/production",
      subject: "production",
      left: ["network | "],
    },
    empty: EMPTY,
  },
  {
    source: secureFiles,
    reads: { path: MONOLITH, items: ["secure file 44 | mirror.env | /-/settings/ci_cd"] },
    refused: { path: API, token: "guest" },
    off: OFF,
    broken: {
      path: API,
      request: "/api/v4/projects/101/secure_files/41/download",
      subject: "release.key",
      left: ["secure file 42 | keystore.properties", "secure file 43 | chain.pem"],
    },
    empty: EMPTY,
  },
  {
    source: webhooks,
    reads: { path: MONOLITH, items: ["webhook 33 | Mirror | /-/hooks/33/edit"] },
    refused: { path: MONOLITH, token: "developer" },
    off: null,
    broken: null,
    empty: EMPTY,
  },
  {
    source: integrations,
    reads: {
      path: MONOLITH,
      items: ["external-wiki |  | /-/settings/integrations/external-wiki/edit"],
    },
    refused: { path: MONOLITH, token: "developer" },
    off: null,
    broken: {
      path: API,
      request: "/api/v4/projects/101/integrations/slack",
      subject: "slack",
      left: ["jenkins | "],
    },
    empty: EMPTY,
  },
];
