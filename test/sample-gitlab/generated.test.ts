/** The generated group: large, quick to start, and all of it known. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import { plantedSecrets } from "./planted.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

const PROJECTS = 2000;
/** Half of it goes to the company's own repositories. */
const START_MS = 5000;

let sample: SampleGitLab;
let took = Infinity;
beforeAll(async () => {
  const begin = performance.now();
  sample = await startSampleGitLab({ generated: { projects: PROJECTS } });
  took = performance.now() - begin;
});
afterAll(() => sample.close());

describe("a generated group", () => {
  it("starts in no time, because its projects share a few repositories", () => {
    expect(took).toBeLessThan(START_MS);
    const folders = Object.entries(sample.repositories).filter(([path]) => path.startsWith("scale/"));
    expect(folders).toHaveLength(PROJECTS);
    expect(new Set(folders.map(([, folder]) => folder)).size).toBe(20);
  });

  it("is listed page by page, each project once", async () => {
    const ids = new Set<unknown>();
    for (let page = 1; page <= PROJECTS / 100; page += 1) {
      const query = `include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100&page=${page}`;
      const { json } = await ask(sample, `/groups/scale/projects?${query}`, sample.tokens.owner);
      for (const id of pluck(json, "id")) ids.add(id);
    }
    expect(ids.size).toBe(PROJECTS);
  });

  it("has a secret in a variable of every tenth project, and one in the code of each repository", async () => {
    const planted = plantedSecrets(sample.company).filter(({ label }) => label.startsWith("generated-"));
    const inVariables = planted.filter(({ places }) => places[0]?.source === "variable");
    expect(inVariables).toHaveLength(PROJECTS / 10);
    expect(inVariables.filter(({ places }) => places.length !== 1)).toEqual([]);
    const inCode = planted.filter(({ places }) => places[0]?.source === "worktree");
    expect(inCode.map(({ places }) => places.length)).toEqual(
      Array.from({ length: 20 }, () => PROJECTS / 20),
    );
    const { json } = await ask(sample, "/projects/10010/variables", sample.tokens.owner);
    expect(pluck(json, "key")).toEqual(["LOG_LEVEL", "DEPLOY_TOKEN"]);
  });

  it("can be cloned by the path of any project", async () => {
    const header = Buffer.from(`oauth2:${sample.tokens.owner}`).toString("base64");
    const auth = ["-c", `http.extraHeader=Authorization: Basic ${header}`];
    const url = `${sample.url}/scale/team-07/service-0027.git`;
    const { stdout } = await promisify(execFile)("git", [...auth, "ls-remote", url]);
    expect(stdout).toMatch(/refs\/heads\/main/);
  });
});
