/** What stands around the code: runners, members, protections, instance variables, and what GraphQL tells. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import type { TokenName } from "./company.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

const askAs = (who: TokenName, path: string) => ask(sample, path, sample.tokens[who]);

const askGraph = async (who: TokenName, query: string, variables: object = {}): Promise<unknown> => {
  const answer = await fetch(`${sample.url}/api/graphql`, {
    method: "POST",
    headers: { "private-token": sample.tokens[who], "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
};

describe("settings over REST", () => {
  it.each([
    ["administrator", "/admin/ci/variables", 200],
    ["owner", "/admin/ci/variables", 403],
    ["subgroupMaintainer", "/projects/101/runners", 200],
    ["developer", "/projects/101/runners", 403],
    ["developer", "/groups/11/runners", 403],
    ["owner", "/runners/62", 200],
    ["guest", "/runners/62", 403],
    ["owner", "/runners/999", 404],
    ["developer", "/projects/101/protected_branches", 200],
    ["guest", "/projects/101/protected_tags", 403],
    ["developer", "/projects/101/protected_environments", 403],
    ["guest", "/projects/101/environments", 403],
    ["developer", "/projects/115/pipelines/4002/variables", 403],
    ["owner", "/projects/115/pipelines/4002/variables", 200],
    ["owner", "/projects/116/environments", 403],
    ["developer", "/projects/115/jobs/8013/trace", 200],
    ["guest", "/projects/115/jobs", 403],
  ] as const)("answer %s asking for %s with %i", async (who, path, status) => {
    expect((await askAs(who, path)).status).toBe(status);
  });

  it("list the runners of a project, of the groups above it, and of the instance", async () => {
    expect(pluck((await askAs("owner", "/projects/101/runners")).json, "id")).toEqual([61, 62, 64]);
    expect(pluck((await askAs("owner", "/projects/104/runners")).json, "id")).toEqual([61, 63, 64]);
  });

  it("list members with their highest level, administrators left out", async () => {
    const { json } = await askAs("owner", "/projects/101/members/all");
    expect(pluck(json, "username")).toEqual(["ada", "ben", "chloe", "dora", "ewan"]);
    expect(pluck(json, "access_level")).toEqual([50, 40, 30, 10, 40]);
  });

  it("list the members of a place by itself, without those from above", async () => {
    expect(pluck((await askAs("owner", "/projects/101/members")).json, "username")).toEqual(["ewan"]);
    expect(pluck((await askAs("owner", "/groups/11/members")).json, "username")).toEqual(["ben"]);
  });

  it("show administrators everything", async () => {
    const { json } = await askAs("administrator", "/projects?pagination=keyset&order_by=id&per_page=100");
    expect(pluck(json, "id")).toHaveLength(sample.company.projects.length);
  });
});

describe("GraphQL", () => {
  const RUNNERS = `query { r62: runner(id: "gid://gitlab/Ci::Runner/62") { tagList managers(first: 20) { nodes { executorName } } } }`;
  const STATES =
    "query($path: ID!) { project(fullPath: $path) { terraformStates(first: 100) { nodes { name } } } }";
  const path = "acme/platform/infrastructure/terraform";

  it("tells a runner's tags and executor to those who administer what it serves", async () => {
    const known = { tagList: ["metal", "deploy"], managers: { nodes: [{ executorName: "shell" }] } };
    expect(await askGraph("owner", RUNNERS)).toEqual({ data: { r62: known } });
    expect(await askGraph("developer", RUNNERS)).toEqual({ data: { r62: null } });
  });

  it("names Terraform states to developers, and knows no project for strangers", async () => {
    const nodes = [{ name: "production" }, { name: "network" }];
    expect(await askGraph("developer", STATES, { path })).toMatchObject({
      data: { project: { terraformStates: { nodes } } },
    });
    expect(await askGraph("guest", STATES, { path })).toEqual({
      data: { project: { terraformStates: null } },
    });
    expect(await askGraph("subgroupMaintainer", STATES, { path })).toEqual({ data: { project: null } });
  });

  it("answers questions it does not know with 200 and an error", async () => {
    expect(await askGraph("owner", "query { everything }")).toHaveProperty("errors");
    expect(await askGraph("noScope", RUNNERS)).toMatchObject({ error: "insufficient_scope" });
  });
});
