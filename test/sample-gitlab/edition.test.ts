/** What GitLab's plans and ways of running it answer differently; main.ts offers them as --tier and --kind. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import type { TokenName } from "./company.ts";
import type { Edition } from "./edition.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

const NOW = new Date("2026-01-15T10:00:00Z");
const EDITIONS = {
  ultimate: { tier: "ultimate", kind: "self-managed" },
  premium: { tier: "premium", kind: "self-managed" },
  community: { tier: "free", kind: "self-managed" },
  "gitlab.com, free": { tier: "free", kind: "gitlab.com" },
  "gitlab.com, premium": { tier: "premium", kind: "gitlab.com" },
} as const satisfies Readonly<Record<string, Edition>>;
type Name = keyof typeof EDITIONS;
const NAMES = ["ultimate", "premium", "community", "gitlab.com, free", "gitlab.com, premium"] as const;

const samples = new Map<Name, SampleGitLab>();
beforeAll(async () => {
  for (const name of NAMES) samples.set(name, await startSampleGitLab({ now: () => NOW, ...EDITIONS[name] }));
});
afterAll(() => Promise.all([...samples.values()].map((sample) => sample.close())));

const askAs = (name: Name, path: string, token: TokenName = "owner") => {
  const sample = samples.get(name);
  if (sample === undefined) throw new Error(`${name} was not started`);
  return ask(sample, path, sample.tokens[token]);
};
/** What each of the editions gives, in the order of NAMES. */
const askAll = async <Value>(
  path: string,
  read: (answer: Awaited<ReturnType<typeof askAs>>) => Value,
  token: TokenName = "owner",
): Promise<Readonly<Record<string, Value>>> => {
  const rows = NAMES.map(async (name) => [name, read(await askAs(name, path, token))] as const);
  return Object.fromEntries(await Promise.all(rows));
};
const inOrder = <Value>(...values: readonly Value[]): Readonly<Record<string, Value | undefined>> =>
  Object.fromEntries(NAMES.map((name, index) => [name, values[index]]));
const keysOf = (json: unknown): readonly string[] => Object.keys(typeof json === "object" ? { ...json } : {});

describe("an edition", () => {
  it.each(["/projects/101/protected_environments", "/groups/11/wikis", "/groups/11/hooks"])(
    "has no %s in the free plan",
    async (path) => {
      const statuses = await askAll(path, ({ status }) => status);
      expect(statuses).toEqual(inOrder(200, 200, 404, 404, 200));
    },
  );

  it("says whether it is an Enterprise build, which tells nothing of the plan", async () => {
    expect(await askAll("/metadata", ({ json }) => json)).toMatchObject(
      inOrder<object>(
        { enterprise: true, version: expect.stringMatching(/-ee$/) },
        { enterprise: true },
        { enterprise: false, version: expect.stringMatching(/^[\d.]+$/) },
        { enterprise: true },
        { enterprise: true },
      ),
    );
  });

  it("shows licensed keys of a project in its plan only", async () => {
    const premium = ["approvals_before_merge", "mirror", "merge_pipelines_enabled", "merge_trains_enabled"];
    const ultimate = "only_allow_merge_if_all_status_checks_passed";
    const keys = await askAll("/projects/101", ({ json }) =>
      keysOf(json).filter((key) => premium.includes(key) || key === ultimate),
    );
    expect(keys).toEqual(inOrder([...premium, ultimate], premium, [], [], premium));
  });

  it("shows licensed keys of a group in paid plans only", async () => {
    const licensed = ["membership_lock", "wiki_access_level", "shared_runners_minutes_limit"];
    const counts = await askAll(
      "/groups/10?with_projects=false",
      ({ json }) => keysOf(json).filter((key) => licensed.includes(key)).length,
    );
    expect(counts).toEqual(inOrder(3, 3, 0, 0, 3));
  });

  it("has a licence for administrators of an instance, and none of the Community Edition", async () => {
    const answers = await askAll(
      "/license",
      ({ status, json }) => [status, pluck([json], "plan")[0]],
      "administrator",
    );
    const refused = (status: number) => [status, undefined];
    expect(answers).toEqual(
      inOrder<readonly unknown[]>(
        [200, "ultimate"],
        [200, "premium"],
        refused(404),
        refused(403),
        refused(403),
      ),
    );
    expect((await askAs("ultimate", "/license")).status).toBe(403);
  });

  it("tells the plan of a namespace on GitLab.com, to those who administer it", async () => {
    const plans = await askAll("/namespaces/10", ({ json }) => pluck([json], "plan")[0]);
    expect(plans).toEqual(inOrder(undefined, undefined, undefined, "free", "premium"));
    const asGuest = await askAs("gitlab.com, premium", "/namespaces/10", "guest");
    expect(keysOf(asGuest.json)).not.toContain("plan");
  });

  it("refuses `secrets:` in a pipeline of the free plan", async () => {
    const errors = await askAll("/projects/115/ci/lint", ({ status, json }) => [
      status,
      pluck([json], "errors")[0],
    ]);
    const refused = [200, ["jobs:score config contains unknown keys: secrets"]];
    expect(errors).toEqual(inOrder<unknown>([200, []], [200, []], refused, refused, [200, []]));
  });

  it("counts requests on GitLab.com and tells so in headers, self-managed not", async () => {
    const limits = await askAll("/groups/10", ({ headers }) => headers.get("ratelimit-limit"));
    expect(limits).toEqual(inOrder<string | null>(null, null, null, "2000", "2000"));
    const { headers } = await askAs("gitlab.com, free", "/version");
    expect(headers.get("ratelimit-reset")).toBe(String(NOW.getTime() / 1000 + 60));
    expect(headers.get("date")).toBe(NOW.toUTCString());
  });

  it("keeps instance variables for administrators, of which GitLab.com has none", async () => {
    const statuses = await askAll("/admin/ci/variables", ({ status }) => status, "administrator");
    expect(statuses).toEqual(inOrder(200, 200, 200, 403, 403));
  });

  it("knows internal projects where it is self-managed", async () => {
    const asStranger = await askAll("/projects/102", ({ status }) => status, "subgroupMaintainer");
    expect(asStranger).toEqual(inOrder(200, 200, 200, 404, 404));
  });
});

describe("what belongs to people and tokens", () => {
  it("is the projects of a person, by number and by name, as far as the caller sees them", async () => {
    for (const id of ["1", "ada"])
      expect(pluck((await askAs("ultimate", `/users/${id}/projects`)).json, "path")).toEqual(["dotfiles"]);
    const { json } = await askAs("ultimate", "/users/ada/projects", "guest");
    expect(json).toEqual([]);
    expect((await askAs("ultimate", "/users/nobody/projects")).status).toBe(404);
  });

  it("is the groups and projects that a token reaches, with the level there", async () => {
    const { json } = await askAs(
      "ultimate",
      "/personal_access_tokens/self/associations?min_access_level=10&per_page=100",
      "subgroupMaintainer",
    );
    const { groups, projects } = { groups: [], projects: [], ...(typeof json === "object" ? json : {}) };
    expect(groups).toMatchObject([
      { id: 11, access_levels: 40 },
      { id: 15, access_levels: 40 },
    ]);
    expect(projects).toMatchObject([
      { id: 101, access_levels: { group_access_level: 40 } },
      { id: 103 },
      { id: 115 },
    ]);
  });
});
