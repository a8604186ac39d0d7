/** A second sweep reads what is new, and ends with the facts that a full one would have found. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Detector } from "../../src/detect/detector.ts";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import type { IgnoreList } from "../../src/ignore/rule.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { describeEngine } from "../../src/run/engine.ts";
import { DEFAULT_LIMITS } from "../../src/sources/source.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeZip } from "../support/zip.ts";
import { DETECTOR } from "../support/scanner.ts";
import { openCommits, type SampleCommits } from "../support/sample-commits.ts";
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
  const token = (seed: string): string => expandTemplate(`glpat-{{u64 20 seed=${seed}}}`);
  let repository: SampleCommits;
  /** Where the branch stood before the test. */
  let start: string;
  beforeEach(() => {
    repository = openCommits(gitlab.repositories[PROJECT] ?? "");
    start = repository.git(["rev-parse", repository.branch]);
  });
  const rewind = (): void => void repository.git(["update-ref", `refs/heads/${repository.branch}`, start]);
  afterEach(rewind);

  /** How many texts the history gave. */
  let texts = 0;
  const detector: Detector = {
    ...DETECTOR,
    detect: (blob) => {
      if (blob.provenance === null || blob.provenance.kind === "commit-message") texts++;
      return DETECTOR.detect(blob);
    },
  };
  const sweepOne = (ignores: readonly IgnoreList[], options: Partial<SampleSweepOptions> = {}) =>
    sweep({ path: PROJECT, scanner: { detector, ignores }, ...options });
  const whole = ({ target, findings, usages, gaps, mark }: TargetFacts): unknown => ({
    target,
    findings,
    usages,
    gaps,
    objects: mark?.objects,
  });
  /** Sweeps what has grown and, for comparison, all of it into an empty store. Returns how many texts each read. */
  const compare = async (ignores: readonly IgnoreList[] = [], engine = "test") => {
    texts = 0;
    const grown = await sweepOne(ignores, { engine });
    const read = texts;
    texts = 0;
    const full = await sweepOne(ignores, { engine, store: openMemoryStore() });
    expect(grown.facts.map(whole)).toEqual(full.facts.map(whole));
    return { read, all: texts, facts: full.facts };
  };
  const listOf = (text: string): readonly IgnoreList[] => {
    const { list, problems } = readIgnoreList(text, { origin: "operator", file: "team.yml" });
    expect(problems).toEqual([]);
    return [list];
  };
  const ignored = (facts: readonly TargetFacts[]): number =>
    facts.flatMap(({ findings }) => findings).filter(({ tags }) => tags.includes("ignore_rule")).length;

  it("finds what a full one finds: a new secret, one that went, and one that moved", async () => {
    await sweepOne([]);
    for (const files of [
      { "new.env": `TOKEN=${token("incremental")}\n` },
      { "new.env": "TOKEN=gone\n" },
      { "new.env": null, "moved.env": `TOKEN=${token("incremental")}\n` },
    ]) {
      repository.commit(files, `Change ${token("message")}`);
      const { read, all } = await compare();
      expect(read).toBeLessThan(all / 3);
    }
  });

  it("finds what a full one finds when history was rewritten", async () => {
    repository.commit({ "secret.env": `TOKEN=${token("rewritten")}\n` });
    const { facts } = await sweepOne([]);
    const hasIt = (all: readonly TargetFacts[]): boolean =>
      all.some(({ findings }) =>
        findings.some(
          ({ location }) => "path" in location.provenance && location.provenance.path === "secret.env",
        ),
      );
    expect(hasIt(facts)).toBe(true);
    rewind();
    const after = await compare();
    expect(hasIt(after.facts)).toBe(false);
  });

  it("finds what a full one finds when another branch is the default one", async () => {
    await sweepOne([]);
    const { git, branch } = repository;
    git(["update-ref", "refs/heads/other", start]);
    git(["symbolic-ref", "HEAD", "refs/heads/other"]);
    try {
      repository.commit({ "new.env": `TOKEN=${token("branch")}\n` });
      const { read, all } = await compare();
      expect(read).toBeLessThan(all / 3);
    } finally {
      git(["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
      git(["update-ref", "-d", "refs/heads/other"]);
    }
  });

  it("still tells what an archive did not give, reads none of it again, and clones nothing while nothing is new", async () => {
    const locked = makeZip([{ name: "secret.env", content: "TOKEN=1\n", isEncrypted: true }]);
    repository.commit({ "locked.zip": locked });
    await sweepOne([]);
    const before = gitlab.requests.length;
    await sweepOne([]);
    expect(countSince(before).git).toBeLessThanOrEqual(2);
    for (const files of [{ "a.txt": "a\n" }, { "locked.zip": null }]) {
      repository.commit(files);
      const { read, all, facts } = await compare();
      expect(read).toBeLessThan(all / 3);
      const codes = facts.flatMap(({ gaps }) => gaps.map(({ code }) => code));
      expect(codes.filter((code) => code === "ARCHIVE_ENCRYPTED")).toHaveLength(1);
    }
  });

  const OWN = ".vaultbound-ignore.yml";
  const EVERYTHING = "ignore:\n  - path_patterns: ['.']\n  - rules: ['gitlab-*']\n";

  it("marks what a full one marks when the repository's own rules come, change and go", async () => {
    repository.commit({ "a.env": `TOKEN=${token("own")}\n` }, `Start ${token("message")}`);
    await sweepOne([]);
    const counts: number[] = [];
    for (const text of ["ignore:\n  - paths: ['*.env']\n", EVERYTHING, null]) {
      repository.commit({ [OWN]: text });
      counts.push(ignored((await compare()).facts));
    }
    // Those in one kind of file; all but what is beside the code, messages too; what comments say.
    const [some = 0, all = 0, none = 0] = counts;
    expect(all).toBeGreaterThan(some);
    expect(some).toBeGreaterThan(none);
  });

  it.each([
    ["by path", "ignore:\n  - paths: ['*.env']\n", true],
    ["by rule", "ignore:\n  - rules: ['gitlab-*']\n", true],
    ["by value, which is not known of what is not read again", "- secret_values: ['.*']\n", false],
  ])("marks what a full one marks with the operator's rules %s", async (_, text, isFast) => {
    repository.commit({ "a.env": `TOKEN=${token("operator")}\n` }, `Start ${token("message")}`);
    const ignores = listOf(text);
    await sweepOne(ignores);
    repository.commit({ "b.env": `TOKEN=${token("operator")}\n` });
    const { read, all, facts } = await compare(ignores);
    expect(ignored(facts)).toBeGreaterThan(0);
    expect(read < all / 3).toBe(isFast);
  });

  it("marks what a full one marks when the operator's rules have changed, because that is another engine", async () => {
    const engineOf = (ignores: readonly IgnoreList[]): string =>
      describeEngine({ rules: [], ignores, version: "1", limits: DEFAULT_LIMITS });
    const ignores = [
      listOf("ignore:\n  - paths: ['*.env']\n"),
      listOf("ignore:\n  - rules: ['gitlab-*']\n"),
      [],
    ];
    repository.commit({ "a.env": `TOKEN=${token("changed")}\n` });
    await sweepOne([], { engine: engineOf([]) });
    for (const list of ignores) {
      const { read, all } = await compare(list, engineOf(list));
      expect(read).toBe(all);
    }
  });
});
