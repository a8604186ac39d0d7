/** Tests of when a secret's turn comes. */
import { describe, expect, it } from "vitest";
import { namesProduction } from "../../src/inventory/wave.ts";
import type { Entry } from "../../src/model/inventory.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  makeFacts,
  makeGroup,
  makeProject,
  uses,
} from "../support/facts.ts";
import { entryFrom, entryOf } from "../support/inventory.ts";

const FILE = inFile("src/app.env");
const proven = { confidence: "high" } as const;
const GAP = { code: "PIPELINE_INVALID", source: "pipeline", subject: "x", message: "m", hint: "h" } as const;

const inTwo = (...findings: Parameters<typeof entryFrom>[0]): Entry =>
  entryOf(
    "a",
    makeFacts(makeProject("acme/shop"), { findings }),
    makeFacts(makeProject("acme/web"), { findings }),
  );

const rows: readonly (readonly [string, Entry, number, RegExp])[] = [
  ["proven and exposed comes first", entryFrom([found("a", FILE, proven)]), 0, /readable by others/],
  [
    "proven and exposed in history comes first",
    entryFrom([found("a", inHistory("x"), proven)]),
    0,
    /readable/,
  ],
  [
    "proven but kept in a variable waits",
    entryFrom([found("a", inVariable("TOKEN"), proven)]),
    3,
    /one project/,
  ],
  ["exposed but unproven waits", entryFrom([found("a", FILE)]), 3, /outside production/],
  [
    "of a production scope is next",
    entryFrom([found("a", inVariable("TOKEN", { scope: "production" }))]),
    1,
    /serves production \(production\)/,
  ],
  [
    "used in production is next",
    entryFrom([found("a", inVariable("TOKEN"))], [uses("deploy", "TOKEN", "prod/eu")]),
    1,
    /prod\/eu/,
  ],
  ["with production in its name is next", entryFrom([found("a", inVariable("PROD_TOKEN"))]), 1, /PROD_TOKEN/],
  ["of two projects follows", inTwo(found("a", FILE)), 2, /2 projects share it/],
  [
    "of two projects in production is production's",
    inTwo(found("a", inVariable("TOKEN", { scope: "production" }))),
    1,
    /production/,
  ],
  [
    "of a group and one of its projects is a duplicate",
    entryOf(
      "a",
      makeFacts(makeGroup("acme"), { findings: [found("a", inVariable("TOKEN", { level: "group" }))] }),
      makeFacts(makeProject("acme/shop"), { findings: [found("a", FILE)] }),
    ),
    2,
    /kept in 2 places/,
  ],
  [
    "that documentation publishes is clean-up",
    entryFrom([found("a", FILE, { ...proven, tags: ["example_secret"] })]),
    4,
    /set aside/,
  ],
  [
    "that expired is clean-up, however exposed",
    entryFrom([found("a", FILE, { ...proven, facts: { expires: "2020-01-01T00:00:00.000Z" } })]),
    4,
    /opens nothing/,
  ],
  [
    "that its provider calls inactive is clean-up",
    entryFrom([found("a", FILE, { tags: ["inactive_secret"] })]),
    4,
    /opens nothing/,
  ],
  [
    "that no job names is clean-up",
    entryFrom([found("a", inVariable("OLD_TOKEN"))], [uses("test", "OTHER")]),
    4,
    /No job .* names it/,
  ],
  [
    "that no job names is clean-up, though its name says production",
    entryFrom([found("a", inVariable("PROD_TOKEN"))], [uses("test", "OTHER")]),
    4,
    /No job/,
  ],
  [
    "of the whole instance is not unused because this group does not name it",
    entryFrom([found("a", inVariable("OLD_TOKEN", { level: "instance" }))], [uses("test", "OTHER")]),
    3,
    /./,
  ],
  [
    "that no job names but files hold is not unused",
    entryFrom([found("a", inVariable("OLD_TOKEN")), found("a", FILE)], [uses("test", "OTHER")]),
    3,
    /./,
  ],
  [
    "that tools read by themselves is not unused",
    entryFrom([found("a", inVariable("AWS_SECRET_ACCESS_KEY"))], [uses("test", "OTHER")]),
    3,
    /./,
  ],
  [
    "of a project without any known job is not unused",
    entryFrom([found("a", inVariable("OLD_TOKEN"))]),
    3,
    /./,
  ],
  [
    "of a project whose pipeline could not be read is not unused",
    entryOf(
      "a",
      makeFacts(makeProject("acme/shop"), {
        findings: [found("a", inVariable("OLD_TOKEN"))],
        usages: [uses("test", "OTHER")],
        gaps: [GAP],
      }),
    ),
    3,
    /./,
  ],
  [
    "of a group with a project whose pipeline lies elsewhere is not unused",
    entryOf(
      "a",
      makeFacts(makeGroup("acme"), { findings: [found("a", inVariable("OLD_TOKEN", { level: "group" }))] }),
      makeFacts(makeProject("acme/shop"), { usages: [uses("test", "OTHER")] }),
      makeFacts(makeProject("acme/web", { ciConfigPath: "ci.yml@acme/templates" })),
    ),
    3,
    /./,
  ],
];

describe("the wave", () => {
  it.each(rows)("of a secret %s", (_, entry, wave, reason) => {
    expect(entry.wave).toBe(wave);
    expect(entry.waveReason).toMatch(reason);
  });

  it.each([
    ["production", true],
    ["Production", true],
    ["prod", true],
    ["prod/eu-1", true],
    ["eu-prd", true],
    ["LIVE_DB_URL", true],
    ["preprod", false],
    ["pre-production", false],
    ["NON_PROD_TOKEN", false],
    ["product-service", false],
    ["delivery", false],
    ["staging", false],
    ["", false],
  ])("takes %j for production: %s", (name, isProduction) => {
    expect(namesProduction(name)).toBe(isProduction);
  });
});
