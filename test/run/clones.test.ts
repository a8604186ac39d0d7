/** Where clones are kept, and how much of the disk they may take. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TargetFacts } from "../../src/model/run.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { openCommits, type SampleCommits } from "../support/sample-commits.ts";
import { sweepSample, type SampleSweepOptions } from "../support/sweep-sample.ts";

const PROJECT = "acme/payments/api";

let gitlab: SampleGitLab;
let repository: SampleCommits;
let store: Store;
let folder: string;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
  repository = openCommits(gitlab.repositories[PROJECT] ?? "");
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});
beforeEach(() => {
  store = openMemoryStore();
  folder = join(makeTestFolder(), "mirrors");
});

const sweep = (options: Partial<SampleSweepOptions> = {}) =>
  sweepSample({ url: gitlab.url, token: gitlab.tokens.owner, store, path: PROJECT, ...options });
const withCache = () => sweep({ clone: { cache: { folder, most: 1e9 } } });
/** Nothing kept, nothing known. */
const anew = () => sweep({ store: openMemoryStore() });

const withoutMarks = (facts: readonly TargetFacts[]): readonly unknown[] =>
  facts.map(({ target, findings, usages, gaps }) => ({ target, findings, usages, gaps }));

const addSecret = (seed: string, branch = repository.branch): void => {
  const value = expandTemplate(`glpat-{{u64 20 seed=${seed}}}`);
  repository.commit({ "deploy.env": `TOKEN=${value}\n` }, "Change", branch);
};

describe("a mirror that is kept", () => {
  it("is brought up to date, and gives what a new clone gives", async () => {
    await withCache();
    addSecret("kept-1");
    const { facts } = await withCache();
    expect(withoutMarks(facts)).toEqual(withoutMarks((await anew()).facts));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("gives no finding of a history that was rewritten away, though it still holds the objects", async () => {
    const before = repository.git(["rev-parse", "main"]);
    addSecret("kept-2");
    await withCache();
    repository.git(["update-ref", "refs/heads/main", before]);
    addSecret("kept-3");
    const { facts } = await withCache();
    expect(withoutMarks(facts)).toEqual(withoutMarks((await anew()).facts));
  });

  it("follows when another branch becomes a folder of branches, and when tags move", async () => {
    repository.git(["update-ref", "refs/heads/topic", "main"]);
    repository.git(["update-ref", "refs/tags/moving", "main"]);
    await withCache();
    repository.git(["update-ref", "-d", "refs/heads/topic"]);
    repository.git(["update-ref", "refs/heads/topic/deep", "main"]);
    addSecret("kept-4", "topic/deep");
    repository.git(["update-ref", "refs/tags/moving", "topic/deep"]);
    const { facts } = await withCache();
    expect(withoutMarks(facts)).toEqual(withoutMarks((await anew()).facts));
  });

  it("holds no token", async () => {
    await withCache();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
    const token = gitlab.tokens.owner;
    const basic = Buffer.from(`oauth2:${token}`).toString("base64");
    expect(texts.some((text) => text.includes(gitlab.url))).toBe(true);
    expect(texts.filter((text) => text.includes(token) || text.includes(basic))).toEqual([]);
  });

  it("stays as it was when GitLab does not answer", async () => {
    await withCache();
    const [before = ""] = readdirSync(folder);
    const { ino } = statSync(join(folder, before, "packed-refs"));
    addSecret("kept-6");
    gitlab.faults.set([{ path: `/${PROJECT}.git/*`, effect: { kind: "server-error", status: 503 } }]);
    const { facts } = await withCache().finally(() => gitlab.faults.clear());
    expect(facts.flatMap(({ gaps }) => gaps.map(({ code }) => code))).toContain("GIT_CLONE_FAILED");
    expect(readdirSync(folder)).toEqual([before]);
    expect(statSync(join(folder, before, "packed-refs")).ino).toBe(ino);
    expect(withoutMarks((await withCache()).facts)).toEqual(withoutMarks((await anew()).facts));
  });

  it("is made anew where it is broken", async () => {
    await withCache();
    const [mirror = ""] = readdirSync(folder);
    writeFileSync(join(folder, mirror, "HEAD"), "nothing\n");
    addSecret("kept-5");
    const { facts } = await withCache();
    expect(withoutMarks(facts)).toEqual(withoutMarks((await anew()).facts));
  });
});

describe("the disk that clones may take", () => {
  it("makes a gap of a repository that is larger, and the rest is read all the same", async () => {
    const { facts } = await sweep({ clone: { space: 100 } });
    const gaps = facts.flatMap((target) => target.gaps);
    expect(gaps.map(({ code }) => code)).toContain("GIT_CLONE_TOO_LARGE");
    const sources = facts.flatMap(({ findings }) => findings.map(({ location }) => location.provenance.kind));
    expect(sources).toContain("variable");
    expect(sources).not.toContain("history");
  });

  it("lets one at a time where two do not fit", async () => {
    const { facts } = await sweep({ path: "acme/payments", clone: { space: 200_000 } });
    const whole = await sweep({ path: "acme/payments", store: openMemoryStore() });
    expect(withoutMarks(facts)).toEqual(withoutMarks(whole.facts));
  });
});
