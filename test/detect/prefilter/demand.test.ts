/** A demand is what every match holds: where it is missing, the expression could not have matched. */
import { describe, expect, it } from "vitest";
import { findByteRun } from "../../../src/lib/byte-runs.ts";
import { readRegex } from "../../../src/lib/regex-tree.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { type Demand, readDemands } from "../../../src/detect/prefilter/demand.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { samplePattern } from "../../../scripts/attack/sample-pattern.ts";
import { RULES } from "../../support/scanner.ts";

const SHIPPED = RULES.flatMap((rule) => (rule.pattern === null ? [] : [{ ...rule, pattern: rule.pattern }]));

const show = ({ isMember, length }: Demand): string => {
  const text = String.fromCharCode(...Array.from(isMember.keys()).filter((code) => isMember[code] === 1));
  return `${length} of ${text.replace("0123456789", "0-9").replace(/abcdef(g.*z)?/, (all) => `a-${all.at(-1)}`)}`;
};
const demandsOf = (
  pattern: string,
  keywords: readonly string[] = [],
  ignoreCase = false,
): readonly string[] => readDemands(pattern, { ignoreCase, keywords }).map(show);

const isMissing = (demand: Demand, text: string): boolean => {
  const bytes = Buffer.from(text, "latin1");
  return findByteRun(bytes, demand, 0, bytes.length) === -1;
};

describe("what a pattern demands", () => {
  it.each([
    [
      "tok_(?<secret>[0-9a-f]{32})(?![0-9a-f])",
      ["tok_"],
      ["32 of 0-9a-f", "36 of -0-9ABCDEFGHIJKLMNOPQRSTUVWXYZ_a-z"],
    ],
    [
      "vendor[\\w.-]{0,20}(?:key|token)=(?<secret>[a-z]{4}[0-9]{16})",
      ["vendor"],
      ["16 of 0-9", "20 of 0-9a-z", "1 of k", "1 of ="],
    ],
    ['(?<secret>[0-9]{8}"?[0-9]{24})', [], ["24 of 0-9"]],
    ["://[^:]{1,9}:(?<secret>.{1,9})@", ["://"], ["1 of @"]],
    ["(?:[0-9]{8}|[0-9a-f]{12}#)", [], ["8 of 0-9a-f", "1 of #0-9"]],
    ["tok_(?:[0-9]{4}_){3}", ["tok_"], ["4 of 0-9", "19 of -0-9ABCDEFGHIJKLMNOPQRSTUVWXYZ_a-z"]],
    ["x(?=.{0,9}#)(?!.{0,9}%)y{0,5}", ["x"], ["1 of #"]],
    ["(?:[0-9]{20})?abc", ["abc"], []],
    ["(?i:abc)[0-9]{20}", ["abc"], []],
  ])("is a run or a byte: %s", (pattern, keywords, expected) => {
    expect(demandsOf(pattern, keywords)).toEqual(expected);
  });

  it("is not what the keyword brings along", () => {
    expect(demandsOf("token_[0-9]{3}", ["token_123"])).toEqual([]);
    expect(demandsOf("token_[0-9]{3}", ["token_"])).not.toEqual([]);
  });

  it("is met by whatever a shipped pattern matches", () => {
    const random = createSeededRandom("demands");
    let matched = 0;
    for (const rule of SHIPPED) {
      const demands = readDemands(rule.pattern, rule);
      const regex = new RegExp(rule.pattern, rule.ignoreCase ? "i" : "");
      const tree = readRegex(rule.pattern, rule.ignoreCase);
      const sampled = Array.from({ length: 6 }, () => ` ${samplePattern(tree, random)} `);
      for (const text of [...rule.examples.map(expandTemplate), ...sampled]) {
        const latin1 = Buffer.from(text).toString("latin1");
        if (!regex.test(latin1)) continue;
        matched++;
        expect(
          demands.filter((demand) => isMissing(demand, latin1)).map(show),
          `${rule.id}: ${text}`,
        ).toEqual([]);
      }
    }
    // Examples and samples that match: without them the test says nothing.
    expect(matched).toBeGreaterThan(4 * SHIPPED.length);
  });

  it("spares nearly all rules a run over ordinary words", () => {
    const words =
      "the function returns a value: const name = options.path || './default/index.js'; // see it";
    const spared = SHIPPED.filter((rule) =>
      readDemands(rule.pattern, rule).some((demand) => isMissing(demand, words)),
    );
    expect(spared.length / SHIPPED.length).toBeGreaterThan(0.9);
  });
});
