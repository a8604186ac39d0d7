import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { findLiterals } from "../../../src/detect/literals/literals.ts";
import { readSamples } from "./samples.ts";

const SAMPLES = readSamples();
const ALPHABET = "{}[]()<>$'\"`\\|&;:=-#!%@*?~\n\t aA0";

/** Far above what the slowest of these takes, far below what a blow-up would. */
const LIMIT = 5000;

const timed = (path: string, text: string): number => {
  const start = performance.now();
  findLiterals(path, text);
  return performance.now() - start;
};

describe("hostile and broken text", () => {
  for (const { name, path, text } of SAMPLES) {
    it(`reads the ${name} sample cut off anywhere`, () => {
      for (let end = 0; end < text.length; end += 13) {
        const cut = text.slice(0, end);
        for (const { start, end: to } of findLiterals(path, cut))
          expect(to >= start && to <= cut.length).toBe(true);
      }
    });

    it(`reads the ${name} sample with characters changed`, () => {
      const random = createSeededRandom(name);
      for (let round = 0; round < 30; round++) {
        let changed = text;
        for (let count = 0; count < 5; count++) {
          const at = Math.floor(
            (Number(`0x${random.pick("0123456789abcdef", 6)}`) / 0x1000000) * changed.length,
          );
          changed = changed.slice(0, at) + random.pick(ALPHABET, 1) + changed.slice(at + 1);
        }
        for (const { start, end } of findLiterals(path, changed))
          expect(end >= start && end <= changed.length).toBe(true);
      }
    });
  }

  const PATHS = [
    ".gitlab-ci.yml",
    "run.sh",
    "Dockerfile",
    "Makefile",
    "Jenkinsfile",
    "main.tf",
    ".env",
    "run.ps1",
    "run.bat",
    "chart/templates/a.yaml",
    ".teamcity/a.xml",
    "inventory/hosts",
  ];
  const BOMBS: Readonly<Record<string, string>> = {
    "open quotes": `password: "${"'\"".repeat(200_000)}`,
    "open substitutions": `x=${"$(".repeat(300_000)}`,
    "open braces": `password=${"${a:-".repeat(150_000)}`,
    "open templates": `password: ${"{{ a | default(".repeat(50_000)}`,
    backticks: `password=${"`a ".repeat(300_001)}`,
    "here-documents without an end": "cat <<A_PASSWORD\n".repeat(40_000),
    "here-documents, each its own": Array.from({ length: 40_000 }, (_, index) => `cat <<A${index}\n`).join(
      "",
    ),
    "flow collections": `password: ${"[".repeat(400_000)}`,
    "flow maps": "password: {a: ".repeat(60_000),
    "nested lists": `${"- ".repeat(400_000)}password`,
    "nested keys": Array.from({ length: 1300 }, (_, index) => `${" ".repeat(index)}password:`).join("\n"),
    "one long line": `password=${"a".repeat(900_000)}`,
    blanks: `password: "${" ".repeat(900_000)}"`,
    "blank lines": `password: "${"\n".repeat(900_000)}"`,
    tabs: `password\t${"\t".repeat(900_000)}=x`,
    "many urls": "https://a:b@".repeat(80_000),
    "many assignments": "A_PASSWORD=b;".repeat(70_000),
    "many options": `x ${"--password ".repeat(80_000)}`,
    "wrapped commands": `${"sudo ".repeat(80_000)}mysql -pa`,
    "scripts in scripts": `${'bash -c "'.repeat(50_000)}`,
    "many passwords in one map": Array.from({ length: 20_000 }, (_, index) => `A${index}_PASSWORD: b\n`).join(
      "",
    ),
    "many pipes": "echo a | docker login --password-stdin | ".repeat(10_000),
    "many colons": `password${":".repeat(900_000)}`,
    "many equals": `password${"=".repeat(900_000)}`,
    backslashes: `password="${"\\".repeat(900_000)}`,
    "joined lines": `RUN password=\\\n${"a \\\n".repeat(200_000)}`,
    aliases: `a: &a [x, x]\n${Array.from({ length: 60 }, (_, index) => `b${index}: &b${index} [*a, *a]`).join("\n")}\npassword: *a\n`,
    anchors: "password: &a\n".repeat(60_000),
    "sql words": `identified by ${"password = ".repeat(80_000)}`,
    params: '<param name="password" '.repeat(40_000),
    "less-than signs": "password <".repeat(90_000),
    documents: "password: ab\n---\n".repeat(50_000),
  };
  for (const [name, bomb] of Object.entries(BOMBS))
    it(`is not stopped by ${name}`, { timeout: 240_000 }, () => {
      const slow = PATHS.map(
        (path) => [path, Math.round(timed(path, bomb.slice(0, 100_000)))] as const,
      ).filter(([, time]) => time > LIMIT);
      expect(slow).toEqual([]);
    });

  it("leaves texts over a million characters to others", () => {
    expect(findLiterals(".env", `A_PASSWORD=hunter2\n${"#".repeat(1_000_000)}`)).toEqual([]);
  });

  it("does not follow aliases: an anchored value is found once", () => {
    const text = "variables: &v\n  A_PASSWORD: hunter2\njob:\n  variables: *v\n  script: [make]\n";
    expect(findLiterals(".gitlab-ci.yml", text)).toHaveLength(1);
  });
});
