/** Tests of how bad an entry is, and of the sentences that say so. */
import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/model/inventory.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  type LooseFinding,
  makeFacts,
  makeFolder,
  makeProject,
  RULES,
  STDIN,
} from "../support/facts.ts";
import { buildInventory } from "../../src/inventory/build.ts";
import { entryFrom, entryOf } from "../support/inventory.ts";

const FILE = inFile("src/app.env");
const proven = { confidence: "high" } as const;

const inProjects = (count: number, ...findings: readonly LooseFinding[]): Entry =>
  entryOf(
    "a",
    ...Array.from({ length: count }, (_, index) => makeFacts(makeProject(`acme/p${index}`), { findings })),
  );

const inPublic = (...findings: readonly LooseFinding[]): Entry =>
  entryOf("a", makeFacts(makeProject("acme/site", { visibility: "public" }), { findings }));

const rows: readonly (readonly [string, Entry, string, RegExp])[] = [
  ["a kind as its rule rates it", entryFrom([found("a", FILE)]), "high", /this kind starts as high/],
  [
    "a generic kind as its rule rates it",
    entryFrom([found("a", FILE, { rule: "generic-password" })]),
    "medium",
    /./,
  ],
  [
    "a guess with a word on what it rests on",
    entryFrom([found("a", FILE, { rule: "generic-password", confidence: "low" })]),
    "medium",
    /judged by its name and shape/,
  ],
  [
    "a proven value in current files worse",
    entryFrom([found("a", FILE, proven)]),
    "critical",
    /checksum or structure is right/,
  ],
  [
    "an exposed value with where it stands",
    entryFrom([found("a", FILE)]),
    "high",
    /current files of acme\/shop/,
  ],
  [
    "a proven value in old commits worse, too",
    entryFrom([found("a", inHistory("src/app.env"), proven)]),
    "critical",
    /taken out of the files, but every clone/,
  ],
  [
    "a masked and protected variable as kept well",
    entryFrom([found("a", inVariable("TOKEN"), proven)]),
    "low",
    /kept as intended/,
  ],
  [
    "a note in a variable as a note",
    entryFrom([found("a", inVariable("TOKEN"), { rule: "acme-public-key" })]),
    "info",
    /kept as intended/,
  ],
  [
    "a masked variable open to every branch in between",
    entryFrom([found("a", inVariable("TOKEN", { protected: false }))]),
    "medium",
    /jobs of every branch/,
  ],
  [
    "an unmasked variable in full",
    entryFrom([found("a", inVariable("TOKEN", { masked: false }))]),
    "high",
    /variable TOKEN is not masked/,
  ],
  [
    "a protected file variable as kept well, though GitLab cannot mask it",
    entryFrom([found("a", inVariable("KEY_FILE", { masked: false, type: "file" }))]),
    "low",
    /kept as intended/,
  ],
  [
    "a good variable whose value also stands in a file by the file",
    entryFrom([found("a", inVariable("TOKEN")), found("a", FILE)]),
    "high",
    /everybody who may read there/,
  ],
  [
    "two variables by the worse one",
    entryFrom([found("a", inVariable("GOOD")), found("a", inVariable("BAD", { masked: false }))]),
    "high",
    /variable BAD is not masked/,
  ],
  ["a shared secret worse", inProjects(3, found("a", inVariable("TOKEN"))), "medium", /3 projects share it/],
  ["a secret of a public project worse", inPublic(found("a", FILE)), "critical", /acme\/site is public/],
  [
    "a variable of a public project like any other",
    inPublic(found("a", inVariable("TOKEN"))),
    "low",
    /kept as/,
  ],
  [
    "a value found among tests low",
    entryFrom([found("a", inFile("src/tests/app.env"))]),
    "low",
    /found among tests only/,
  ],
  [
    "a proven value among tests one step down, because it may be real",
    entryFrom([found("a", inFile("src/__tests__/app.env"), proven)]),
    "high",
    /this one is proven/,
  ],
  [
    "a value of tests and of ordinary code by the code",
    entryFrom([found("a", inFile("tests/app.env")), found("a", FILE)]),
    "high",
    /current files/,
  ],
  ["a value in the read-me low", entryFrom([found("a", inFile("README.md"))]), "low", /among documentation/],
  [
    "a value in an example file low",
    entryFrom([found("a", inFile(".env.example"))]),
    "low",
    /among examples/,
  ],
  [
    "a value that a finding's tag puts among tests low",
    entryFrom([found("a", FILE, { tags: ["secret_in_test_file"] })]),
    "low",
    /among tests/,
  ],
  [
    "a simple password low",
    entryFrom([found("a", FILE, { tags: ["simple_password"] })]),
    "low",
    /simple password/,
  ],
  [
    "a proven value high although its characters look regular",
    entryFrom([found("a", FILE, { ...proven, tags: ["low_entropy"] })]),
    "critical",
    /./,
  ],
  [
    "an expired value low",
    entryFrom([found("a", FILE, { ...proven, facts: { expires: "2026-02-28T23:59:59.000Z" } })]),
    "low",
    /expired on 2026-02-28/,
  ],
  [
    "a value that ends after the run began in full",
    entryFrom([found("a", FILE, { ...proven, facts: { expires: "2026-03-01T00:00:00.001Z" } })]),
    "critical",
    /./,
  ],
  [
    "a value whose end is no date in full",
    entryFrom([found("a", FILE, { facts: { expires: "2026-02-28T23:59:59 somewhere" } })]),
    "high",
    /./,
  ],
  [
    "an example from documentation as a note",
    entryFrom([found("a", FILE, { tags: ["example_secret"] })]),
    "info",
    /documentation publishes/,
  ],
  [
    "a Google Maps key as a note",
    inPublic(found("a", FILE, { ...proven, tags: ["google_maps_api_key"] })),
    "info",
    /Google Maps/,
  ],
  [
    "a value marked to be ignored as a note",
    entryFrom([found("a", FILE, { tags: ["ignore_rule"] })]),
    "info",
    /mark that says to ignore/,
  ],
  [
    "a value ignored in one of two places in full",
    entryFrom([found("a", FILE, { tags: ["ignore_rule"] }), found("a", inFile("src/other.env"))]),
    "high",
    /./,
  ],
  [
    "a folder's finding like a repository's",
    entryOf("a", makeFacts(makeFolder("etc"), { findings: [found("a", FILE)] })),
    "high",
    /files of \/srv\/etc/,
  ],
  [
    "what came through standard input without a word on exposure",
    entryOf("a", makeFacts(STDIN, { findings: [found("a", { kind: "stdin", path: "-" }, proven)] })),
    "high",
    /./,
  ],
];

describe("the severity", () => {
  it.each(rows)("rates %s", (_, entry, severity, reason) => {
    expect(entry.severity).toBe(severity);
    expect(entry.reasons.join("\n")).toMatch(reason);
  });

  it.each([
    ["src/latest.ts", "high"],
    ["src/contest/app.env", "high"],
    ["src/LoginTest.java", "low"],
    ["qa/app.env", "low"],
    ["docs/setup.md", "low"],
    ["config/dev.yml", "low"],
    ["config/staging.yml", "low"],
    ["locales/de.json", "low"],
    ["config/production.yml", "high"],
    ["device/driver.c", "high"],
  ])("of a value in %s is %s: words count, not parts of words", (path, severity) => {
    expect(entryFrom([found("a", inFile(path))]).severity).toBe(severity);
  });

  it("has no opinion on expiry without a run, because it has no clock of its own", () => {
    const finding = found("a", FILE, { facts: { expires: "2001-01-01T00:00:00Z" } });
    const facts = [makeFacts(makeProject("acme/shop"), { findings: [finding] })];
    expect(buildInventory({ run: null, facts, rules: RULES }).entries[0]?.severity).toBe("high");
  });

  it("gives its reasons in the order they were applied", () => {
    const entry = inPublic(found("a", inFile("tests/app.env"), proven));
    expect(entry.reasons).toEqual([
      "Title of acme-token: this kind starts as high.",
      "Its checksum or structure is right: a real credential, not a look-alike.",
      "It stands in current files of acme/site: everybody who may read there has it.",
      "acme/site is public: anybody on the internet can read it.",
      "It was found among tests only, where values are often made up; this one is proven, so it may still be real.",
    ]);
    expect(entry.severity).toBe("high");
  });

  it("does not take a declaration for a proof", () => {
    const entry = entryFrom([
      found("a", inVariable("TOKEN"), { rule: "ci-variable-masked", confidence: "high" }),
    ]);
    expect(entry.reasons.join()).not.toContain("checksum");
    expect(entry.severity).toBe("low");
  });
});
