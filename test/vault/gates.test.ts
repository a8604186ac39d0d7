/** What protection in GitLab means for a role. */
import { describe, expect, it } from "vitest";
import { targetId } from "../../src/model/ids.ts";
import type { Settings } from "../../src/model/settings.ts";
import { checkGates, isProtectedBranch } from "../../src/vault/gates.ts";
import type { Workload } from "../../src/vault/role.ts";

const workload = (changes: Partial<Workload> = {}): Workload => ({
  target: targetId("project:42"),
  project: "acme/shop",
  environment: null,
  protectedRefs: true,
  ...changes,
});

const check = (
  settings: Settings | null,
  changes: Partial<Workload> = {},
  defaultBranch: string | null = "main",
) => checkGates(workload(changes), settings && { defaultBranch, settings });

const branches = (...names: readonly string[]): Settings => ({
  protectedRefs: names.map((name) => ({ kind: "branch", name })),
});
const environment = (isProtected: boolean | null, isCut = false): Settings => ({
  environments: { known: [{ name: "production", tier: "production", protected: isProtected }], isCut },
});

describe("the protection of branches and tags", () => {
  it.each([
    ["main", "main", true],
    ["main", "maintenance", false],
    ["release/*", "release/1/2", true],
    ["*", "any/thing", true],
    ["*-stable", "1-stable", true],
    ["*-stable", "1-stable-2", false],
    ["m**n", "main", true],
  ])("%s covers %s: %j", (name, branch, isCovered) => {
    expect(isProtectedBranch([{ kind: "branch", name }], branch)).toBe(isCovered);
    expect(isProtectedBranch([{ kind: "tag", name }], branch)).toBe(false);
  });

  it("is named where the default branch has it", () => {
    expect(check(branches("main", "release/*", "a", "b"))).toEqual({
      claims: {},
      notes: ["Protected there: main, release/*, a and 1 more."],
      missing: null,
    });
  });

  it("must come first where nothing has it: the role would admit no job", () => {
    const missing =
      "No branch or tag of acme/shop is protected, so the role admits no job: protect main first.";
    expect(check(branches())).toEqual({ claims: {}, notes: [missing], missing });
  });

  it("must come first where the default branch has none", () => {
    const { missing } = check({ protectedRefs: [{ kind: "tag", name: "v*" }] });
    expect(missing).toMatch(
      /^The default branch main of acme\/shop is not protected.*protected are tag v\*\.$/,
    );
  });

  it("is said to be unknown where nobody knows", () => {
    for (const settings of [null, {}])
      expect(check(settings)).toEqual({
        claims: {},
        notes: ["Which branches and tags of acme/shop are protected is unknown."],
        missing: null,
      });
  });

  it("does not matter to jobs that read no protected variable", () => {
    expect(check(branches(), { protectedRefs: false })).toMatchObject({ notes: [], missing: null });
  });
});

describe("the protection of an environment", () => {
  const production = { environment: "production", protectedRefs: false };

  it("is bound where GitLab has it", () => {
    expect(check(environment(true), production)).toEqual({
      claims: { environment_protected: "true" },
      notes: [],
      missing: null,
    });
  });

  it("is missed where GitLab has not: any job gets in by naming it", () => {
    expect(check(environment(false), production).notes).toEqual([
      "The environment production is not protected: a job on any branch gets in by naming it; protect it (Premium) to decide who deploys.",
    ]);
  });

  it.each([
    ["GitLab does not say", environment(null), "Whether the environment production is protected is unknown."],
    ["nothing was read", {}, "Whether the environment production is protected is unknown."],
    [
      "there is no such environment yet",
      { environments: { known: [], isCut: false } },
      "acme/shop has no environment production yet, so whether it will be protected is unknown.",
    ],
    [
      "the list was cut",
      { environments: { known: [], isCut: true } },
      "Whether the environment production is protected is unknown.",
    ],
  ])("is said to be unknown where %s", (_, settings, note) => {
    expect(check(settings, production)).toEqual({ claims: {}, notes: [note], missing: null });
  });

  it("is not bound for a pattern", () => {
    const { claims, notes } = check(environment(true), { ...production, environment: "review/*" });
    expect(claims).toEqual({});
    expect(notes).toEqual(["review/* stands for several environments, so the role names none of them."]);
  });
});

describe("the plan", () => {
  it("decides how a job fetches a secret, and is called a heuristic", () => {
    const notesOf = (settings: Settings) => check(settings, { protectedRefs: false }).notes.join();
    expect(notesOf({ plan: "paid" })).toMatch(
      /Premium or Ultimate there \(a heuristic.*`secrets:` can fetch it/,
    );
    expect(notesOf({ plan: "free" })).toMatch(/Free there \(a heuristic.*`secrets:` needs Premium/);
    expect(notesOf({})).toBe("");
  });
});
