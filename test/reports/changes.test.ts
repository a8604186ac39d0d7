import { describe, expect, it } from "vitest";
import { buildInventory } from "../../src/inventory/build.ts";
import { hasNews, listChanges } from "../../src/reports/list-changes.ts";
import { runId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { ChangeReport } from "../../src/reports/change-report.ts";
import { renderChangesJson, renderChangesText } from "../../src/reports/changes-text.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import {
  found,
  inFile,
  inVariable,
  type LooseFinding,
  makeFacts,
  makeProject,
  RULES,
} from "../support/facts.ts";
import { compileSchema } from "../support/schemas.ts";

const SCOPE = "https://gitlab.example.com acme";
const SHOP = makeProject("acme/shop");
const BLOG = makeProject("acme/blog");
const GAP = {
  code: "GITLAB_FORBIDDEN",
  source: "variable",
  subject: "",
  message: "No.",
  hint: "Ask.",
} as const;

const shop = (findings: readonly LooseFinding[], gaps: TargetFacts["gaps"] = []): TargetFacts => ({
  ...makeFacts(SHOP, { findings }),
  gaps,
});

/** One whole sweep that sees these facts. */
const sweep = async (store: Store, day: number, ...facts: readonly TargetFacts[]): Promise<void> => {
  const at = `2026-03-0${day}T00:00:00.000Z`;
  const { run } = await store.beginRun(SCOPE, at, runId(`run-${day}`));
  for (const target of facts) await store.putTarget(run.id, target, at);
  await store.finishRun(run.id, at);
};

const report = async (store: Store): Promise<ChangeReport> => {
  const run = await store.latestRun(SCOPE);
  if (run === null) throw new Error("no run");
  const facts: TargetFacts[] = [];
  for await (const target of store.readTargets(SCOPE)) facts.push(target);
  const inventory = buildInventory({ run, facts, rules: RULES });
  const sightings = store.readSightings(SCOPE);
  return listChanges({
    run,
    inventory,
    rules: RULES,
    sightings,
    targets: await store.readTargetSightings(SCOPE),
  });
};
const summary = ({ changes }: ChangeReport): readonly string[] =>
  changes.map(({ change, targetPath, place }) => `${change} ${targetPath} ${place}`.trim());

/** Without the line breaks that the width makes. */
const flatten = (chunks: Iterable<string>): string => [...chunks].join("").replaceAll(/\s+/g, " ");

const A = found("a", inFile("a.env"));
const B = found("b", inVariable("TOKEN"));
const OLD = found("old", inFile("old.env"));

describe("what a sweep changed", () => {
  it("is nothing when it saw the same", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A, B]));
    await sweep(store, 2, shop([A, B]));
    const same = await report(store);
    expect([same.hasEarlier, same.changes]).toEqual([true, []]);
    expect(hasNews(same, "any")).toBe(false);
  });

  it("is everything when nothing is known from before", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A, B]));
    const first = await report(store);
    expect([first.hasEarlier, first.changes.length]).toEqual([false, 2]);
    expect(flatten(renderChangesText(first, { width: 80, color: false }))).toContain(
      "No earlier sweep of this scope is known",
    );
  });

  it("is what came, went, changed and came back, and only in the newest sweep", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A, B, OLD]));
    await sweep(store, 2, shop([A, OLD]));
    await sweep(store, 3, shop([found("a", inFile("a.env"), { line: 7 }), B, found("c", inFile("c.env"))]));
    const third = await report(store);
    expect(summary(third)).toEqual([
      "new acme/shop c.env:1:1",
      "back acme/shop variable TOKEN (all environments, masked, protected)",
      "changed acme/shop a.env:7:1",
      "gone acme/shop",
    ]);
    expect(third.changes.every(({ isSure }) => isSure)).toBe(true);
  });

  it("says where else a secret still is that has gone from one place", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A]), makeFacts(BLOG, { findings: [A] }));
    await sweep(store, 2, shop([A]));
    const [gone] = (await report(store)).changes;
    expect(gone).toMatchObject({ change: "gone", otherPlaces: 1, target: BLOG.id, targetPath: BLOG.path });
  });

  it("is told of projects that moved, by their old and their new path, and of those that are gone", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A]), makeFacts(BLOG, { findings: [B] }));
    const webUrl = "https://gitlab.example.com/acme/store";
    await sweep(store, 2, { ...shop([A]), target: { ...SHOP, path: "acme/store", webUrl } });
    const moved = await report(store);
    expect(moved.targets).toEqual([
      { change: "moved", target: SHOP.id, path: "acme/store", earlierPath: "acme/shop" },
      { change: "gone", target: BLOG.id, path: "acme/blog", earlierPath: null },
    ]);
    // The finding that moved along has not changed.
    expect(moved.changes.map(({ change, isSure }) => [change, isSure])).toEqual([["gone", false]]);
    const text = flatten(renderChangesText(moved, { width: 80, color: false }));
    expect(text).toContain("Renamed or moved: 1 acme/shop → acme/store");
    expect(text).toContain("the whole of it is deleted, or no longer visible to this token");
    const json = JSON.parse([...renderChangesJson(moved)].join(""));
    expect(compileSchema("docs/schema/changes.v1.json")(json)).toEqual([]);
    await sweep(store, 3, { ...shop([A]), target: { ...SHOP, path: "acme/store", webUrl } });
    expect((await report(store)).targets).toEqual([]);
  });

  it("is not sure that something is gone where a part could not be read", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A, B]));
    await sweep(store, 2, shop([A], [GAP]));
    const torn = await report(store);
    expect(torn.changes.map(({ change, isSure }) => [change, isSure])).toEqual([["gone", false]]);
    expect(flatten(renderChangesText(torn, { width: 80, color: false }))).toContain("it may be there still");
  });

  it("leaves out what is ignored", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A]));
    await sweep(store, 2, shop([A, B]));
    const run = await store.latestRun(SCOPE);
    if (run === null) throw new Error("no run");
    const inventory = buildInventory({ run, facts: [shop([A])], rules: RULES });
    const sightings = store.readSightings(SCOPE);
    expect((await listChanges({ run, inventory, rules: RULES, sightings, targets: [] })).changes).toEqual([]);
  });

  it("is news from the severity on that was asked for, and never what is gone", async () => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A]));
    await sweep(store, 2, shop([found("info", inFile("x"), { rule: "acme-public-key" })]));
    const mild = await report(store);
    expect(mild.changes.map(({ change, severity }) => [change, severity])).toEqual([
      ["new", "info"],
      ["gone", "high"],
    ]);
    expect([hasNews(mild, "any"), hasNews(mild, "info"), hasNews(mild, "low")]).toEqual([true, true, false]);
  });
});

describe("the change report", () => {
  const mixed = async (): Promise<ChangeReport> => {
    const store = openMemoryStore();
    await sweep(store, 1, shop([A, OLD]));
    const long = found("long", inFile(`${"deep/".repeat(40)}\u001b[31mfile\u202e.env`));
    await sweep(store, 2, shop([A, B, long], [GAP]));
    return report(store);
  };

  it("is JSON as its published schema says", async () => {
    const text = [...renderChangesJson(await mixed())].join("");
    expect(compileSchema("docs/schema/changes.v1.json")(JSON.parse(text))).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ compared: "earlier", counts: { new: 2, gone: 1 }, gaps: 1 });
  });

  it.each([40, 80])("fits %i columns, and obeys no control character of a file name", async (width) => {
    const text = [...renderChangesText(await mixed(), { width, color: false })].join("");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(flatten([text])).toContain("1 part could not be read");
  });
});
