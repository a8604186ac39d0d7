/** A second sweep reads what is new, and ends with the facts that a full one would have found. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TargetFacts } from "../../src/model/run.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { sweepSample, type SampleSweepOptions } from "../support/sweep-sample.ts";

const PROJECT = "acme/payments/api";
/** Those with something to clone. */
const PROJECTS = 15;

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
});
afterAll(() => gitlab.close());

let store: Store;
beforeEach(() => {
  store = openMemoryStore();
});

const sweep = (options: Partial<SampleSweepOptions> = {}) =>
  sweepSample({ url: gitlab.url, token: gitlab.tokens.owner, store, ...options });

/** Requests of kinds since a moment. */
const countSince = (start: number): { readonly api: number; readonly git: number } => {
  const paths = gitlab.requests.slice(start).map(({ path }) => path);
  return {
    api: paths.filter((path) => path.includes("/api/")).length,
    git: paths.filter((path) => path.includes(".git/")).length,
  };
};

/** Without what tells when something was read. */
const withoutMarks = (facts: readonly TargetFacts[]): readonly unknown[] =>
  facts.map(({ target, findings, usages, gaps }) => ({ target, findings, usages, gaps }));

const git = (args: readonly string[], input = ""): string =>
  execFileSync("git", [`--git-dir=${gitlab.repositories[PROJECT] ?? ""}`, ...args], {
    input,
    encoding: "utf8",
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: "ada",
      GIT_AUTHOR_EMAIL: "ada@acme.example",
      GIT_COMMITTER_NAME: "ada",
      GIT_COMMITTER_EMAIL: "ada@acme.example",
      GIT_AUTHOR_DATE: "2026-02-01T00:00:00Z",
      GIT_COMMITTER_DATE: "2026-02-01T00:00:00Z",
    },
  }).trim();

/** Puts a commit with one more file on a branch. */
const commit = (
  branch: string,
  { file, content }: { readonly file: string; readonly content: string },
): string => {
  const blob = git(["hash-object", "-w", "--stdin"], content);
  const entries = git(["ls-tree", branch]).split("\n");
  const others = entries.filter((line) => !line.endsWith(`\t${file}`));
  const tree = git(["mktree"], `${[...others, `100644 blob ${blob}\t${file}`].join("\n")}\n`);
  const id = git(["commit-tree", tree, "-p", branch, "-m", `Change ${file}`]);
  git(["update-ref", `refs/heads/${branch}`, id]);
  return id;
};

describe("a second sweep", () => {
  it("of an unchanged group clones nothing, asks a fifth as often at most, and finds the same", async () => {
    const before = gitlab.requests.length;
    const first = await sweep();
    const firstCount = countSince(before);
    const between = gitlab.requests.length;
    const second = await sweep();
    const count = countSince(between);
    // Refs are asked for by the same service that clones: once where nothing is new, more often for a clone.
    expect(firstCount.git).toBeGreaterThanOrEqual(3 * PROJECTS);
    expect(count.git).toBeLessThanOrEqual(2 * PROJECTS);
    expect(count.api).toBeLessThanOrEqual(firstCount.api / 5);
    expect(withoutMarks(second.facts)).toEqual(withoutMarks(first.facts));
  });

  it("with --full reads everything again", async () => {
    await sweep();
    const start = gitlab.requests.length;
    await sweep({ isFull: true });
    const full = countSince(start);
    const again = gitlab.requests.length;
    await sweep();
    expect(countSince(again).api).toBeLessThan(full.api);
  });

  it("with other rules reads everything again", async () => {
    await sweep({ engine: "one" });
    const start = gitlab.requests.length;
    await sweep({ engine: "two" });
    const other = countSince(start);
    const again = gitlab.requests.length;
    await sweep({ engine: "two" });
    expect(countSince(again).api).toBeLessThan(other.api);
  });
});

describe("after new commits, a second sweep", () => {
  const branch = (): string => git(["symbolic-ref", "--short", "HEAD"]);
  const token = (seed: string): string => expandTemplate(`glpat-{{u64 20 seed=${seed}}}`);
  /** As a sweep of an empty store finds it. */
  const sweepBoth = async (): Promise<readonly [readonly unknown[], readonly unknown[]]> => {
    const grown = await sweep();
    const full = await sweepSample({ url: gitlab.url, token: gitlab.tokens.owner });
    return [withoutMarks(grown.facts), withoutMarks(full.facts)];
  };

  it("finds what a full one finds: a new secret, one that went, and one that moved", async () => {
    await sweep();
    const steps = [
      { file: "new.env", content: `TOKEN=${token("incremental")}\n` },
      { file: "new.env", content: "TOKEN=gone\n" },
      { file: "moved.env", content: `TOKEN=${token("incremental")}\n` },
    ];
    for (const step of steps) {
      commit(branch(), step);
      const [grown, full] = await sweepBoth();
      expect(grown).toEqual(full);
    }
  });

  it("finds what a full one finds when history was rewritten", async () => {
    const tip = git(["rev-parse", branch()]);
    commit(branch(), { file: "secret.env", content: `TOKEN=${token("rewritten")}\n` });
    const { facts } = await sweep();
    const hasIt = (all: readonly TargetFacts[]): boolean =>
      all.some(({ findings }) =>
        findings.some(
          ({ location }) => "path" in location.provenance && location.provenance.path === "secret.env",
        ),
      );
    expect(hasIt(facts)).toBe(true);
    git(["update-ref", `refs/heads/${branch()}`, tip]);
    const after = await sweep();
    expect(hasIt(after.facts)).toBe(false);
    const [grown, full] = await sweepBoth();
    expect(grown).toEqual(full);
  });
});
