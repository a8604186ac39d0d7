/** The quick look at a line: never misses what the slow look would find, and stays linear. */
import { describe, expect, it } from "vitest";
import { extractLine } from "../../../src/detect/extract/extract.ts";
import { isSpeaking } from "../../../src/detect/extract/lexicon.ts";
import { createSurvey, speaksWithin, surveyLine, WORD } from "../../../src/detect/extract/survey.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const survey = createSurvey();
const words =
  "pass pwd secret token key auth cred priv cipher crypt jwt bearer session cookie webhook dsn connstr conn_xstr signature license licence mnemonic otp salt sas pw pin".split(
    " ",
  );
const frames = ["", "x_", "my", "DB-", "1"].flatMap((before) =>
  ["", "_x", "Base", "-1", "s"].map((after) => [before, after] as const),
);

describe("the survey of a line", () => {
  it("sees every word that makes a name speak, in any case and wherever it stands", () => {
    const names = words.flatMap((word) =>
      frames.flatMap(([before, after]) =>
        [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)].map(
          (own) => before + own + after,
        ),
      ),
    );
    const speaking = names.filter(isSpeaking);
    expect(speaking.length).toBeGreaterThan(500);
    const missed = speaking.filter((name) => {
      const line = `  ${name}: x`;
      surveyLine(line, survey);
      return (survey.words & WORD.speaking) === 0 || !speaksWithin(survey, 2, 2 + name.length);
    });
    expect(missed).toEqual([]);
  });

  it("tells where a word stands", () => {
    surveyLine("user = password", survey);
    expect(speaksWithin(survey, 0, 4)).toBe(false);
    expect(speaksWithin(survey, 7, 15)).toBe(true);
  });

  it("counts every place as speaking once there are more words than it keeps", () => {
    surveyLine(`${"key ".repeat(100)}user`, survey);
    expect(speaksWithin(survey, 400, 404)).toBe(true);
  });

  it("sees runs of sixteen and more", () => {
    surveyLine("x 123456789012345 y", survey);
    expect(survey.hasRun).toBe(false);
    surveyLine("x 1234567890123456", survey);
    expect(survey.hasRun).toBe(true);
  });
});

describe("very long lines", () => {
  const key = expandTemplate("{{b62 40 seed=line}}");
  const size = 200_000;
  const fill = (text: string): string => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  it.each([
    ["separators", "=:"],
    ["names without values", "key="],
    ["names and opened strings", "key='"],
    ["names and escaped quotes", String.raw`key=\"`],
    ["names and triple quotes", 'key="""'],
    ["blanks", "key \t"],
    ["calls", "token(("],
    ["arguments", '"key",'],
    ["colons of types", "key: a b "],
    ["bare values", "key:a"],
    ["slashes", "://a:"],
    ["user and password", "a://b:c@"],
    ["elements", "<a>b"],
    ["options", " -u a"],
    ["schemes", "Basic "],
    ["lists of bytes", "key=[1,2,3,4,"],
    ["brackets", "key=[[[["],
    ["minified code", 'function(a,b){return a.token===b?c("x",d):e},'],
    ["runs", `${key} `],
    ["one run", key],
    ["assertions", 'assertEquals("x", '],
    ["expectations", "expect(key)."],
    ["attributes", "key='a' value "],
    ["clients", "mysql -"],
  ])("are read in linear time: %s", (_, part) => {
    const line = fill(part);
    const from = performance.now();
    const candidates = extractLine(line, "js", "password:");
    expect(performance.now() - from).toBeLessThan(2000);
    expect(candidates.every(({ start, value }) => line.startsWith(value, start))).toBe(true);
  });
});
