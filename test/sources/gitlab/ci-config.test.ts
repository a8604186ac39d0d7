/** What is told of a CI configuration that GitLab cannot merge, and when GitLab is not asked. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targetId } from "../../../src/model/ids.ts";
import type { Target } from "../../../src/model/target.ts";
import { ciConfig } from "../../../src/sources/gitlab/ci-config.ts";
import { type SampleGitLab, startSampleGitLab } from "../../sample-gitlab/server.ts";
import { sweepSample } from "../../support/sweep-sample.ts";
import { connectGitLab } from "../../gitlab/connect.ts";
import { startServer } from "../../gitlab/server.ts";
import { makeSourceContext, readSource } from "./open-gitlab.ts";

const TARGET = {
  kind: "project",
  id: targetId("project:42"),
  path: "a/b",
  name: "b",
  archived: false,
  visibility: "private",
  groups: [],
  defaultBranch: "main",
} as const;

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

describe("a CI configuration that GitLab cannot merge", () => {
  it("is a gap that counts GitLab's complaints and repeats none: they quote the file", async () => {
    const { url, tokens } = sample;
    const headers = { "private-token": tokens.owner };
    const answer = await fetch(`${url}/api/v4/projects/acme%2Fweb%2Flanding-page/ci/lint`, { headers });
    expect(await answer.text()).toContain("FTP_USER:");
    const { items } = await readSource(sample, ciConfig, { path: "acme/web/landing-page" });
    expect(items).toEqual([
      expect.objectContaining({
        code: "CI_CONFIG_INVALID",
        source: "ci-config",
        message: expect.stringMatching(/\(\d+ errors?\)/),
      }),
    ]);
    expect(JSON.stringify(items)).not.toContain("FTP_USER");
  });
});

describe("an answer of GitLab's CI lint", () => {
  const read = async (body: object) => {
    await using server = await startServer(() => ({ body }));
    const { gitlab } = connectGitLab(server.url);
    const target: Target = { ...TARGET, webUrl: "https://gitlab.invalid/a/b" };
    const items = [];
    for await (const item of ciConfig.read(target, makeSourceContext(gitlab))) items.push(item);
    return items;
  };

  it("is read as it was before GitLab broke its lines", async () => {
    const merged = "---\na:\n  script:\n  - curl --user\n    ci:value https://x.example\n";
    const [item] = await read({ valid: true, errors: [], merged_yaml: merged, includes: [] });
    const bytes = item !== undefined && "bytes" in item ? item.bytes : [];
    expect(Buffer.from(bytes).toString()).toContain("- curl --user ci:value https://x.example\n");
  });

  it("is read as far as it goes where it is not valid, which is said too", async () => {
    const items = await read({ valid: false, errors: ["a", "b"], merged_yaml: "a: b\n" });
    expect(items).toMatchObject([{ path: ".gitlab-ci.yml" }, { code: "CI_CONFIG_INVALID" }]);
  });

  it("is nothing where there is no pipeline file, and a gap where it says that and more", async () => {
    const absent = "Please provide content of .gitlab-ci.yml";
    expect(await read({ valid: false, errors: [absent], merged_yaml: null })).toEqual([]);
    expect(await read({ valid: false, errors: [absent, "b"], merged_yaml: null })).toHaveLength(1);
  });
});

describe("the merged CI configuration in a sweep", () => {
  const sweep = (path: string, token = sample.tokens.owner) => sweepSample({ url: sample.url, token, path });

  it("is asked for where the pipeline file includes something, and for no other project", async () => {
    const before = sample.requests.length;
    await sweep("acme/payments");
    const asked = sample.requests.slice(before).filter(({ path }) => path.includes("/ci/lint"));
    expect(asked.map(({ path }) => /projects\/(\d+)/.exec(path)?.[1])).toEqual(["103"]);
  });

  it("gives what a file of another host brings in, and no second place to what the project's files hold", async () => {
    const { facts } = await sweep("acme/payments/worker");
    const worker = facts.find(({ target }) => target.path === "acme/payments/worker");
    const inConfig = worker?.findings.filter(({ location }) => location.provenance.kind === "ci-config");
    expect(inConfig?.map(({ rule, location }) => `${rule} ${location.url}`)).toEqual([
      `gitlab-pat ${sample.url}/acme/payments/worker/-/ci/editor`,
    ]);
  });

  it("stands in for the files where the code cannot be cloned", async () => {
    const { facts } = await sweep("acme/payments/worker", sample.tokens.withoutCode);
    const kinds = facts.flatMap(({ findings }) => findings.map(({ location }) => location.provenance.kind));
    expect(kinds.filter((kind) => kind === "ci-config").length).toBeGreaterThan(1);
  });
});
