/** The JSON Lines report: the published flat contract. */
import { describe, expect, it } from "vitest";
import { targetId } from "../../src/model/ids.ts";
import type { EntryLocation, Inventory } from "../../src/model/inventory.ts";
import { SOURCE_KINDS } from "../../src/model/provenance.ts";
import { CONFIDENCES, SEVERITIES } from "../../src/model/severity.ts";
import { jsonl } from "../../src/reports/jsonl.ts";
import { renderText } from "../contracts/reporter-contract.ts";
import { readSchema, validateFinding } from "../support/schemas.ts";
import { emptyInventory, exampleInventory, singleInventory } from "./example-inventory.ts";
import { hostileInventory } from "./unusual-inventories.ts";

const FIELDS =
  "secretId, rule, provider, severity, confidence, source, group, project, path, key, environmentScope, line, column, endLine, endColumn, commit, url".split(
    ", ",
  );

const parseLines = (inventory: Inventory): readonly Record<string, unknown>[] =>
  renderText(jsonl, inventory)
    .split("\n")
    .slice(0, -1)
    // Each line is an object: the schema test says so.
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The first line of the typical inventory from this kind of place. */
const lineOf = (source: string, inventory = exampleInventory): Record<string, unknown> | undefined =>
  parseLines(inventory).find((line) => line["source"] === source);

const withTarget = (given: Pick<EntryLocation, "targetKind" | "targetPath">): Inventory => ({
  ...singleInventory,
  entries: singleInventory.entries.map((entry) => ({
    ...entry,
    locations: entry.locations.map((location) => ({ ...location, ...given, target: targetId("project:1") })),
  })),
});

describe("the JSON Lines report", () => {
  it.each(Object.entries({ exampleInventory, hostileInventory, singleInventory }))(
    "of the %s follows its schema, line by line",
    (_name, inventory) => {
      const lines = parseLines(inventory);
      expect(lines).toHaveLength(inventory.entries.flatMap((entry) => entry.locations).length);
      expect(lines.flatMap(validateFinding)).toEqual([]);
    },
  );

  it("is empty for an inventory without entries", () => {
    expect(renderText(jsonl, emptyInventory)).toBe("");
  });

  it("keeps the published order of fields and leaves out those that do not apply", () => {
    for (const line of parseLines(exampleInventory)) {
      expect(Object.keys(line)).toEqual(FIELDS.filter((field) => field in line));
      expect(Object.values(line)).not.toContain(null);
      expect(Object.values(line)).not.toContain("");
    }
  });

  it("tells of a file its path, its place and the commit that brought it", () => {
    expect(lineOf("history")).toEqual({
      secretId: "3f9a".repeat(16),
      rule: "gitlab-pat",
      provider: "gitlab",
      severity: "critical",
      confidence: "high",
      source: "history",
      group: "acme/shop",
      project: "acme/shop/api",
      path: "config/prod.env",
      line: 2,
      column: 15,
      endLine: 2,
      endColumn: 41,
      commit: "a".repeat(40),
    });
  });

  it("tells of a group's variable its key and scope, the group and no project, no path and no lines", () => {
    expect(lineOf("variable")).toEqual({
      secretId: "3f9a".repeat(16),
      rule: "gitlab-ci-variable",
      provider: "gitlab",
      severity: "critical",
      confidence: "high",
      source: "variable",
      group: "acme/shop",
      key: "DEPLOY_TOKEN",
      environmentScope: "production",
      url: "https://gitlab.example.com/groups/acme/shop/-/settings/ci_cd",
    });
  });

  it("tells of a commit message the commit and no path", () => {
    expect(lineOf("commit-message")).toMatchObject({ commit: "a".repeat(40), line: 4 });
    expect(lineOf("commit-message")).not.toHaveProperty("path");
  });

  it.each([
    [
      { targetKind: "project", targetPath: "a/b/c" },
      { group: "a/b", project: "a/b/c" },
    ],
    [
      { targetKind: "project", targetPath: "jane/tool" },
      { group: "jane", project: "jane/tool" },
    ],
    [{ targetKind: "group", targetPath: "a/b" }, { group: "a/b" }],
    [{ targetKind: "repository", targetPath: "/srv/a/b" }, {}],
    [{ targetKind: "folder", targetPath: "/srv/a/b" }, {}],
    [{ targetKind: "stdin", targetPath: "stdin" }, {}],
  ] as const)("names group and project by the kind of target: %o", (target, expected) => {
    const [line] = parseLines(withTarget(target));
    expect({
      ...(line?.["group"] === undefined ? {} : { group: line["group"] }),
      ...(line?.["project"] === undefined ? {} : { project: line["project"] }),
    }).toEqual(expected);
  });

  it("looks like the reviewed sample", async () => {
    await expect(renderText(jsonl, exampleInventory)).toMatchFileSnapshot(
      "../../fixtures/reports/example.jsonl",
    );
  });
});

describe("the findings schema", () => {
  it("lists exactly the published fields, in order, and the words of the model", () => {
    const schema = readSchema("docs/schema/findings.v1.json");
    expect(Object.keys(schema["properties"] ?? {})).toEqual(FIELDS);
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: {
        severity: { enum: SEVERITIES },
        confidence: { enum: CONFIDENCES },
        source: { enum: SOURCE_KINDS },
      },
    });
  });

  it.each([
    ["a value", { secret: "x" }],
    ["a line from 0", { line: 0 }],
    ["a source of its own", { source: "file" }],
    ["an id that is no hash", { secretId: "abc" }],
  ])("refuses %s", (_what, wrong) => {
    const [line] = parseLines(exampleInventory);
    expect(validateFinding({ ...line, ...wrong })).not.toEqual([]);
  });
});
