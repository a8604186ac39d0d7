/** A sweep of everything: what belongs to no group and no project. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json } from "../../src/reports/json.ts";
import { jsonl } from "../../src/reports/jsonl.ts";
import { selectPaths } from "../../src/run/select-projects.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { TokenName } from "../sample-gitlab/company.ts";
import { plantedSecrets } from "../sample-gitlab/planted.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { TEST_KEY } from "../support/scanner.ts";
import { compileSchema } from "../support/schemas.ts";
import { type SampleSweep, type SampleSweepOptions, sweepSample } from "../support/sweep-sample.ts";

let sample: SampleGitLab;
/** As an administrator. */
let whole: SampleSweep;
beforeAll(async () => {
  sample = await startSampleGitLab();
  whole = await sweepAll("administrator", { store });
});
afterAll(() => sample.close());

/** Nothing is excluded but what takes long and is tested elsewhere. */
const ALL = { ...selectPaths(), all: true, exclude: ["acme/platform/monolith"] };
const sweepAll = (token: TokenName, more: Partial<SampleSweepOptions> = {}) =>
  sweepSample({ url: sample.url, token: sample.tokens[token], selection: ALL, ...more });
const store = openMemoryStore();
const entryOf = ({ inventory }: SampleSweep, label: string) => {
  const value = plantedSecrets(sample.company).find((secret) => secret.label === label)?.value;
  const id = createHmac("sha256", TEST_KEY).update(`secret\0${value}`).digest("hex");
  return inventory.entries.find((entry) => entry.id === id);
};
const instanceOf = ({ facts }: SampleSweep) => facts.find(({ target }) => target.kind === "instance");

describe("a sweep of everything", () => {
  it("finds what an administrator sees of the instance, each at its place", () => {
    const places = plantedSecrets(sample.company).flatMap(({ label, places: all }) =>
      all.filter(({ owner }) => owner.kind === "instance").map((place) => ({ label, place })),
    );
    expect(places).toHaveLength(3);
    for (const { label, place } of places)
      expect(entryOf(whole, label)?.locations).toEqual([
        expect.objectContaining({
          targetKind: "instance",
          targetPath: sample.url,
          provenance: expect.objectContaining(
            place.source === "variable"
              ? { kind: "variable", level: "instance", key: place.key }
              : { kind: "snippet", item: place.item, path: place.path },
          ),
        }),
      ]);
    expect(instanceOf(whole)?.gaps).toEqual([]);
    expect(entryOf(whole, "instance-variable-token")?.locations[0]?.url).toBe(
      `${sample.url}/admin/application_settings/ci_cd`,
    );
  });

  it("is reported as the schemas say", () => {
    const { inventory } = whole;
    const options = { width: 80, color: false, version: "0", now: "2026-03-01T00:00:00.000Z" };
    const document: unknown = JSON.parse([...json.render(inventory, options)].join(""));
    expect(compileSchema("docs/schema/inventory.v1.json")(document)).toEqual([]);
    const check = compileSchema("docs/schema/findings.v1.json");
    const lines = [...jsonl.render(inventory, options)].join("").trim().split("\n");
    expect(lines.flatMap((line) => check(JSON.parse(line)))).toEqual([]);
    const sources = new Set(lines.map((line) => (JSON.parse(line) as { source: string }).source)); // our own form
    expect([...sources]).toEqual(expect.arrayContaining(["pipeline-variable", "ci-config"]));
  });

  it("knows which jobs read a variable of the instance, and who would in Vault", () => {
    const entry = entryOf(whole, "instance-variable-token");
    expect(entry?.usages.map(({ path, job, variable }) => `${path} ${job} ${variable}`)).toEqual([
      "ci/publish.yml publish RELEASE_BOT_TOKEN",
    ]);
    expect(entry?.access.map(({ project }) => project)).toEqual(["acme/payments/worker"]);
    expect(entry?.target?.path).toMatch(/^shared\//);
  });

  it("takes a project whose pipeline includes a secret from elsewhere for its reader", () => {
    const entry = entryOf(whole, "remote-include-token");
    expect(entry?.locations.map(({ provenance }) => provenance.kind)).toEqual(["ci-config"]);
    expect(entry?.access.map(({ project }) => project)).toEqual(["acme/payments/worker"]);
  });

  it("shows others their own snippets, and names the variables of the instance as a gap", async () => {
    const swept = await sweepAll("owner");
    expect(entryOf(swept, "personal-snippet-token")?.locations).toHaveLength(1);
    expect(entryOf(swept, "other-snippet-token")).toBeUndefined();
    expect(instanceOf(swept)?.gaps).toEqual([
      expect.objectContaining({
        code: "GITLAB_FORBIDDEN",
        source: "variable",
        hint: expect.stringContaining("administrator"),
      }),
    ]);
  });

  it("reads the instance's variables each time; snippets, pipelines, merged configurations after some days", async () => {
    const before = sample.requests.length;
    const second = await sweepAll("administrator", { store });
    expect(instanceOf(second)?.findings).toEqual(instanceOf(whole)?.findings);
    expect(instanceOf(second)?.findings).toHaveLength(3);
    const asked = sample.requests.slice(before).map(({ path }) => path.split("?")[0] ?? "");
    expect(asked.filter((path) => /\/(?:admin|snippets|pipelines|lint)(?:\/|$)/.test(path))).toEqual([
      "/api/v4/admin/ci/variables",
    ]);
    const merged = (swept: SampleSweep) =>
      entryOf(swept, "remote-include-token")?.locations.map(({ provenance }) => provenance.kind);
    expect(merged(second)).toEqual(["ci-config"]);
  });

  it("of single places asks nothing of the instance", async () => {
    const before = sample.requests.length;
    const swept = await sweepSample({
      url: sample.url,
      token: sample.tokens.administrator,
      path: "acme/payments",
    });
    expect(instanceOf(swept)).toBeUndefined();
    const asked = sample.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => /v4\/(?:admin|snippets)/.test(path))).toEqual([]);
  });
});
