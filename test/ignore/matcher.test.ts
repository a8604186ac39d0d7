/** Strangers' patterns and globs: what they match, and that no pattern takes long. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import {
  type Budget,
  createGlobMatcher,
  createNameMatcher,
  createPatternMatcher,
} from "../../src/ignore/matcher.ts";
import { printRegex } from "../../src/rules/import-print.ts";
import { readImportedRegex } from "../../src/rules/import-regex.ts";

const plenty = (): Budget => ({ left: 1e9 });

describe("a glob", () => {
  it.each([
    ["app.env", "app.env"],
    ["docs/*", "docs/index.md"],
    ["**/*_test.go", "a_test.go"],
    ["**/*_test.go", "x/y/a_test.go"],
    ["docs/**", "docs/a/b/c.md"],
    ["docs/", "docs/a/b/c.md"],
    ["/docs/", "docs/a.md"],
    ["./docs/a.md", "docs/a.md"],
    ["a?c", "abc"],
    ["[a-c]x[!0-9]", "bxy"],
    ["*.{json,y?ml}", "a.yaml"],
    ["a\\*b", "a*b"],
    ["lib/app.jar!/**", "lib/app.jar!/conf/x.yml"],
    ["grün/ß", "grün/ß"],
    ["a/**/b", "a/b"],
    ["a/**/b", "a/x/y/b"],
    ["a[b", "a[b"],
  ])("%s takes %s", (glob, path) => {
    expect(createGlobMatcher(glob)(path, plenty())).toBe(true);
  });

  it.each([
    ["app.env", "x/app.env"],
    ["app.env", "appxenv"],
    ["docs/*", "docs/a/b.md"],
    ["a?c", "a/c"],
    ["[!0-9]", "/"],
    ["*.{json,yml}", "a.toml"],
    ["docs/", "docs"],
    ["*", "a/b"],
    ["APP.env", "app.env"],
  ])("%s leaves %s", (glob, path) => {
    expect(createGlobMatcher(glob)(path, plenty())).toBe(false);
  });

  it.each(["", "/", `${"a".repeat(1001)}`])("is refused where it says nothing or too much (%#)", (glob) => {
    expect(() => createGlobMatcher(glob)).toThrow("glob");
  });
});

describe("a pattern", () => {
  it("must describe the whole text, or a part of it, as it is asked", () => {
    const [whole, part] = [createPatternMatcher("b+", "whole"), createPatternMatcher("b+", "part")];
    expect(["abbc", "bbb"].map((text) => whole(text, plenty()))).toEqual([false, true]);
    expect(["abbc", "bbb", "ac"].map((text) => part(text, plenty()))).toEqual([true, true, false]);
  });

  it.each([
    ["^a|b$", "part", "xb", true],
    ["^a|b$", "part", "bx", false],
    ["\\bkey\\b", "part", "my key.", true],
    ["\\bkey\\b", "part", "monkey", false],
    ["\\Bkey", "part", "monkey", true],
    ["(?m)^b$", "part", "a\nb\nc", true],
    ["^b$", "part", "a\nb\nc", false],
    ["(?i)PASS.*", "whole", "password", true],
    ["é{2}", "whole", "éé", true],
    ["", "whole", "", true],
    ["(a|b|){0,3}", "whole", "abb", true],
  ] as const)("%s (%s) over %j says %s", (pattern, mode, text, expected) => {
    expect(createPatternMatcher(pattern, mode)(text, plenty())).toBe(expected);
  });

  it("says what JavaScript says of the converted expression", () => {
    const patterns = [
      "(?:a|ab)(?:c|bcd)*d?",
      "[a-c]{1,3}?b{0,2}",
      "(?i)a(?:b|C)+|d.?",
      "(?:^a|b)+c?$",
      "(a|b)*abb",
    ];
    const random = createSeededRandom("matcher");
    let agreed = 0;
    for (const pattern of patterns) {
      const { root } = readImportedRegex(pattern);
      const expression = new RegExp(`^(?:${printRegex(root, { ignoreCase: false, secret: null })})$`);
      const matcher = createPatternMatcher(pattern, "whole");
      for (let length = 0; length < 8; length++)
        for (let round = 0; round < 40; round++) {
          const text = random.pick("abcdABC", length);
          expect([text, matcher(text, plenty())]).toEqual([text, expression.test(text)]);
          if (expression.test(text)) agreed++;
        }
    }
    expect(agreed).toBeGreaterThan(50);
  });

  it.each(["(a+)+b", "(a|a)*b", "(.*.*.*.*)*x", "(?:a?){30}a{30}"])(
    "of the kind that takes others for ever (%s) takes steps in proportion to the text",
    (pattern) => {
      const budget = { left: 1e9 };
      createPatternMatcher(pattern, "whole")("a".repeat(2000), budget);
      expect(1e9 - budget.left).toBeLessThan(2_000_000);
    },
  );

  it("stops at the budget and then matches nothing", () => {
    const budget = { left: 50 };
    const matcher = createPatternMatcher("(?:a|b)*", "whole");
    expect(matcher("ab".repeat(100), budget)).toBe(false);
    expect(budget.left).toBeLessThan(0);
    expect(budget.left).toBeGreaterThan(-50);
    expect(matcher("a", budget)).toBe(false);
  });

  it("costs nothing where a text that it needs is missing", () => {
    const budget = { left: 10 };
    expect(createPatternMatcher("(?:a|b)*needle.*", "whole")("ab".repeat(500), budget)).toBe(false);
    expect(budget.left).toBe(10);
    expect(createPatternMatcher("[x]needle|y", "whole")("y", plenty())).toBe(true);
  });

  it.each([
    ["(?:(?:[a-z]{1,100}){1,100}){1,100}", "it is too large"],
    ["a(?=b)", "a look-around"],
    ["(a)\\1", "a back reference"],
  ])("is refused with the reason: %s", (pattern, message) => {
    expect(() => createPatternMatcher(pattern, "whole")).toThrow(message);
  });

  it("leaves texts that are too long for a path or a listed value", () => {
    expect(createPatternMatcher("a*", "whole")("a".repeat(4096), plenty())).toBe(true);
    expect(createPatternMatcher("a*", "whole")("a".repeat(4097), plenty())).toBe(false);
  });
});

describe("a name", () => {
  it("is equal, or has a star", () => {
    expect(createNameMatcher("gitlab-pat")("gitlab-pat", plenty())).toBe(true);
    expect(createNameMatcher("gitlab-pat")("gitlab-pat-2", plenty())).toBe(false);
    expect(createNameMatcher("gitlab-*")("gitlab-pat", plenty())).toBe(true);
    expect(createNameMatcher("a.b")("axb", plenty())).toBe(false);
  });
});
