/** What a sweep learns of how projects and groups are set up, what it costs, and when it is asked again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Settings } from "../../src/model/settings.ts";
import { scanPath } from "../../src/run/scan-path.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type Fault, type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";
import { makeRepository, removeTestFolders } from "../support/git-repository.ts";
import { makeGitContext, SCANNER } from "../support/scanner.ts";
import { sweepSample, type SampleSweepOptions } from "../support/sweep-sample.ts";

/** Its number in GitLab is 101; that of its group is 11. */
const API = "acme/payments/api";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
});
afterAll(() => gitlab.close());
afterAll(removeTestFolders);

let store: Store;
beforeEach(() => {
  store = openMemoryStore();
  gitlab.faults.clear();
});

/** The code and the variables alone: the other sources have nothing to do with it. */
const SOURCES = SCANNER.sources.filter(({ name }) => ["variables", "history", "settings"].includes(name));

const sweep = (options: Partial<SampleSweepOptions> = {}) =>
  sweepSample({
    url: gitlab.url,
    token: gitlab.tokens.owner,
    store,
    scanner: { sources: SOURCES },
    ...options,
  });

const factsOf = (facts: readonly TargetFacts[], path: string): TargetFacts => {
  const found = facts.find(({ target }) => target.path === path);
  if (found === undefined) throw new Error(`nothing is known of ${path}`);
  return found;
};

const gapsOf = ({ gaps }: TargetFacts): readonly string[] =>
  gaps.filter(({ source }) => source === "settings").map(({ code, subject }) => `${code} ${subject}`);

/** Requests for settings since a moment, by place: `projects/101` → how many. */
const countSince = (start: number): ReadonlyMap<string, number> => {
  const asked = gitlab.requests.slice(start).flatMap(({ path }) => {
    const parts = /\/(projects|groups)\/(\d+)\/(?:members|protected_|environments|runners)/.exec(path);
    return parts === null ? [] : [`${parts[1]}/${parts[2]}`];
  });
  return new Map([...Map.groupBy(asked, (place) => place)].map(([place, calls]) => [place, calls.length]));
};

describe("a sweep", () => {
  it("learns of a project what decides its migration", async () => {
    const { facts } = await sweep({ path: "acme/payments" });
    const known: Settings = {
      owners: { members: [{ user: "ewan", role: "maintainer" }], left: 0 },
      protectedRefs: [
        { kind: "branch", name: "main" },
        { kind: "branch", name: "release/*" },
        { kind: "tag", name: "v*" },
      ],
      environments: {
        known: [
          { name: "production", tier: "production", protected: true },
          { name: "staging", tier: "staging", protected: false },
        ],
        isCut: false,
      },
      runners: [
        { type: "group_type", executors: ["shell"], tags: ["deploy", "metal"] },
        { type: "instance_type", executors: ["docker"], tags: ["docker"] },
      ],
    };
    expect(factsOf(facts, API).settings).toMatchObject(known);
    expect(facts.flatMap(gapsOf)).toEqual([]);
  });

  it("learns of a group who was made a member there, once for all projects below", async () => {
    const start = gitlab.requests.length;
    const { facts } = await sweep({ path: "acme/payments" });
    const owners = (path: string) => factsOf(facts, path).settings?.owners?.members;
    expect(owners("acme")).toEqual([{ user: "ada", role: "owner" }]);
    expect(owners("acme/payments")).toEqual([{ user: "ben", role: "maintainer" }]);
    expect(owners("acme/payments/fraud")).toEqual([]);
    const groups = [...countSince(start)].filter(([place]) => place.startsWith("groups/"));
    expect(groups).toHaveLength(3);
    expect(groups.every(([, calls]) => calls === 1)).toBe(true);
  });

  it("tells the inventory which jobs leave values on a host, and what is bound and missing", async () => {
    const { inventory } = await sweep({ path: "acme/payments" });
    const entryOf = (key: string) =>
      inventory.entries.find(({ locations }) =>
        locations.some(({ provenance }) => provenance.kind === "variable" && provenance.key === key),
      );
    const artifacts = entryOf("ARTIFACTS_PASSWORD");
    expect(artifacts?.reasons.join(" ")).toContain(`The job build of ${API} runs on a host`);
    const stripe = entryOf("STRIPE_KEY");
    expect(stripe?.owners).toEqual([{ name: "@ewan", role: "maintainer", of: API }]);
    expect(stripe?.access[0]?.boundClaims).toMatchObject({
      environment: "production",
      environment_protected: "true",
      ref_protected: "true",
    });
    const google = entryOf("GOOGLE_APPLICATION_CREDENTIALS");
    expect(google?.actions.find(({ kind }) => kind === "protect")?.why).toBe(
      "No branch or tag of acme/payments/fraud/models is protected, so the role admits no job: protect trunk first.",
    );
  });

  it("knows who owns the files with secrets by CODEOWNERS, without a call", async () => {
    const { facts } = await sweep({ path: "acme/web/shop" });
    expect(factsOf(facts, "acme/web/shop").settings?.codeOwners).toContainEqual({
      owners: ["@acme/web", "@chloe", "npm@acme.example"],
      paths: [".npmrc"],
    });
  });

  it("asks nothing of a project that has nothing to decide, and six things at most of any", async () => {
    const start = gitlab.requests.length;
    const { facts } = await sweep({ path: "acme/platform" });
    const counts = countSince(start);
    const idle = facts.filter(
      ({ target, findings, usages }) =>
        target.kind === "project" && findings.length === 0 && usages.length === 0,
    );
    expect(idle.length).toBeGreaterThan(1);
    for (const { target, settings } of idle) {
      expect(settings).toBeUndefined();
      expect(counts.get(target.id.replace("project:", "projects/"))).toBeUndefined();
    }
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(6);
  });

  it("asks nothing at all where the source is left out", async () => {
    const start = gitlab.requests.length;
    const sources = SOURCES.filter(({ name }) => name !== "settings");
    const { facts } = await sweep({ path: API, scanner: { sources } });
    expect(facts.filter(({ settings }) => settings !== undefined)).toEqual([]);
    expect(countSince(start)).toEqual(new Map());
  });
});

describe("what is refused", () => {
  const FORBIDDEN: Fault = { path: "/api/v4/projects/101/runners*", effect: { kind: "forbidden" } };

  it("is a gap, and the rest is read", async () => {
    gitlab.faults.set([FORBIDDEN]);
    const api = factsOf((await sweep({ path: API })).facts, API);
    expect(gapsOf(api)).toEqual(["GITLAB_FORBIDDEN runners"]);
    expect(Object.keys(api.settings ?? {}).sort()).toEqual([
      "environments",
      "owners",
      "plan",
      "protectedRefs",
    ]);
  });

  it("is not asked again as long as nothing happens, and the gap stays", async () => {
    gitlab.faults.set([FORBIDDEN]);
    const first = await sweep({ path: API });
    const start = gitlab.requests.length;
    const second = await sweep({ path: API, now: "2026-03-02T00:00:00.000Z" });
    expect(countSince(start)).toEqual(new Map());
    expect(gapsOf(factsOf(second.facts, API))).toEqual(gapsOf(factsOf(first.facts, API)));
  });

  it("concerns only parts that need a larger role, and nothing where nothing was found", async () => {
    const { facts } = await sweep({ path: API, token: gitlab.tokens.guest });
    expect(gapsOf(factsOf(facts, API))).toEqual([]);
    const asDeveloper = await sweep({ path: API, token: gitlab.tokens.developer });
    expect(gapsOf(factsOf(asDeveloper.facts, API))).toEqual(["GITLAB_FORBIDDEN runners"]);
  });

  it("by a fault that passes is asked again", async () => {
    gitlab.faults.set([
      { path: "/api/v4/projects/101/protected_branches*", effect: { kind: "server-error", status: 500 } },
    ]);
    const { facts } = await sweep({ path: API });
    expect(gapsOf(factsOf(facts, API))).toEqual(["GITLAB_SERVER_ERROR protected branches and tags"]);
    gitlab.faults.clear();
    const again = await sweep({ path: API, now: "2026-03-02T00:00:00.000Z" });
    expect(gapsOf(factsOf(again.facts, API))).toEqual([]);
    expect(factsOf(again.facts, API).settings?.protectedRefs).toHaveLength(3);
  });
});

describe("a second sweep", () => {
  const settingsOf = (facts: readonly TargetFacts[]) =>
    facts.map(({ target, settings }) => [target.path, settings]);

  it("of an unchanged group asks nothing again, and knows the same", async () => {
    const first = await sweep({ path: "acme/payments" });
    const start = gitlab.requests.length;
    const second = await sweep({ path: "acme/payments", now: "2026-03-02T00:00:00.000Z" });
    expect(countSince(start)).toEqual(new Map());
    expect(settingsOf(second.facts)).toEqual(settingsOf(first.facts));
  });

  it("asks again after some days, because settings leave no trace", async () => {
    await sweep({ path: API });
    const start = gitlab.requests.length;
    await sweep({ path: API, now: "2026-03-09T00:00:00.000Z" });
    expect(countSince(start).get("projects/101")).toBe(6);
  });
});

describe("the CODEOWNERS file of a repository", () => {
  const scan = async (codeOwners: string, path = "CODEOWNERS") => {
    const repository = makeRepository();
    repository.commit("Start", {
      "app/.env": `token = ${demoToken("owners")}\n`,
      [path]: codeOwners,
    });
    const input = (async function* () {})();
    const request = { path: repository.path, withHistory: true, input };
    const scanner = { ...DEMO_SCANNER, sources: SCANNER.sources };
    return scanPath(request, scanner, makeGitContext());
  };

  it.each(["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])(
    "is read from %s without any GitLab",
    async (path) => {
      const { settings } = await scan("* @all\n/app/ @ada @ben\n", path);
      expect(settings).toEqual({ codeOwners: [{ owners: ["@ada", "@ben"], paths: ["app/.env"] }] });
    },
  );

  it("gives no name that is a secret", async () => {
    const token = demoToken("named");
    const facts = await scan(`* @ada @${token} ${token}@acme.example\n${token} @ben\n`);
    expect(facts.settings).toEqual({ codeOwners: [{ owners: ["@ada"], paths: ["CODEOWNERS", "app/.env"] }] });
    expect(JSON.stringify(facts)).not.toContain(token);
  });

  it("that is too long is a gap, and what was read of it counts", async () => {
    const { settings, gaps } = await scan(`* @ada\n${"/x @ben\n".repeat(5001)}`);
    expect(settings?.codeOwners).toEqual([{ owners: ["@ada"], paths: ["app/.env"] }]);
    expect(gaps.map(({ code, subject }) => `${code} ${subject}`)).toEqual(["SETTINGS_LIMIT CODEOWNERS"]);
  });
});
