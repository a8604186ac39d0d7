import { describe, expect, it } from "vitest";
import type { GitLabProject } from "../../src/gitlab/gitlab.ts";
import {
  createFilter,
  describeScope,
  isGroupLeftOut,
  normalizePaths,
  readMoment,
  type Selection,
  selectPaths,
} from "../../src/run/select-projects.ts";

const NOW = "2026-03-01T00:00:00.000Z";
const GITLAB = { url: "https://gitlab.example.com" };

const makeListed = (changes: Partial<GitLabProject> = {}): GitLabProject => ({
  id: 1,
  name: "api",
  pathWithNamespace: "acme/shop/api",
  webUrl: "",
  httpUrlToRepo: null,
  namespace: { id: 2, kind: "group", fullPath: "acme/shop" },
  defaultBranch: "main",
  archived: false,
  emptyRepo: false,
  markedForDeletionOn: null,
  visibility: "private",
  topics: ["java"],
  isFork: false,
  repositoryAccessLevel: "",
  buildsAccessLevel: "",
  snippetsAccessLevel: "",
  wikiAccessLevel: "",
  issuesAccessLevel: "",
  mergeRequestsAccessLevel: "",
  releasesAccessLevel: "",
  environmentsAccessLevel: "",
  infrastructureAccessLevel: "",
  ciConfigPath: "",
  lastActivityAt: "2026-02-01T00:00:00.000+01:00",
  ...changes,
});

const reasonOf = (selection: Partial<Selection>, project: Partial<GitLabProject> = {}): string | null =>
  createFilter({ ...selectPaths("acme"), ...selection }, NOW)(makeListed(project));

describe("a filter over projects", () => {
  it.each<[Partial<Selection>, Partial<GitLabProject>, string | null]>([
    [{}, { archived: true, isFork: true, topics: [], lastActivityAt: "" }, null],
    [{ archived: "exclude" }, { archived: true }, "--archived exclude"],
    [{ archived: "exclude" }, {}, null],
    [{ archived: "only" }, {}, "--archived only"],
    [{ archived: "only" }, { archived: true }, null],
    [{ forks: "exclude" }, { isFork: true }, "--forks exclude"],
    [{ forks: "only" }, {}, "--forks only"],
    [{ topics: ["go", "java"] }, {}, null],
    [{ topics: ["go"] }, {}, "--topic go"],
    [{ visibilities: ["public", "internal"] }, {}, "--visibility public,internal"],
    [{ visibilities: ["private"] }, {}, null],
    [{ activeSince: "30d" }, {}, null],
    [{ activeSince: "28d" }, {}, "--active-since 28d"],
    [{ activeSince: "2026-02-01" }, {}, "--active-since 2026-02-01"],
    [{ activeSince: "2026-02-01" }, { lastActivityAt: "" }, null],
    [{ include: ["acme/*/api"] }, {}, null],
    [{ include: ["acme/*"] }, {}, "no --include matches"],
    [{ include: ["acme/**"], exclude: ["**/api"] }, {}, "--exclude **/api"],
    // A project that is to be deleted is read like any other.
    [{}, { markedForDeletionOn: "2026-02-01" }, null],
  ])("%j takes %j as it says", (selection, project, reason) => {
    expect(reasonOf(selection, project)).toBe(reason);
  });

  it("leaves out groups by --exclude alone", () => {
    const selection = { ...selectPaths("acme"), include: ["acme/other/**"], exclude: ["acme/old"] };
    expect(isGroupLeftOut(selection, { fullPath: "acme/old" })).toBe(true);
    expect(isGroupLeftOut(selection, { fullPath: "acme/shop" })).toBe(false);
  });
});

describe("a moment", () => {
  it("is a day, or a number of days before now", () => {
    expect(readMoment("2026-01-31", NOW)).toBe("2026-01-31T00:00:00.000Z");
    expect(readMoment("30d", NOW)).toBe("2026-01-30T00:00:00.000Z");
  });
});

describe("the name of a scope", () => {
  it("is the address and the path for a plain sweep, as stores of earlier versions have it", () => {
    expect(describeScope(GITLAB, selectPaths("/acme/"))).toBe("https://gitlab.example.com acme");
  });

  it("does not depend on the order in which things are said", () => {
    const one = {
      ...selectPaths("b", "a"),
      topics: ["y", "x"],
      exclude: ["q", "p"],
      skip: ["wikis", "issues"],
    };
    const other = {
      ...selectPaths("a", "b"),
      topics: ["x", "y"],
      exclude: ["p", "q"],
      skip: ["issues", "wikis"],
    };
    expect(describeScope(GITLAB, one)).toBe(describeScope(GITLAB, other));
  });

  it("stays the same from day to day with a moving date", () => {
    expect(describeScope(GITLAB, { ...selectPaths("a"), activeSince: "90d" })).toMatch(
      / --active-since 90d$/,
    );
  });

  it("differs with everything that decides what belongs into the picture", () => {
    const base = selectPaths("acme");
    const all: readonly Selection[] = [
      base,
      selectPaths("acme", "beta"),
      selectPaths("acme beta"),
      { ...base, paths: [], all: true },
      { ...base, archived: "exclude" },
      { ...base, archived: "only" },
      { ...base, forks: "exclude" },
      { ...base, topics: ["x"] },
      { ...base, visibilities: ["public"] },
      { ...base, activeSince: "90d" },
      { ...base, include: ["x"] },
      { ...base, exclude: ["x"] },
      { ...base, exclude: ["x --skip wikis"] },
      { ...base, sources: ["variables"] },
      { ...base, skip: ["wikis"] },
    ];
    expect(new Set(all.map((selection) => describeScope(GITLAB, selection))).size).toBe(all.length);
  });
});

it("takes paths as people paste them, each once", () => {
  expect(normalizePaths(["/acme/", "acme", " acme/shop ", "/"])).toEqual(["acme", "acme/shop"]);
});
