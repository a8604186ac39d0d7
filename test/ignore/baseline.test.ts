/** A baseline holds no value, survives edits, moves and renames, and lets nothing new through. */
import { describe, expect, it } from "vitest";
import {
  type Baseline,
  chooseCost,
  makeBaseline,
  markKnown,
  parseBaseline,
  renderBaseline,
  type ValueHashes,
} from "../../src/ignore/baseline.ts";
import { markIgnored } from "../../src/ignore/marks.ts";
import { hashValues, LEAST_COST, parseSalt, printSalt, USUAL_COST } from "../../src/ignore/slow-hash.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  type LooseFinding,
  makeFolder,
  secretOf,
} from "../support/facts.ts";

const FOLDER = makeFolder("app");
const SIGNAL = new AbortController().signal;
const SALT = parseSalt("00112233-4455-6677-8899-aabbccddeeff") ?? Buffer.alloc(16);
const COST = { salt: SALT, cost: LEAST_COST };
const LABELS = ["a", "b", "weak"];
const VALUES = new Map(
  LABELS.map((label) => [secretOf(label), expandTemplate(`{{b62 20 seed=${label}}}`)] as const),
);
const HASHES: ValueHashes = await hashValues(VALUES, COST, SIGNAL);
const place = (findings: readonly LooseFinding[]) => findings.map((make) => make(FOLDER));

const write = (...findings: readonly LooseFinding[]): string =>
  [...renderBaseline(makeBaseline(place(findings), HASHES, COST))].join("");
const read = (text: string): Baseline => {
  const baseline = parseBaseline(text);
  if (baseline === null) throw new Error("no baseline");
  return baseline;
};
/** Which of the findings are known to the baseline, by the line that knows them. */
const known = (text: string, ...findings: readonly LooseFinding[]): readonly string[] =>
  markKnown(place(findings), HASHES, { baseline: read(text), file: "base.json" }).map(
    ({ facts }) => facts["ignored_by"] ?? "new",
  );

const EARLIER = write(
  found("a", inFile("app.env")),
  found("weak", inFile("test.env"), { rule: "generic-password" }),
);

describe("a baseline", () => {
  it("holds slow hashes, places and no value, and is the same for the same findings in any order", () => {
    const findings = [
      found("b", inVariable("TOKEN")),
      found("a", inFile("z.env")),
      found("a", inHistory("old.env")),
    ];
    const text = write(...findings);
    for (const value of VALUES.values()) expect(text).not.toContain(value.slice(2, 12));
    expect(write(...findings.toReversed())).toBe(text);
    expect(JSON.parse(text)).toMatchObject({
      baseline: 1,
      cost: LEAST_COST,
      id: printSalt(SALT),
      secrets: [{ places: ["file z.env", "history old.env"] }, { places: ["variable TOKEN *"] }],
    });
  });

  it("can be empty", () => {
    expect(read(write()).secrets).toEqual([]);
  });

  it("leaves out what is ignored anyway, and what has no value", () => {
    const ignored: LooseFinding = (target) =>
      markIgnored(found("a", inFile("a"))(target), "repository", "x:1");
    expect(read(write(ignored, found("hidden", inVariable("KEY")))).secrets).toEqual([]);
  });

  it.each([
    "",
    "{",
    "[]",
    '{"baseline":2}',
    EARLIER.replace(String(LEAST_COST), "3000"),
    EARLIER.replace(String(LEAST_COST), String(2 ** 30)),
    EARLIER.replace(printSalt(SALT), "short"),
    EARLIER.replace('"hash":"', '"hash":"-'),
  ])("of another form is none (%#)", (text) => {
    expect(parseBaseline(text)).toBeNull();
  });

  it("is as slow to guess as its size allows", () => {
    expect([1, 1000, 5000, 20_000, 1_000_000].map(chooseCost)).toEqual([
      USUAL_COST,
      USUAL_COST,
      2 ** 11,
      LEAST_COST,
      LEAST_COST,
    ]);
  });
});

describe("compared with a baseline", () => {
  it("a secret in its place is known by its line, wherever in the file it stands", () => {
    expect(known(EARLIER, found("a", inFile("app.env"), { line: 99 }))).toEqual(["baseline base.json:7"]);
  });

  it("another secret in the same place is new", () => {
    expect(known(EARLIER, found("b", inFile("app.env")))).toEqual(["new"]);
  });

  it("a secret found by another rule is the same secret", () => {
    expect(known(EARLIER, found("a", inFile("app.env"), { rule: "generic-password" }))[0]).toMatch(
      /^baseline/,
    );
  });

  it("a renamed file is known, also while its old name stands in the history", () => {
    expect(known(EARLIER, found("a", inFile("prod.env")))[0]).toMatch(/^baseline/);
    const both = known(EARLIER, found("a", inFile("prod.env")), found("a", inHistory("app.env")));
    expect(both.every((by) => by.startsWith("baseline"))).toBe(true);
  });

  it("a copy is new, and the place it was copied from is not", () => {
    const [old, copy] = known(EARLIER, found("weak", inFile("test.env")), found("weak", inFile("prod.env")));
    expect([old, copy]).toEqual([expect.stringMatching(/^baseline/), "new"]);
  });

  it("a file that was restored from the history is in its old place", () => {
    const text = write(found("a", inHistory("app.env")));
    expect(known(text, found("a", inFile("app.env")))[0]).toMatch(/^baseline/);
    expect(known(text, found("a", inFile("other.env")))).toEqual(["new"]);
  });

  it("old commits show nothing new of a known secret, and everything of an unknown one", () => {
    expect(known(EARLIER, found("a", inHistory("x.env")), found("b", inHistory("x.env")))).toEqual([
      expect.stringMatching(/^baseline/),
      "new",
    ]);
  });

  it("old commits of a secret that was copied are not what is new of it", () => {
    const findings = ["app.env", "copy.env"].map((path) => found("a", inFile(path)));
    expect(known(EARLIER, ...findings, found("a", inHistory("x.env")))).toEqual([
      expect.stringMatching(/^baseline/),
      "new",
      expect.stringMatching(/^baseline/),
    ]);
  });

  it("what somebody else ignores stays theirs", () => {
    const ignored: LooseFinding = (target) =>
      markIgnored(found("a", inFile("app.env"))(target), "operator", "team.yml:1");
    expect(known(EARLIER, ignored)).toEqual(["operator's team.yml:1"]);
  });
});

describe("slow hashes", () => {
  it("differ by value, salt and cost", async () => {
    const values = new Map([
      [1, "one"],
      [2, "two"],
      [3, "one"],
    ]);
    const first = await hashValues(values, COST, SIGNAL);
    expect(first.get(1)).toBe(first.get(3));
    expect(first.get(1)).not.toBe(first.get(2));
    for (const other of [
      { ...COST, salt: Buffer.alloc(16) },
      { ...COST, cost: LEAST_COST * 2 },
    ])
      expect((await hashValues(values, other, SIGNAL)).get(1)).not.toBe(first.get(1));
  });

  it("stop when the run is interrupted", async () => {
    const stop = AbortSignal.abort(new Error("stop"));
    await expect(hashValues(new Map([[1, "a"]]), COST, stop)).rejects.toThrow("stop");
  });
});
