import { describe, expect, it } from "vitest";
import { join } from "../../../src/detect/decode/join.ts";
import type { Piece } from "../../../src/detect/decode/piece.ts";
import { computeBlobId } from "../../../src/model/blob.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { DEMO_SCANNER, demoToken } from "../../support/demo-rules.ts";
import { DETECTOR } from "../../support/scanner.ts";
import { cut, LANGUAGES, quoteAll } from "./languages.ts";

const toBlob = (text: string) => {
  const bytes = Buffer.from(text);
  return { id: computeBlobId(bytes), bytes, provenance: null };
};
/** Values found, with the part of the source their place covers. */
const found = (text: string): readonly string[] =>
  DEMO_SCANNER.detector
    .detect(toBlob(text))
    .findings.map(
      ({ secret, span }) =>
        `${secret.reveal()} in ${Buffer.from(text).toString("utf8", span.start, span.end)}`,
    );
const pieces = (bytes: Buffer): readonly Piece[] =>
  [...join(bytes)].filter((piece) => typeof piece !== "symbol");
const readings = (text: string): readonly string[] =>
  pieces(Buffer.from(text)).map(({ bytes }) => bytes.toString());

describe("values in parts", () => {
  const token = demoToken("join");
  const body = token.slice(5);

  it.each(Object.entries(LANGUAGES))("are one finding at their place: %s", (_, write) => {
    for (const count of [2, 3, 4, 5]) {
      const source = `x = 1\n${write(cut(token, count))}\ny = 2\n`;
      const [place, ...others] = found(source);
      expect(others).toEqual([]);
      const [value, covered = ""] = place?.split(" in ") ?? [];
      expect(value).toBe(body);
      expect(source).toContain(covered);
      // From the first character of the value to its last, whatever stands between.
      expect(covered.startsWith(body.slice(0, 2)) && covered.endsWith(body.slice(-2))).toBe(true);
    }
  });

  it("are found by the shipped rules, proof and all", () => {
    const github = expandTemplate("ghp_{{b62 30 seed=join | crc-b62}}");
    for (const write of Object.values(LANGUAGES)) {
      const { findings } = DETECTOR.detect(toBlob(write(cut(github, 3))));
      expect(findings.map(({ rule, confidence, secret }) => [rule, confidence, secret.reveal()])).toEqual([
        ["github-pat", "high", github],
      ]);
    }
  });

  it("are read as one line with their name, whatever holds the lines together", () => {
    const written = quoteAll(cut("s3cr3tVa1u3", 2)).join(" +\n  ");
    expect(readings(`const apiKey = (\n  ${written}\n);`)).toEqual(['const apiKey = "s3cr3tVa1u3"']);
    expect(readings(`connect(\n  ${written})`)).toEqual(['connect("s3cr3tVa1u3")']);
    expect(readings(`  key:\n    ${written},`)).toEqual(['  key: "s3cr3tVa1u3",']);
    expect(readings("a = \"s3cr\" + '3tVa1u3' + x")).toEqual(['a = "s3cr3tVa1u3" + x']);
    expect(readings('h = "Authorization: Bearer " + "s3cr3tVa1u3"')).toEqual([
      'h = "Authorization: Bearer s3cr3tVa1u3"',
    ]);
    expect(readings('String key = new StringBuilder("s3cr3t").append("Va1u3");')).toEqual([
      'String key = "s3cr3tVa1u3");',
    ]);
    expect(readings('const apiKey =\n  "s3cr3tVa1u3";')).toEqual(['const apiKey = "s3cr3tVa1u3";']);
    expect(readings('key = "s3cr3t" + // the first half\n  "Va1u3" # the rest')).toEqual([
      'key = "s3cr3tVa1u3" # the rest',
    ]);
  });

  it("are placed without what stands between two parts, where they end at a seam", () => {
    const source = 'key = "s3cr3tVa" + "1u3Other"';
    const [piece] = pieces(Buffer.from(source));
    const placeOf = (text: string): string => {
      const start = piece?.bytes.indexOf(text) ?? -1;
      const span = piece?.locate(start, start + text.length);
      return source.slice(span?.start, span?.end);
    };
    expect(["s3cr3tVa", "1u3Other", "Va1u3", "key"].map(placeOf)).toEqual([
      "s3cr3tVa",
      "1u3Other",
      'Va" + "1u3',
      "key",
    ]);
  });

  it("end at a variable, and each chain of a line is its own", () => {
    expect(readings('a("s3cr3t" + "Va1u3" + name + "other" + "things1", "and" + "s0meM0re")')).toEqual([
      'a("s3cr3tVa1u3" + name + ',
      ' + name + "otherthings1", ',
      ', "ands0meM0re")',
    ]);
  });

  it("are joined with the line breaks that a list of lines gets", () => {
    const pem = expandTemplate("{{pem seed=join}}");
    const lines = pem.split("\n");
    const expected = [["private-key-pkcs8", pem]];
    for (const source of [
      `const key = [\n${quoteAll(lines, "'").join(",\n")}\n].join('\\n');`,
      `String key = ${quoteAll(lines.map((line) => `${line}\\n`)).join("\n  + ")};`,
      `key = (${quoteAll(lines.map((line) => `${line}\\n`)).join("\n  ")})`,
    ]) {
      const { findings } = DETECTOR.detect(toBlob(source));
      expect(findings.map(({ rule, secret }) => [rule, secret.reveal()])).toEqual(expected);
    }
  });

  it("may be options of one command on several lines", () => {
    expect(
      readings("docker login \\\n  -u ci \\\n  --password \\\n  s3cr3tVa1u3 \\\n  registry.example\n"),
    ).toEqual(["docker login -u ci --password s3cr3tVa1u3 registry.example"]);
  });

  it.each([
    ["prose", 'x = "hello " + "world and " + "everybody";'],
    ["usage texts", 'printf("  -h  help\\n"\n "  -v  version\\n"\n "  -q  quiet\\n");'],
    ["arguments of a command", 'echo "s3cr3tVa" "1u3s3cr3t"'],
    ["a list of the shell", 'keys=("s3cr3tVa1u3"\n "s3cr3tVa1u4")'],
    ["a list of Lisp", '\'("s3cr3tVa1u3" "s3cr3tVa1u4")'],
    ["a list of Nix", '[ "s3cr3tVa1u3" "s3cr3tVa1u4" ]'],
    ["elements of a list", 'keys = ["s3cr3tVa1u3", "s3cr3tVa1u4"]'],
    ["an operator as text", 'split("a", " + ", "b", " . ", "c")'],
    ["a path that is joined", 'path.join("s3cr3tVa1u3", "s3cr3tVa1u4")'],
    ["a list with commas between", '["s3cr3tVa1u3", "s3cr3tVa1u4"].join(",")'],
    ["columns", 'SELECT "public"."customers", "public"."orders" FROM x'],
    ["doubled quotes", 'a,"s3cr3t""Va1u3",b'],
    ["short texts", 'c = "ab" + "cd";'],
    ["macros", "#define RUN(x) \\\n  do { \\\n    run(x); \\\n  } while (0)\n"],
    ["code marks in prose", "See `s3cr3tVa1u3`. `s3cr3tVa1u4` is another."],
    ["link targets", "use 's3cr3tVa'\n  .. `1u3s3cr3t`: https://x.example"],
    ["paragraphs", "key = 's3cr3tVa'\n\n  'secr3t1u3'"],
    ["what is no value of its own", 'if (kind ==\n    "s3cr3tVa1u3" in list)'],
  ])("are not seen in %s", (_, source) => {
    expect(readings(source)).toEqual([]);
  });

  it("do not lose a long chain: it is read in ranges that overlap", () => {
    const filler = Array.from({ length: 3000 }, (_, index) => `"filler${index}"`);
    for (const at of [0, 250, 255, 256, 1000, 2998]) {
      const parts = [...filler];
      parts.splice(at, 2, ...quoteAll(cut(`.${token}.`, 4)));
      expect(found(`x = ${parts.join(" +\n")}`).map((place) => place.split(" in ")[0])).toEqual([body]);
    }
    const [large] = pieces(
      Buffer.from(`x = ${Array.from({ length: 60 }, () => `"${"a1".repeat(4000)}"`).join(" + ")}`),
    );
    expect(large?.bytes.length).toBeLessThan(80_000);
  });
});
