/** Patterns of Go and PCRE in JavaScript: what they mean, and what has no counterpart. */
import { describe, expect, it } from "vitest";
import { findKeywords } from "../../src/rules/import-keywords.ts";
import { printRegex } from "../../src/rules/import-print.ts";
import { readImportedRegex } from "../../src/rules/import-regex.ts";
import { longestOf } from "../../src/rules/import-regex-tree.ts";

const print = (pattern: string, ignoreCase = false): string =>
  printRegex(readImportedRegex(pattern).root, { ignoreCase, secret: null });

describe("a pattern of Go", () => {
  it.each([
    ["abc", "abc"],
    ["(?i)abc", "[Aa][Bb][Cc]"],
    ["a(?i)b(?-i)c", "a[Bb]c"],
    ["(a(?i)b)c", "(?:a[Bb])c"],
    ["(?i:x|y)z", "(?:[Xx]|[Yy])z"],
    ["(?P<name>a)(?<other>b)", "(?:a)(?:b)"],
    [".", "[^\\n]"],
    ["(?s).", "[^]"],
    ["^a$", "^a$"],
    ["\\Aa\\z", "^a$"],
    ["(?m)^a$", "(?<![^\\n])a(?![^\\n])"],
    ["[[:alnum:]_]", "\\w"],
    ["[[:^alpha:]0]", "[^A-Za-z]"],
    ["[^[:digit:]]", "[^0-9]"],
    ["\\d\\w\\s", "\\d\\w[\\t\\n\\f\\r ]"],
    ["[a-c\\d\\-\\]^]", "[\\-0-9\\]\\^a-c]"],
    ["[]a]", "[\\]a]"],
    ["\\x41\\x{42}\\103", "ABC"],
    ["\\Qa.b+\\E+", "a\\.b\\++"],
    ["a{2}b{2,}c{2,3}d{,3}", "a{2}b{2,}c{2,3}d\\{,3\\}"],
    ["a*?b+?c??", "a*?b+?c??"],
    ["(?U)a*b*?", "a*?b*"],
    ["(?:ab)+(?:c|d)?", "(?:ab)+(?:c|d)?"],
    ["a|b|", "a|b|"],
    ["é", "\\xc3\\xa9"],
    ["é+", "(?:\\xc3\\xa9)+"],
    ["\\bx\\B", "\\bx\\B"],
  ])("%s becomes %s", (pattern, expected) => {
    expect(print(pattern)).toBe(expected);
    expect(() => new RegExp(print(pattern))).not.toThrow();
  });

  it("is written in small letters where case does not count", () => {
    expect(print("(?i)Key[A-F0-9][^q]", true)).toBe("key[0-9a-f][^q]");
  });

  it("makes the chosen group the secret and the others none", () => {
    const { root } = readImportedRegex("(a)(b)");
    expect(printRegex(root, { ignoreCase: false, secret: 2 })).toBe("(?:a)(?<secret>b)");
    expect(printRegex(root, { ignoreCase: false, secret: 0 })).toBe("(?<secret>(?:a)(?:b))");
  });

  it.each([
    ["(", "an unclosed group"],
    ["a)", "a ) too many"],
    ["[a", "an unclosed class"],
    ["*a", "a repetition of nothing"],
    ["a**", "two repetitions of one thing"],
    ["a{3,2}", "a repetition with its bounds the wrong way round"],
    ["\\b+", "a repetition of a place"],
    ["(a)\\1", "a back reference"],
    ["\\pL", "an escape that has no counterpart"],
    ["\\G", "an escape that has no counterpart"],
    ["(?x)a", "a flag that has no counterpart"],
    ["(?#note)a", "a kind of group that has no counterpart"],
    ["(?(1)a|b)", "a kind of group that has no counterpart"],
    ["[à-ü]", "a range of characters outside ASCII"],
    ["[é]", "a class with characters outside ASCII"],
    ["[z-a]", "a range the wrong way round"],
    ["[[:wat:]]", "a named class that has no counterpart"],
    ["a\\", "a \\ at the end"],
    ["(".repeat(101) + ")".repeat(101), "it is nested too deep"],
    ["a".repeat(20_001), "it is too long"],
  ])("is refused with the reason: %s", (pattern, message) => {
    expect(() => readImportedRegex(pattern)).toThrow(message);
  });
});

describe("what PCRE adds", () => {
  it.each([
    ["(?<![a-z])key(?=[0-9])", "(?<![a-z])key(?=\\d)"],
    ["(?<=a)b(?!c)", "(?<=a)b(?!c)"],
    ["\\h\\Z", "[\\t ]$"],
  ])("%s becomes %s", (pattern, expected) => {
    expect(print(pattern)).toBe(expected);
  });

  it.each([
    ["[0-9]{2,8}+x", "\\d{2,8}x", /possessive/],
    ["(?>ab|a)c", "(?:ab|a)c", /atomic/],
  ])("%s becomes %s with a note", (pattern, expected, note) => {
    expect(print(pattern)).toBe(expected);
    expect(readImportedRegex(pattern).notes[0]).toMatch(note);
  });
});

describe("keywords", () => {
  const keywords = (pattern: string, ignoreCase = false) =>
    findKeywords(readImportedRegex(pattern).root, ignoreCase);

  it.each([
    ["acme_[0-9a-f]{40}", ["acme_"], 0],
    ["[a-z]{0,9}token=[0-9]{5}", ["token="], 9],
    ["(?:prod|test)_key", ["prod_key", "test_key"], 0],
    ["(?:alpha|beta)[0-9]{9}", ["alpha", "beta"], 0],
    ["(?:pre)?longer_text[0-9]", ["longer_text", "prelonger_text"], 0],
    ["(?:abcd){2}", ["abcdabcd"], 0],
    ["x(?:key1|key22)+", ["key1", "key22"], 1],
    ["ab[cd]e", ["abce", "abde"], 0],
  ])("of %s stand in every match", (pattern, texts, before) => {
    expect(keywords(pattern)).toEqual({ texts, before });
  });

  it("are all spellings of a word whose case does not count, if only some of the pattern cares", () => {
    expect(keywords("(?i:key)[0-9a-f]{9}")?.texts).toHaveLength(8);
    expect(keywords("(?i)key[0-9a-f]{9}", true)?.texts).toEqual(["key"]);
  });

  it.each(["[0-9a-f]{32}", "(?:abc|[0-9])x", "(?:token)?[0-9]{9}", "ab.cd", "(?:a|b)*"])(
    "are not to be had of %s",
    (pattern) => {
      expect(keywords(pattern)).toBeNull();
    },
  );

  it("stand in everything that a pattern matches", () => {
    const pattern = "(?:[a-z]{2}-)?(?:tok|token|secret)(?:_[0-9]){1,2}(?:=|: )x";
    const found = keywords(pattern);
    for (const text of ["tok_1=x", "ab-token_1_2: x", "secret_9=x"])
      expect(found?.texts.some((word) => text.includes(word))).toBe(true);
    expect(longestOf(readImportedRegex(pattern).root)).toBe("ab-secret_1_2: x".length);
  });
});
