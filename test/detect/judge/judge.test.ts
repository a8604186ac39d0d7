/** The judge: agrees with its trainer, adds up, keeps obvious orders, survives hostile input. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Gate, ValueCandidate } from "../../../src/detect/extract/candidate.ts";
import { FEATURE_COUNT, FEATURE_NAMES, writeFeatures } from "../../../src/detect/judge/features.ts";
import { createJudge } from "../../../src/detect/judge/judge.ts";
import { HANDICAP } from "../../../src/detect/judge/levels.ts";
import { createLook, lookAt } from "../../../src/detect/judge/look.ts";
import { parseModel } from "../../../src/detect/judge/model.ts";
import weights from "../../../src/detect/judge/weights.json" with { type: "json" };
import { expandTemplate } from "../../../src/rules/template.ts";
import { readTemplates, toCandidate } from "../../../scripts/judge/templates.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/judge", import.meta.url));
const templates = readTemplates(join(FIXTURES, "candidates.json"));
const expected: Readonly<Record<Gate, readonly number[]>> = JSON.parse(
  readFileSync(join(FIXTURES, "expected.json"), "utf8"),
);
const model = parseModel(weights);
const judge = createJudge(model);

/** `name = "value"` in a source file; « and » are not needed. */
const assigned = (name: string, template: string): ValueCandidate => {
  const value = expandTemplate(template);
  const line = `${name} = "${value}"`;
  return {
    gate: "named",
    name,
    value,
    line,
    start: name.length + 4,
    quote: '"',
    separator: "=",
    extension: "py",
  };
};
const logOdds = (name: string, template: string): number => judge.explain(assigned(name, template)).logOdds;

describe("the judge", () => {
  it("scores as its trainer does, on candidates built from templates, by both gates' models", () => {
    expect(templates.length).toBeGreaterThanOrEqual(50);
    const differences = templates.map((template, index) => {
      const { logOdds } = judge.explain(toCandidate(template));
      return Math.abs(logOdds - (expected[template.gate][index] ?? NaN));
    });
    expect(differences.filter((difference) => !(difference < 1e-4))).toEqual([]);
  });

  it("explains every score by parts that add up to it", () => {
    for (const template of templates) {
      const candidate = toCandidate(template);
      const { logOdds, level, contributions } = judge.explain(candidate);
      const sum = contributions.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeCloseTo(logOdds, 9);
      const rated = judge.rate(candidate);
      expect(rated.level).toBe(level);
      // Without a level only a bound is promised.
      expect(level === "none" ? rated.logOdds >= logOdds : rated.logOdds === logOdds).toBe(true);
      expect(contributions.length).toBeGreaterThan(3);
    }
  });

  it("rates fast as it explains slowly: same level, same score where there is one, else a bound", () => {
    const names = ["DB_PASSWORD", "apiKey", "client-secret", "passwordLabel", "token_type", "author", ""];
    const values = [
      ...["b62 8", "b62 16", "b62 24", "hex 32", "hex 40", "b64 44", "uuid", "d 8"].flatMap((kind) =>
        [1, 2, 3].map((seed) => `{{${kind} seed=${seed}}}`),
      ),
      ...[
        "changeme",
        "password",
        "string",
        "Please enter it",
        "getKey(name)",
        "/etc/key.pem",
        "${X}",
        "aaaaaaaa",
        "x",
      ].map((text) => `{{"${text}"}}`),
    ];
    const candidates = names.flatMap((name) =>
      values.flatMap((value) =>
        (["named", "run"] as const).map((gate): ValueCandidate => ({ ...assigned(name, value), gate })),
      ),
    );
    expect(candidates.length).toBeGreaterThan(400);
    const seen = new Set<string>();
    const wrong = candidates.filter((candidate) => {
      const slow = judge.explain(candidate);
      const fast = judge.rate(candidate);
      seen.add(slow.level);
      const { low } = model.gates[candidate.gate].levels;
      const isBound = fast.logOdds >= slow.logOdds && fast.logOdds < low + slow.handicap;
      return fast.level !== slow.level || !(slow.level === "none" ? isBound : fast.logOdds === slow.logOdds);
    });
    expect(wrong).toEqual([]);
    expect([...seen].toSorted()).toEqual(["high", "low", "medium", "none"]);
  });

  it("says nothing of the value's own text", () => {
    for (const template of templates) {
      const candidate = toCandidate(template);
      const text = judge
        .explain(candidate)
        .contributions.map(({ sentence }) => sentence)
        .join(" ");
      const parts = candidate.value.match(/\w*\d\w*/g) ?? [];
      expect(parts.filter((part) => part.length > 3 && text.includes(part))).toEqual([]);
      expect(text).not.toMatch(/[^\u0020-\u007e]/);
    }
  });

  it("quotes words of a name or line only if they are ordinary words: others may be secrets themselves", () => {
    const quoted = Array.from({ length: 100 }, (_, seed) => {
      const other = expandTemplate(`{{b62 24 seed=${seed}}}`).replaceAll(/\d/g, "x").toLowerCase();
      const candidate = assigned(
        seed % 2 === 0 ? other : `${other} password`,
        `{{b62 24 seed=${seed + 500}}}`,
      );
      return judge
        .explain(candidate)
        .contributions.flatMap(({ sentence }) => sentence.match(/(?<=")\w+(?=")/g) ?? []);
    }).flat();
    expect(quoted).toContain("password");
    expect(quoted.filter((word) => !model.words.has(word))).toEqual([]);
  });
});

describe("the order of scores", () => {
  const random = "{{b62 20 seed=7}}";
  it.each([
    ["a random password and a type name", "DB_PASSWORD", random, "passwordLabel", "string"],
    ["a random password and a reference", "DB_PASSWORD", random, "DB_PASSWORD", '{{"${DB_PASSWORD}"}}'],
    ["a random password and a stand-in", "DB_PASSWORD", random, "DB_PASSWORD", "your_password_here"],
    ["a random password and a sentence", "password", random, "password", "Please enter your password"],
    ["a random key and a call", "api_key", "{{hex 40 seed=8}}", "api_key", "getKey(name)"],
    ["a random key and a path", "secret", "{{hex 40 seed=8}}", "secret_file", "/etc/app/secret.yml"],
    ["a secret and a column", "secret_key", random, "key", "created_at"],
    ["a token and its type", "access_token", "{{b62 40 seed=9}}", "token_type", "bearer"],
  ])("puts the first above the second: %s", (_, name, value, otherName, otherValue) => {
    expect(logOdds(name, value)).toBeGreaterThan(logOdds(otherName, otherValue));
  });

  it("reports a random password and not a type name", () => {
    expect(judge.rate(assigned("DB_PASSWORD", random)).level).not.toBe("none");
    expect(judge.rate(assigned("passwordLabel", "string")).level).toBe("none");
  });
});

describe("levels", () => {
  it("ask more of values that people make up than of those that are drawn", () => {
    const handicap = (template: string): number => judge.explain(assigned("password", template)).handicap;
    expect(["{{b62 24 seed=1}}", "{{hex 32 seed=1}}", "{{b64 300 seed=1}}"].map(handicap)).toEqual([0, 0, 0]);
    expect(
      ["{{b62 15 seed=1}}", "correcthorsebatterystaple", "word 1 and another", "", "1234567890123456"].map(
        handicap,
      ),
    ).toEqual(Array.from({ length: 5 }, () => HANDICAP));
  });
});

describe("hostile input", () => {
  const make = (value: string, name = "password", gate: Gate = "named"): ValueCandidate => ({
    gate,
    name,
    value,
    line: `${name}=${value}`,
    start: name.length + 1,
    quote: "",
    separator: "=",
    extension: "",
  });
  const million = 1_000_000;
  it.each([
    ["an empty value", make("")],
    ["empty everything", { ...make(""), name: "", line: "", start: 0 }],
    ["a value of a million characters", make("aB3".repeat(million / 3))],
    ["a name of a million characters", make("x", "Ab_".repeat(million / 3))],
    ["a million spaces", make(" ".repeat(million))],
    ["a million brackets", make("(".repeat(million), "", "run")],
    ["unpaired surrogates", make("\ud800\udfff\udbff".repeat(50))],
    ["control characters", make("\u0000\u001b[31m\u0007\r\n\u2028".repeat(20))],
    ["an offset outside the line", { ...make("abc"), start: 5000 }],
    ["an extension like a property of every object", { ...make("abc"), extension: "__proto__" }],
  ] as const)("is rated and explained in no time: %s", (_, candidate) => {
    const from = performance.now();
    for (let round = 0; round < 50; round++) judge.rate(candidate);
    const { logOdds, contributions } = judge.explain(candidate);
    expect(performance.now() - from).toBeLessThan(500);
    expect(Number.isFinite(logOdds)).toBe(true);
    expect(contributions.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(logOdds, 9);
  });

  it("gives every feature a finite number", () => {
    const row = new Float64Array(FEATURE_COUNT);
    const look = createLook();
    for (const value of ["", "\ud800", "a", "é", "-".repeat(300), "0", " "]) {
      lookAt(make(value, ""), look);
      writeFeatures(look, model.words, row);
      expect(FEATURE_NAMES.filter((_, index) => !Number.isFinite(row[index]))).toEqual([]);
    }
  });

  it("does not depend on what was rated before", () => {
    const candidate = assigned("DB_PASSWORD", "{{b62 20 seed=7}}");
    const alone = createJudge(model).rate(candidate);
    judge.rate(make("x".repeat(300)));
    expect(judge.rate(candidate)).toEqual(alone);
  });
});

describe("the weights", () => {
  it("are refused when they are for other features, cut off or no model at all", () => {
    expect(() => parseModel(null)).toThrow("judge weights");
    expect(() => parseModel({ ...weights, features: ["length"] })).toThrow("other features");
    const { named } = weights.gates;
    const cut = { ...named, forest: { ...named.forest, trees: named.forest.trees + 1 } };
    expect(() => parseModel({ ...weights, gates: { ...weights.gates, named: cut } })).toThrow("cut off");
  });

  it("are small enough to be part of the program", () => {
    expect(JSON.stringify(weights).length).toBeLessThan(300_000);
  });

  it("put the levels in order", () => {
    for (const { levels } of Object.values(model.gates)) {
      expect(levels.high).toBeGreaterThan(levels.medium);
      expect(levels.medium).toBeGreaterThan(levels.low);
    }
  });
});
