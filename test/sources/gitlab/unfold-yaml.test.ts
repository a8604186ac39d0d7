/** The merged CI configuration before its lines were broken. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { unfoldYaml } from "../../../src/sources/gitlab/unfold-yaml.ts";

describe("broken lines of YAML", () => {
  it("are joined again, and values stay as they are written", () => {
    const folded = [
      "---",
      "deploy:",
      "  retry: 0o17",
      "  when: 2026-01-31",
      "  script:",
      "  - curl --silent --fail --user",
      "    ci:value https://x.example",
      "  - |-",
      "    one",
      "      two",
      '  - "a \\',
      '    b: c"',
    ].join("\n");
    const text = unfoldYaml(folded);
    expect(text).toContain("- curl --silent --fail --user ci:value https://x.example\n");
    expect(text).toContain("retry: 0o17\n");
    expect(text).toContain("when: 2026-01-31\n");
    expect(text).toMatch(/\|-\n +one\n +two\n/);
    expect(parse(text)).toEqual(parse(folded));
  });

  it.each([
    ["no YAML", "a: [b\n  c: d"],
    ["nested beyond measure", "[".repeat(100_000)],
    ["too large", `a: b\n  c\n#${"x".repeat(300_000)}`],
  ])("are left where the text is %s", (_, text) => {
    expect(unfoldYaml(text)).toBe(text);
  });

  it("with aliases are not blown up", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let level = 0; level < 20; level++)
      bomb.push(
        `b${level}: &b${level} [${Array.from({ length: 9 }, () => `*${level === 0 ? "a" : `b${level - 1}`}`).join(", ")}]`,
      );
    expect(unfoldYaml(bomb.join("\n")).length).toBeLessThan(10_000);
  });

  it("never end in an error, whatever the text", () => {
    const random = createSeededRandom("unfold");
    for (let round = 0; round < 300; round++) {
      const text = random.pick("ab: -\n&*!|>'\"[]{},#%@\t\u0000é", 60);
      expect(typeof unfoldYaml(text)).toBe("string");
    }
  });
});
