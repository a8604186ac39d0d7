/** The JSON report and its schema. */
import { describe, expect, it } from "vitest";
import { CONFIDENCES, SEVERITIES } from "../../src/model/severity.ts";
import { ENGINES } from "../../src/model/rule.ts";
import { SOURCE_KINDS } from "../../src/model/provenance.ts";
import { json } from "../../src/reports/json.ts";
import { OPTIONS, renderText } from "../contracts/reporter-contract.ts";
import { readSchema, validateInventory } from "../support/schemas.ts";
import { cleanInventory, emptyInventory, exampleInventory } from "./example-inventory.ts";
import { hostileInventory, makeLongInventory, plantCanary } from "./unusual-inventories.ts";

const parse = (text: string): unknown => JSON.parse(text);

describe("the JSON report", () => {
  it.each(
    Object.entries({
      exampleInventory,
      cleanInventory,
      emptyInventory,
      hostileInventory,
      long: makeLongInventory(40),
    }),
  )("of the %s follows its schema", (_name, inventory) => {
    expect(validateInventory(parse(renderText(json, inventory)))).toEqual([]);
  });

  it("holds all of the inventory and nothing else", () => {
    const written = parse(
      renderText(json, { ...exampleInventory, entries: exampleInventory.entries.slice(1, 2) }),
    );
    const [entry] = exampleInventory.entries.slice(1, 2);
    expect(written).toEqual({
      ...exampleInventory,
      entries: [{ ...entry, locations: expect.arrayContaining([...(entry?.locations ?? [])]) }],
      targets: expect.arrayContaining([...exampleInventory.targets]),
      gaps: expect.arrayContaining([...exampleInventory.gaps]),
    });
  });

  it("gives back hostile text as it was, since it is escaped and not replaced", () => {
    const written = parse(renderText(json, { ...hostileInventory, entries: [] }));
    expect(written).toMatchObject({ run: hostileInventory.run });
  });

  it("puts the worst entry first and current places before those of old commits", () => {
    const written = parse(renderText(json, exampleInventory));
    expect(written).toMatchObject({
      entries: [{ severity: "critical" }, { severity: "high" }, { severity: "medium" }, { severity: "info" }],
    });
    const kinds = [...renderText(json, exampleInventory).matchAll(/"kind": "(history|worktree)"/g)].map(
      ([, kind]) => kind,
    );
    expect(kinds.slice(0, 4)).toEqual(["worktree", "worktree", "history", "history"]);
  });

  it("puts severity before wave", () => {
    const written = renderText(json, makeLongInventory(40));
    const severities = [...written.matchAll(/^ {6}"severity": "(\w+)"/gm)].map(([, severity]) => severity);
    expect(severities).toEqual(SEVERITIES.flatMap((severity) => Array.from({ length: 8 }, () => severity)));
  });

  it("is written in chunks, at least one for each entry", () => {
    const chunks = [...json.render(makeLongInventory(50), OPTIONS)];
    expect(chunks.length).toBeGreaterThan(50);
  });

  it("looks like the reviewed sample", async () => {
    await expect(renderText(json, exampleInventory)).toMatchFileSnapshot(
      "../../fixtures/reports/example.json",
    );
  });
});

describe("the inventory schema", () => {
  it("refuses a field it does not know, at any depth", () => {
    const planted = plantCanary("anything");
    const problems = validateInventory(planted);
    expect(problems).toContain(" must NOT have additional properties");
    expect(problems).toContain("/entries/0 must NOT have additional properties");
    expect(problems).toContain("/entries/1/target must NOT have additional properties");
  });

  it("refuses an entry that lacks one", () => {
    const [entry] = exampleInventory.entries;
    const { preview: _preview, ...without } = entry ?? {};
    expect(validateInventory({ ...exampleInventory, entries: [without] })).toEqual([
      "/entries/0 must have required property 'preview'",
    ]);
  });

  it("refuses a place without a fingerprint, and takes an entry without the reason of its wave", () => {
    const [entry] = exampleInventory.entries.slice(1, 2);
    const { waveReason: _reason, ...without } = entry ?? {};
    expect(validateInventory({ ...exampleInventory, entries: [without] })).toEqual([]);
    const locations = entry?.locations.slice(0, 1).map(({ fingerprint: _fingerprint, ...rest }) => rest);
    expect(validateInventory({ ...exampleInventory, entries: [{ ...without, locations }] })).toEqual([
      "/entries/0/locations/0 must have required property 'fingerprint'",
    ]);
  });

  it("knows exactly the words of the model", () => {
    expect(readSchema("docs/schema/inventory.v1.json")).toMatchObject({
      $defs: {
        severity: { enum: SEVERITIES },
        confidence: { enum: CONFIDENCES },
        engine: { enum: ENGINES },
        source: { enum: SOURCE_KINDS },
      },
    });
  });
});
