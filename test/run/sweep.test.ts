import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VaultboundError } from "../../src/model/errors.ts";
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import { isResource, RESOURCE_KINDS } from "../../src/model/provenance.ts";
import { json } from "../../src/reports/json.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import {
  type PlantedPlace,
  plantedDecoys,
  type PlantedSecret,
  plantedSecrets,
} from "../sample-gitlab/planted.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { idOf, isAt, PARTNERS } from "../support/planted-inventory.ts";
import { readFacts, type SampleSweep, sweepSample } from "../support/sweep-sample.ts";

let gitlab: SampleGitLab;
/** An undisturbed sweep with all rights: what the others are compared with. */
let whole: SampleSweep;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
  whole = await sweepSample({ url: gitlab.url, token: gitlab.tokens.owner });
});
afterAll(() => gitlab.close());

const entryOf = ({ entries }: Inventory, secret: PlantedSecret): Entry | undefined =>
  entries.find(({ id }) => id === idOf(secret.value));
const owner = (): string => gitlab.tokens.owner;
const withoutAddress = (text: string): string => text.replaceAll(gitlab.url, "http://gitlab.example");
const clonesLeft = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`vaultbound-${process.pid}-`));

/** Known by name only. */
const BY_NAME = new Set(["ci-variable-hidden", "gitlab-issued-credential"]);
/** What acme/platform/runners has switched off. */
const OFF =
  /\/(?:jobs|pipeline_schedules|triggers|wikis|snippets|issues|merge_requests|releases|secure_files)/;

const isInGroup = ({ owner: { path } }: PlantedPlace): boolean => /^acme(?:\/|$)/.test(path);

describe("a sweep of the sample company", () => {
  it("gives the inventory that the golden file holds", async () => {
    const { inventory } = whole;
    const run = { ...inventory.run, id: "run" };
    const text = [
      ...json.render(
        { ...inventory, run: run as Inventory["run"] },
        { width: 80, color: false, version: "0", now: "2026-01-01T00:00:00Z" },
      ),
    ];
    await expect(withoutAddress(text.join(""))).toMatchFileSnapshot(
      "../../fixtures/sample-gitlab/expected-inventory.json",
    );
  });

  it("finds every planted secret at every place, as one entry each", () => {
    const { inventory } = whole;
    const missing: string[] = [];
    let compared = 0;
    for (const secret of plantedSecrets(gitlab.company)) {
      const inGroup = secret.places.filter(isInGroup);
      if (inGroup.length === 0) continue;
      const partner = plantedSecrets(gitlab.company).find(
        ({ label }) => label === PARTNERS.get(secret.label),
      );
      const entry = entryOf(inventory, partner ?? secret);
      for (const place of inGroup) {
        compared++;
        const isThere = entry?.locations.some((location) => isAt(location, place));
        if (isThere !== true)
          missing.push(
            `${secret.label}: ${place.owner.path} ${place.source} ${place.item ?? ""} ${place.path ?? place.key ?? ""}`,
          );
      }
    }
    expect(missing).toEqual([]);
    expect(compared).toBeGreaterThan(50);
  });

  it("reports nothing that was not planted, but what GitLab keeps to itself by name", () => {
    const { inventory } = whole;
    const planted = new Set(plantedSecrets(gitlab.company).map(({ value }) => idOf(value)));
    const unexpected = inventory.entries.filter(({ id, kind }) => !planted.has(id) && !BY_NAME.has(kind));
    expect(unexpected.map(({ kind, locations }) => `${kind} at ${locations[0]?.targetPath}`)).toEqual([]);
    const decoys = plantedDecoys(gitlab.company).filter((decoy) => entryOf(inventory, decoy) !== undefined);
    expect(decoys.map(({ label }) => label)).toEqual([]);
  });

  it("makes one entry of a token that stands at every kind of place", () => {
    const [wandering] = plantedSecrets(gitlab.company).filter(({ label }) => label === "wandering-token");
    const entry = wandering && entryOf(whole.inventory, wandering);
    const kinds = new Set(entry?.locations.map(({ provenance }) => provenance.kind));
    expect([...kinds].sort()).toEqual(
      [...RESOURCE_KINDS.filter((kind) => kind !== "credential"), "variable"].sort(),
    );
    // As many as were planted: no place twice, none left out.
    expect(entry?.locations).toHaveLength(wandering?.places.length ?? 0);
  });

  it("names the credentials that GitLab has issued, as long as they open something", () => {
    const named = whole.inventory.entries
      .filter(({ kind }) => kind === "gitlab-issued-credential")
      .flatMap(({ locations }) => locations)
      .map(({ targetPath, provenance }) =>
        isResource(provenance) ? `${targetPath}: ${provenance.item}, ${provenance.path}` : "",
      );
    expect(named.sort()).toEqual([
      "acme/payments/api: access token 813, release-bot",
      "acme/payments/api: deploy key 816, Argo CD",
      "acme/payments/api: deploy token 811, argo-pull",
      "acme/payments/api: trigger token 815, Nightly from the portal",
      "acme/payments: access token 803, payments-bot",
      "acme/payments: deploy token 801, payments-images",
    ]);
  });

  it("reads as many logs as it is told, and says how many it left", async () => {
    const old = plantedDecoys(gitlab.company).filter(({ label }) => label === "old-log-token");
    const path = "acme/payments/fraud/models";
    const boundsOf = ({ facts }: SampleSweep) =>
      facts.find(({ target }) => target.path === path)?.coverage.bounds ?? [];
    expect(boundsOf(whole)).toContainEqual({ source: "job-log", read: 10, left: 4 });
    const more = await sweepSample({ url: gitlab.url, token: owner(), path, limits: { jobLogs: 50 } });
    expect(old.map((decoy) => entryOf(more.inventory, decoy)?.locations.length)).toEqual([1]);
    expect(boundsOf(more).filter(({ source }) => source === "job-log")).toEqual([]);
  });

  it("asks for nothing that a project has switched off", () => {
    const id = gitlab.company.projects.find(({ path }) => path === "acme/platform/runners")?.id;
    const asked = gitlab.requests.map(({ path }) => path).filter((path) => path.includes(`/projects/${id}/`));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((path) => OFF.test(path))).toEqual([]);
  });

  it("makes one entry of the secret that a group variable, two projects and an old commit share", () => {
    const { inventory } = whole;
    const [shared] = plantedSecrets(gitlab.company).filter(
      ({ label }) => label === "shared-database-password",
    );
    const entry = shared && entryOf(inventory, shared);
    expect(new Set(entry?.locations.map(({ provenance }) => provenance.kind))).toEqual(
      new Set(["variable", "history", "worktree"]),
    );
    expect(new Set(entry?.locations.map(({ targetPath }) => targetPath)).size).toBeGreaterThanOrEqual(4);
    expect(entry?.target?.path).toContain("acme");
  });

  it("tells what it could not read, and goes on", () => {
    const { inventory } = whole;
    expect(inventory.gaps.map(({ code, targetPath }) => `${code} ${targetPath}`)).toEqual([
      "GIT_LFS_NOT_READ acme/handbook",
      "GITLAB_FORBIDDEN acme/platform/runners",
      "PIPELINE_INVALID acme/web/landing-page",
    ]);
  });

  it("leaves out projects that are only shared with the group", () => {
    const { facts } = whole;
    expect(facts.filter(({ target }) => !/^acme(?:\/|$)/.test(target.path))).toEqual([]);
  });

  it("stores the same facts whatever the concurrency, and leaves no clone behind", async () => {
    const one = await sweepSample({ url: gitlab.url, token: owner(), concurrency: 1 });
    expect(one.facts).toEqual(whole.facts);
    const many = await sweepSample({ url: gitlab.url, token: owner(), concurrency: 16 });
    expect(many.facts).toEqual(whole.facts);
    expect(clonesLeft()).toEqual([]);
  });

  it("reads one project with the groups above it", async () => {
    const { facts } = await sweepSample({ url: gitlab.url, token: owner(), path: "acme/payments/api" });
    expect(facts.map(({ target }) => target.path).sort()).toEqual([
      "acme",
      "acme/payments",
      "acme/payments/api",
    ]);
  });
});

describe("a sweep with a smaller token", () => {
  it("gets what a maintainer of one subgroup can see, and names the rest as gaps", async () => {
    const { inventory } = await sweepSample({
      url: gitlab.url,
      token: gitlab.tokens.subgroupMaintainer,
      path: "acme/payments",
    });
    expect(inventory.entries.length).toBeGreaterThan(5);
    expect(inventory.gaps.map(({ code, targetPath, source }) => `${code} ${targetPath} ${source}`)).toEqual(
      expect.arrayContaining(["GITLAB_FORBIDDEN acme/payments variable"]),
    );
  });

  it("sees what stands beside the code, but no code, with a token that may not clone", async () => {
    const { inventory } = await sweepSample({ url: gitlab.url, token: gitlab.tokens.withoutCode });
    const kinds = new Set(
      inventory.entries.flatMap(({ locations }) => locations.map(({ provenance }) => provenance.kind)),
    );
    const besides = [...RESOURCE_KINDS, "variable"];
    expect([...kinds].sort()).toEqual(besides.sort());
    expect(inventory.gaps.some(({ code }) => code === "GIT_CLONE_FAILED")).toBe(true);
  });

  it.each(["expired", "revoked"] as const)("stops at once with a token that is %s", async (name) => {
    await expect(sweepSample({ url: gitlab.url, token: gitlab.tokens[name] })).rejects.toMatchObject({
      code: "GITLAB_UNAUTHORIZED",
    });
  });

  it("says which scope is missing", async () => {
    await expect(sweepSample({ url: gitlab.url, token: gitlab.tokens.noScope })).rejects.toMatchObject({
      code: "GITLAB_SCOPE",
    });
  });
});

describe("a sweep that is disturbed", () => {
  it("continues where an interrupted one stopped, to the same facts, without reading a target twice", async () => {
    const store = openMemoryStore();
    const controller = new AbortController();
    const first: string[] = [];
    const interrupted = sweepSample({
      url: gitlab.url,
      token: owner(),
      store,
      concurrency: 2,
      signal: controller.signal,
      events: {
        stored: ({ target }) => {
          first.push(target.path);
          if (first.length === 8) controller.abort(new Error("stop"));
        },
      },
    });
    await expect(interrupted).rejects.toThrow(/stop|Interrupted/);
    expect(clonesLeft()).toEqual([]);
    const second: string[] = [];
    const resumed = await sweepSample({
      url: gitlab.url,
      token: owner(),
      store,
      events: { stored: ({ target }) => second.push(target.path) },
    });
    expect(first.filter((path) => second.includes(path))).toEqual([]);
    expect(resumed.facts).toEqual(whole.facts);
  });

  it("keeps what it has when the token expires on the way, and goes on with a new one", async () => {
    const store = openMemoryStore();
    gitlab.faults.set([{ path: "/api/v4/projects/*/variables*", from: 4, effect: { kind: "unauthorized" } }]);
    await expect(sweepSample({ url: gitlab.url, token: owner(), store })).rejects.toMatchObject({
      code: "GITLAB_UNAUTHORIZED",
    });
    gitlab.faults.clear();
    const kept = await readFacts(store, `${gitlab.url} acme`);
    expect(kept.length).toBeGreaterThan(0);
    const { facts } = await sweepSample({ url: gitlab.url, token: owner(), store });
    expect(facts).toEqual(whole.facts);
  });

  it.each([
    [
      "rate limits",
      { path: "/api/v4/*", from: 3, times: 4, effect: { kind: "rate-limit", retryAfterSeconds: 1 } },
    ],
    [
      "server errors",
      { path: "/api/v4/groups/*", from: 2, times: 2, effect: { kind: "server-error", status: 502 } },
    ],
    ["resets", { path: "/api/v4/projects/*", from: 1, times: 2, effect: { kind: "reset" } }],
    ["half answers", { path: "/api/v4/groups/*/projects*", from: 1, times: 1, effect: { kind: "cut" } }],
  ] as const)("comes to the same facts through %s", async (_, fault) => {
    // Without GraphQL: projects that list the same runners at the same time ask for them once or twice.
    const countRest = (from: number): number =>
      gitlab.requests.slice(from).filter(({ path }) => path.startsWith("/api/v4/")).length;
    const undisturbed = gitlab.requests.length;
    await sweepSample({ url: gitlab.url, token: owner() });
    const usual = countRest(undisturbed);
    gitlab.faults.set([fault]);
    const start = gitlab.requests.length;
    const disturbed = await sweepSample({ url: gitlab.url, token: owner() }).finally(() =>
      gitlab.faults.clear(),
    );
    expect(disturbed.facts).toEqual(whole.facts);
    expect(countRest(start)).toBeGreaterThan(usual);
  });

  it("makes a gap of a project whose variables keep failing, and of one that cannot be cloned", async () => {
    const id = whole.facts
      .find(({ target }) => target.path === "acme/payments/api")
      ?.target.id.replace("project:", "");
    gitlab.faults.set([
      { path: `/api/v4/projects/${id}/variables*`, effect: { kind: "server-error", status: 500 } },
      { path: "/acme/web/shop.git/*", effect: { kind: "server-error", status: 503 } },
    ]);
    const { inventory } = await sweepSample({ url: gitlab.url, token: owner() }).finally(() =>
      gitlab.faults.clear(),
    );
    expect(inventory.gaps.map(({ code, targetPath }) => `${code} ${targetPath}`)).toEqual(
      expect.arrayContaining(["GITLAB_SERVER_ERROR acme/payments/api", "GIT_CLONE_FAILED acme/web/shop"]),
    );
    expect(inventory.entries.length).toBeGreaterThan(30);
  });

  it("says it is no GitLab when a login page answers, or nothing is there", async () => {
    gitlab.faults.set([{ path: "/api/v4/*", effect: { kind: "login-page" } }]);
    await expect(
      sweepSample({ url: gitlab.url, token: owner() }).finally(() => gitlab.faults.clear()),
    ).rejects.toMatchObject({ code: "GITLAB_BAD_ANSWER" });
    const nowhere = await sweepSample({ url: "http://127.0.0.1:9", token: owner() }).catch(
      (error: unknown) => error,
    );
    expect(nowhere).toBeInstanceOf(VaultboundError);
    expect(nowhere).toMatchObject({ code: "GITLAB_UNREACHABLE" });
  });

  it("says so when there is no such group", async () => {
    await expect(
      sweepSample({ url: gitlab.url, token: owner(), path: "no/such/thing" }),
    ).rejects.toMatchObject({
      code: "GITLAB_NOT_FOUND",
    });
  });
});
