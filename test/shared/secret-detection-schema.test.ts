/** Our copy of GitLab's report schema is the official one, and what the reporter writes follows that. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { gitlab } from "../../src/reports/gitlab.ts";
import { renderText } from "../contracts/reporter-contract.ts";
import { exampleInventory } from "../reports/example-inventory.ts";
import { hostileInventory } from "../reports/unusual-inventories.ts";

const SHARED = fileURLToPath(
  new URL("../../../shared/gitlab/secret-detection-report-format.json", import.meta.url),
);
const COPY = fileURLToPath(
  new URL("../../fixtures/schemas/gitlab-secret-detection-15.2.1.json", import.meta.url),
);

it("the copy beside the tests is the official schema", () => {
  expect(readFileSync(COPY, "utf8")).toBe(readFileSync(SHARED, "utf8"));
});

it.each([
  ["typical", exampleInventory],
  ["hostile", hostileInventory],
])("the report of the %s inventory follows the official schema", (_name, inventory) => {
  const schema = JSON.parse(readFileSync(SHARED, "utf8")) as object; // a schema is an object
  const check = new Ajv({ allErrors: true, strict: false }).compile(schema);
  expect([check(JSON.parse(renderText(gitlab, inventory))), check.errors]).toEqual([true, null]);
});
