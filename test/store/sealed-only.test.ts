/** What may be stored: sealed facts, by type and by act. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import { blobId, ruleId, runId, targetId } from "../../src/model/ids.ts";
import type { Run, TargetFacts } from "../../src/model/run.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import { Secret } from "../../src/model/secret.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import type { RunSchema, TargetFactsSchema } from "../../src/store/facts-schema.ts";
import { openStore } from "../../src/store/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, makeFinding, SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const CANARY = expandTemplate("{{b62 40 seed=store-canary}}");
const NOW = "2026-01-01T00:00:00.000Z";

const finding: Finding = {
  rule: ruleId("gitlab-pat"),
  blob: blobId("0".repeat(40)),
  span: { start: 0, end: CANARY.length },
  region: { line: 1, column: 1, endLine: 1, endColumn: 41 },
  secret: new Secret(CANARY),
  confidence: "high",
  tags: [],
  facts: {},
};
const sealed = makeFinding({ target: targetId("project:1"), number: 1 });
const facts: TargetFacts = { ...makeFacts("project:1"), findings: [sealed] };

const openWithRun = async (url: string): Promise<Store> => {
  const store = await openStore(url);
  await store.beginRun(SCOPE, NOW, runId("1"));
  return store;
};

describe("the types", () => {
  type DeepReadonly<T> = T extends string | number | boolean | null
    ? T
    : T extends readonly (infer Item)[]
      ? readonly DeepReadonly<Item>[]
      : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };
  /** Identical, optional fields included, and not merely assignable. */
  type Same<Left, Right> =
    (<T>() => T extends DeepReadonly<Left> ? 1 : 2) extends <T>() => T extends DeepReadonly<Right> ? 1 : 2
      ? true
      : false;

  it("store every field of the model, and no other", () => {
    // A field that is added to the model stops this from compiling until facts-schema.ts lists or leaves it out.
    const areSame: readonly [
      Same<v.InferOutput<typeof TargetFactsSchema>, TargetFacts>,
      Same<v.InferOutput<typeof RunSchema>, Run>,
    ] = [true, true];
    expect(areSame).toEqual([true, true]);
  });

  it("have no place for a finding or a secret", async () => {
    // @ts-expect-error a finding holds its secret
    const findings: TargetFacts["findings"] = [finding];
    // @ts-expect-error a secret is no preview
    const preview: SealedFinding = { ...sealed, preview: finding.secret };
    // @ts-expect-error a secret is no public fact
    const fact: SealedFinding = { ...sealed, facts: { token: finding.secret } };
    const store = await openWithRun("memory:");
    // @ts-expect-error a finding is not what a store takes
    const whole = store.putTarget(runId("1"), { ...facts, findings: [finding] }, NOW);
    await expect(whole).rejects.toThrow(TypeError);
    for (const wrong of [findings, [preview], [fact]]) {
      await expect(store.putTarget(runId("1"), { ...facts, findings: wrong }, NOW)).rejects.toThrow(
        TypeError,
      );
    }
  });
});

/** Texts by any name: what a field is called says nothing there. */
const RECORDS = new Set(["facts", "refs"]);

/** A copy with the canary in one more field of every object, as a careless spread would leave it. */
const plant = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plant);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, RECORDS.has(key) ? item : plant(item)]);
  return {
    ...Object.fromEntries(entries),
    secret: CANARY,
    value: new Secret(CANARY),
    blob: Buffer.from(CANARY),
  };
};

// Casts, because no type lets such an object through.
const withField = (): TargetFacts => plant(facts) as TargetFacts;

describe("a field too many", () => {
  it("does not pass into the memory store, wherever it is", async () => {
    const store = await openWithRun("memory:");
    await store.putTarget(runId("1"), withField(), NOW);
    expect(await readAll(store)).toEqual([facts]);
  });

  it("does not reach a file of the SQLite store, wherever it is", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    const store = await openWithRun(path);
    await store.putTarget(runId("1"), withField(), NOW);
    expect(await readAll(store)).toEqual([facts]);
    const files = await Promise.all(["", "-wal", "-shm"].map((end) => readFile(`${path}${end}`)));
    await store.close();
    const bytes = Buffer.concat([...files, await readFile(path)]);
    expect(bytes.includes(sealed.secretId)).toBe(true);
    expect(bytes.includes(CANARY)).toBe(false);
    expect(bytes.includes(JSON.stringify(Buffer.from(CANARY)).slice(1, -1))).toBe(false);
  });
});

describe.each(["memory:", ":memory:"])("a value in the wrong place, store %s", (url) => {
  it.each([
    ["a number", { ...facts, coverage: { ...facts.coverage, bytes: CANARY } }],
    ["a choice", { ...facts, findings: [{ ...sealed, confidence: CANARY }] }],
    ["a kind", { ...facts, target: { ...facts.target, kind: CANARY } }],
    ["a list", { ...facts, gaps: CANARY }],
    ["an object", { ...facts, findings: [CANARY] }],
  ])("is not quoted by the error: instead of %s", async (_, wrong) => {
    const store = await openWithRun(url);
    const putting = store.putTarget(runId("1"), wrong as TargetFacts, NOW);
    const error: unknown = await putting.catch((reason: unknown) => reason);
    await store.close();
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY);
  });
});
