import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGitLab } from "../../src/gitlab/client.ts";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { planSweep, type SweepPlan } from "../../src/run/plan-sweep.ts";
import { chooseSources } from "../../src/run/choose-sources.ts";
import { type Listed, openScope } from "../../src/run/scope.ts";
import { type Selection, selectPaths } from "../../src/run/select-projects.ts";
import { DEFAULT_LIMITS } from "../../src/sources/source.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { readFacts, sweepSample } from "../support/sweep-sample.ts";

const NOW = "2026-03-01T00:00:00.000Z";
const signal = new AbortController().signal;
let sample: SampleGitLab;
let gitlab: GitLab;
beforeAll(async () => {
  sample = await startSampleGitLab({ now: () => new Date(NOW) });
  gitlab = createGitLab({
    url: sample.url,
    token: sample.tokens.owner,
    userAgent: "vaultbound-test",
    signal,
    sleep: (milliseconds, stop) => wait(Math.min(milliseconds, 5), undefined, { signal: stop }),
    now: () => performance.timeOrigin + performance.now(),
    random: () => 0.5,
    log: () => undefined,
    proxyEnv: {},
  });
});
afterAll(async () => {
  await gitlab.close();
  await sample.close();
});

const list = async (selection: Selection) => {
  const scope = await openScope(gitlab, selection, { now: NOW });
  const items: Listed[] = [];
  for await (const item of scope.projects) items.push(item);
  return { scope, items };
};
const chosen = (items: readonly Listed[]): readonly string[] =>
  items.filter(({ leftOut }) => leftOut === null).map(({ project }) => project.pathWithNamespace);

describe("what a sweep covers", () => {
  it("is each project once, however the places overlap", async () => {
    const { items, scope } = await list(selectPaths("acme/payments", "acme/payments/api", "acme"));
    const paths = chosen(items);
    expect(paths).toEqual([...new Set(paths)]);
    expect([...paths].sort()).toEqual([...chosen((await list(selectPaths("acme"))).items)].sort());
    expect([...scope.groups.keys()]).toContain("acme/platform/infrastructure");
  });

  it("knows the groups above a project, top first, whichever place was named first", async () => {
    const { scope } = await list(selectPaths("acme/payments/api", "acme/web"));
    const groups = [...scope.groups.values()];
    expect(groups.map(({ path }) => path).sort()).toEqual(["acme", "acme/payments", "acme/web"]);
    for (const group of groups)
      expect(group.groups).toEqual(group.path === "acme" ? [] : [scope.groups.get("acme")?.id]);
  });

  it("is everything the token can see with --all: other groups, personal projects", async () => {
    const paths = chosen((await list({ ...selectPaths(), all: true })).items);
    expect(paths).toEqual(expect.arrayContaining(["acme/payments/api", "acme-open/sdk", "ada/dotfiles"]));
  });

  it("is the GitLab itself with --all alone, whatever filters leave out", async () => {
    const { scope } = await list({ ...selectPaths(), all: true, exclude: ["**"] });
    expect(scope.instance).toMatchObject({ kind: "instance", id: "instance", path: sample.url });
    expect((await list(selectPaths("acme"))).scope.instance).toBeNull();
  });

  it("tells which option leaves a project out", async () => {
    const { items } = await list({
      ...selectPaths("acme"),
      archived: "exclude",
      exclude: ["acme/web/shop*"],
    });
    const out = items.flatMap(({ project, leftOut }) =>
      leftOut === null ? [] : [[project.pathWithNamespace, leftOut]],
    );
    expect(Object.fromEntries(out)).toEqual({
      "acme/web/legacy": "--archived exclude",
      "acme/web/shop": "--exclude acme/web/shop*",
      "acme/web/shop-fork": "--exclude acme/web/shop*",
    });
  });

  it.each(["~zoe", "zoe"])("is a person's projects for %s", async (path) => {
    const { id } = await gitlab.group("acme/payments/fraud");
    const asked: (number | string)[] = [];
    // The sample has no list of a person's projects: another list stands for it.
    const withZoe: GitLab = {
      ...gitlab,
      userProjects: (name) => {
        asked.push(name);
        return gitlab.groupProjects(id);
      },
    };
    const { projects, groups } = await openScope(withZoe, selectPaths(path), { now: NOW });
    const items: Listed[] = [];
    for await (const item of projects) items.push(item);
    expect([asked, chosen(items), groups.size]).toEqual([["zoe"], ["acme/payments/fraud/models"], 0]);
  });

  it.each(["nobody", "acme/nothing", "~nobody", "no/such/thing"])(
    "is nothing at %s, and says so at once",
    async (path) => {
      await expect(openScope(gitlab, selectPaths(path), { now: NOW })).rejects.toMatchObject({
        code: "GITLAB_NOT_FOUND",
      });
    },
  );
});

describe("a plan of a sweep", () => {
  const plan = (selection: Selection, sources = chooseSources(null, [])): Promise<SweepPlan> =>
    planSweep({ gitlab, selection, sources, limits: DEFAULT_LIMITS, now: NOW, signal });

  it("reads nothing but lists", async () => {
    const before = sample.requests.length;
    await plan(selectPaths("acme"));
    const paths = sample.requests.slice(before).map(({ path }) => path.split("?")[0] ?? "");
    expect(paths.filter((path) => !/\/groups\/[^/]+(?:\/projects|\/descendant_groups)?$/.test(path))).toEqual(
      [],
    );
  });

  it("names what is to be deleted, archived, or without a repository", async () => {
    const { targets } = await plan(selectPaths("acme"));
    const remarks = new Map(targets.map((target) => [target.path, target.remarks.join("; ")]));
    expect(remarks.get("acme/platform/retired")).toContain("to be deleted, asked for on 2026-01-31");
    expect(remarks.get("acme/web/legacy")).toBe("archived");
    expect(remarks.get("acme/platform/empty")).toBe("no repository to read");
  });

  it("names the GitLab itself with --all, and counts what is asked of it", async () => {
    const { targets, sources } = await plan(
      { ...selectPaths(), all: true, exclude: ["**"] },
      chooseSources(["variables", "snippets", "wikis"], []),
    );
    expect(targets[0]).toEqual({ kind: "instance", id: 0, path: sample.url, remarks: [], leftOut: null });
    expect(sources.map(({ source, targets: count, leastCalls }) => [source, count, leastCalls])).toEqual([
      ["variables", 1, 1],
      ["snippets", 1, 1],
    ]);
  });

  it("counts no call for a source that is left out, and none for what is switched off by its limit", async () => {
    const few = await plan(selectPaths("acme"), chooseSources(["variables", "history"], []));
    const groups = few.targets.filter(({ kind }) => kind === "group").length;
    expect(few.sources.map(({ source }) => source)).toEqual(["variables", "history"]);
    expect(few.leastCalls).toBe(few.listingCalls + (few.sources[0]?.targets ?? 0));
    expect(few.mostCalls).toBe(few.leastCalls);
    expect(few.sources[0]?.targets).toBeGreaterThan(groups);
    const none = await planSweep({
      gitlab,
      selection: selectPaths("acme"),
      sources: chooseSources(["job-logs"], []),
      limits: { ...DEFAULT_LIMITS, jobLogs: 0 },
      now: NOW,
      signal,
    });
    expect(none.sources[0]).toMatchObject({ leastCalls: 0, mostCalls: 0 });
  });

  it("is not far from the calls that a sweep then makes", async () => {
    const { leastCalls } = await plan(selectPaths("acme/payments"));
    const { calls } = await sweepSample({
      url: sample.url,
      token: sample.tokens.owner,
      path: "acme/payments",
    });
    expect(calls).toBeGreaterThan(leastCalls * 0.7);
    expect(calls).toBeLessThan(leastCalls * 3);
  });
});

describe("facts of an earlier sweep", () => {
  const options = () => ({ url: sample.url, token: sample.tokens.owner });

  it("stay when another selection is swept into the same store", async () => {
    const store = openMemoryStore();
    const first = await sweepSample({ ...options(), store, path: "acme/payments" });
    await sweepSample({
      ...options(),
      store,
      selection: { ...selectPaths("acme/payments"), include: ["acme/payments/api"] },
    });
    expect(await readFacts(store, first.run.scope)).toEqual(first.facts);
  });

  it("stay, and nothing is gone, when a filter leaves the project out later", async () => {
    const store = openMemoryStore();
    const selection = { ...selectPaths("acme/payments"), activeSince: "90d" };
    const first = await sweepSample({
      ...options(),
      store,
      selection: { ...selection, activeSince: "99999d" },
    });
    // The same scope with another date would be another name: here the day passes, not the option.
    const kept: string[] = [];
    const second = await sweepSample({
      ...options(),
      store,
      selection: { ...selection, activeSince: "99999d" },
      now: "2299-03-01T00:00:00.000Z",
      events: { stored: ({ target }) => kept.push(target.path) },
    });
    expect(second.run.scope).toBe(first.run.scope);
    expect(kept.filter((path) => path.split("/").length > 2 && path !== "acme/payments/fraud")).toEqual([]);
    expect(second.facts.map(({ findings }) => findings)).toEqual(first.facts.map(({ findings }) => findings));
    for await (const sighting of store.readSightings(first.run.scope)) expect(sighting.goneAt).toBeNull();
  });
});
