/** Whatever the client asks of GitLab, the sample has a route for: an answer of its own, not that there is no such address. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { collect, connectGitLab } from "../gitlab/connect.ts";
import { findRoute } from "./api.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

const MOST = 1000;
const PROJECT = { project: 101 };
const GROUP = { group: 11 };
const CREDENTIALS = ["deploy-token", "access-token", "trigger", "deploy-key"] as const;
type Method = Exclude<keyof GitLab, "url" | "calls" | "allowance" | "close">;
type Call = (gitlab: GitLab) => Promise<unknown>;

const all = (list: (gitlab: GitLab) => AsyncIterable<unknown>): Call => {
  return (gitlab) => collect(list(gitlab));
};

/** One row per call of the client: a new one does not compile without. */
const CALLS: Readonly<Record<Method, readonly Call[]>> = {
  tokenIdentity: [(gitlab) => gitlab.tokenIdentity()],
  associations: [all((gitlab) => gitlab.associations())],
  metadata: [(gitlab) => gitlab.metadata()],
  group: [(gitlab) => gitlab.group("acme/payments")],
  project: [(gitlab) => gitlab.project("acme/payments/api")],
  topGroups: [all((gitlab) => gitlab.topGroups())],
  descendantGroups: [all((gitlab) => gitlab.descendantGroups(10))],
  groupProjects: [all((gitlab) => gitlab.groupProjects(10))],
  userProjects: [all((gitlab) => gitlab.userProjects("ada"))],
  allProjects: [all((gitlab) => gitlab.allProjects())],
  members: [PROJECT, GROUP].flatMap((place) => [
    all((gitlab) => gitlab.members(place, "all")),
    all((gitlab) => gitlab.members(place, "own")),
  ]),
  instanceVariables: [all((gitlab) => gitlab.instanceVariables())],
  groupVariables: [all((gitlab) => gitlab.groupVariables(11))],
  projectVariables: [all((gitlab) => gitlab.projectVariables(101))],
  schedules: [all((gitlab) => gitlab.schedules(115))],
  schedule: [(gitlab) => gitlab.schedule(115, 501)],
  pipelines: [all((gitlab) => gitlab.pipelines(115))],
  pipelineVariables: [all((gitlab) => gitlab.pipelineVariables(115, 4002))],
  jobs: [all((gitlab) => gitlab.jobs(115))],
  jobLog: [(gitlab) => gitlab.jobLog(115, 9001, MOST)],
  jobArtifacts: [
    (gitlab) => gitlab.jobArtifacts(115, 9001, MOST),
    (gitlab) => gitlab.jobArtifacts(115, 9001, MOST, "dotenv"),
  ],
  lint: [(gitlab) => gitlab.lint(101)],
  runners: [all((gitlab) => gitlab.runners(PROJECT)), all((gitlab) => gitlab.runners(GROUP))],
  environments: [all((gitlab) => gitlab.environments(101))],
  protections: [all((gitlab) => gitlab.protections(101))],
  secureFiles: [all((gitlab) => gitlab.secureFiles(101))],
  secureFile: [(gitlab) => gitlab.secureFile(101, 41, MOST)],
  terraformStates: [all((gitlab) => gitlab.terraformStates("acme/platform/monolith"))],
  terraformState: [(gitlab) => gitlab.terraformState(106, "mirror", MOST)],
  credentials: [PROJECT, GROUP].flatMap((place) =>
    CREDENTIALS.map((kind) => all((gitlab) => gitlab.credentials(place, kind))),
  ),
  hooks: [all((gitlab) => gitlab.hooks(PROJECT)), all((gitlab) => gitlab.hooks(GROUP))],
  integrations: [all((gitlab) => gitlab.integrations(PROJECT)), all((gitlab) => gitlab.integrations(GROUP))],
  integrationSettings: [(gitlab) => gitlab.integrationSettings(PROJECT, "jenkins")],
  snippets: [all((gitlab) => gitlab.snippets(106))],
  personalSnippets: [
    all((gitlab) => gitlab.personalSnippets("own")),
    all((gitlab) => gitlab.personalSnippets("all")),
  ],
  snippetFile: [
    (gitlab) => gitlab.snippetFile({ id: 23, projectId: 106 }, { path: "mirror.sh", ref: "main" }, MOST),
    (gitlab) => gitlab.snippetFile({ id: 23, projectId: 106 }, { path: "mirror.sh", ref: "" }, MOST),
    (gitlab) => gitlab.snippetFile({ id: 91, projectId: null }, { path: ".npmrc", ref: "main" }, MOST),
    (gitlab) => gitlab.snippetFile({ id: 91, projectId: null }, { path: ".npmrc", ref: "" }, MOST),
  ],
  wikiPages: [all((gitlab) => gitlab.wikiPages(PROJECT)), all((gitlab) => gitlab.wikiPages(GROUP))],
  issues: [all((gitlab) => gitlab.issues(101))],
  mergeRequests: [all((gitlab) => gitlab.mergeRequests(106))],
  notes: [
    all((gitlab) => gitlab.notes(101, "issues", 4)),
    all((gitlab) => gitlab.notes(106, "merge_requests", 1)),
    all((gitlab) => gitlab.notes(106, "snippets", 23)),
  ],
  releases: [all((gitlab) => gitlab.releases(106))],
  tree: [all((gitlab) => gitlab.tree(101, "HEAD"))],
  rawFile: [(gitlab) => gitlab.rawFile(101, "README.md", "HEAD", MOST)],
};

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

describe("the client of GitLab", () => {
  it.each(Object.entries(CALLS))("asks what the sample knows: %s", async (_, calls) => {
    const { gitlab } = connectGitLab(sample.url, { token: sample.tokens.administrator });
    const before = sample.requests.length;
    for (const call of calls) await call(gitlab);
    await gitlab.close();
    const asked = sample.requests.slice(before).map(({ path }) => path.split("?")[0] ?? "");
    const rest = asked.filter((path) => path.startsWith("/api/v4/"));
    expect(rest.filter((path) => findRoute(path.slice("/api/v4".length)) === null)).toEqual([]);
    expect(sample.requests.slice(before).filter(({ status }) => status !== 200)).toEqual([]);
    // Of groups, triggers and deploy keys are not asked for; everything else is.
    expect(asked.length).toBeGreaterThanOrEqual(Math.min(calls.length, 6));
  });
});
