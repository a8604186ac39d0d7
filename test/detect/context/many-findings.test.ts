/** The stage on texts nobody wrote for reading. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { RULES } from "../../support/scanner.ts";
import type { Kept } from "../../../src/detect/overlaps.ts";
import { relate } from "./harness.ts";

describe("a text with very many findings", () => {
  const rules = new Map(RULES.map((rule) => [rule.id as string, rule]));
  const find = (text: string, form: RegExp): readonly Kept[] =>
    [...text.matchAll(form)].flatMap((match) => {
      const [name = "", value = ""] =
        Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? [];
      const rule = rules.get(name.replaceAll("_", "-"));
      if (rule === undefined) return [];
      const start = match.index + match[0].length - value.length;
      const span = { start, end: start + value.length };
      const candidate = { rule, span, value, match: value, window: value, before: "", after: "", prefix: "" };
      return [{ candidate, proof: { valid: null }, depth: 0 }];
    });
  const number = (index: number, length: number): string => String(index * 7919).padStart(length, "Q7x");

  it.each<[string, (index: number) => string]>([
    ["pairs on lines", (at) => `ID=AKIA${number(at, 16)}\nKEY=${number(at, 40)}\n`],
    ["pairs on one line", (at) => `AKIA${number(at, 16)},KEY=${number(at, 40)};`],
    ["objects on one line", (at) => `{"user":"app${at}","password":"${number(at, 20)}"},`],
    ["unclosed brackets", (at) => `{{([password=${number(at, 20)} `],
    ["secrets alone", (at) => `KEY=${number(at, 40)}\n`],
  ])("is related in one go: %s", (_, write) => {
    const form =
      /(?<aws_access_key_id>AKIA[0-9A-Zx]{16})|KEY=(?<aws_secret_access_key>[0-9A-Zx]{40})|password(?:":"|=)(?<generic_password>[0-9A-Zx]{20})/g;
    const text = Array.from({ length: 50_000 }, (_unused, at) => write(at)).join("");
    const kept = find(text, form);
    expect(kept.length).toBeGreaterThanOrEqual(50_000);
    // Were the time to grow with the square of them, this would run into the limit of every test.
    const related = relate(Buffer.from(text), kept);
    expect(new Set(related.map(({ candidate }) => candidate.value)).size).toBe(50_000);
    expect(related.length).toBe(kept.length);
  });
});

/** What structure is made of. */
const TOKENS = [
  "user",
  "password",
  "host",
  "url",
  "AWS_KEY_ID",
  "=",
  ": ",
  " = ",
  '"',
  "'",
  "\n",
  "\n  ",
  "\n- ",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  ";",
  "\\",
  "\r\n",
  "\n\n",
  "[x]\n",
  "db.acme.example",
  "https://",
  "shop_app",
  "AKIAABCDEFGHIJKLMNOP",
  "name: ",
  "value: ",
  "<a>",
  "</a>",
  " -u ",
  " -p",
  "|",
  "é",
  "\0",
  "admin",
  "://a:",
  "@",
];

describe("any text", () => {
  it("neither breaks the stage nor shows a part of a finding", () => {
    const random = createSeededRandom("context");
    const [id, secret, password] = ["aws-access-key-id", "aws-secret-access-key", "generic-password"].map(
      (name) => RULES.find((rule) => rule.id === name),
    );
    let shown = 0;
    for (let round = 0; round < 2000; round++) {
      const size = 4 + (random.bytes(1)[0] ?? 0) / 2;
      const text = Array.from(
        random.bytes(Math.floor(size)),
        (byte) => TOKENS[byte % TOKENS.length] ?? "",
      ).join("");
      const kept = [...text.matchAll(/AKIA[A-Z]{16}|shop_app|admin|db\.acme/g)].flatMap(
        ({ 0: value, index }): Kept[] => {
          const rule = [id, secret, password][(random.bytes(1)[0] ?? 0) % 3];
          const start = Buffer.byteLength(text.slice(0, index));
          const span = { start, end: start + value.length };
          if (rule === undefined || (random.bytes(1)[0] ?? 0) < 128) return [];
          return [
            {
              candidate: { rule, span, value, match: value, window: text, before: "", after: "", prefix: "" },
              proof: { valid: null },
              depth: 0,
            },
          ];
        },
      );
      const related = relate(Buffer.from(text), kept);
      const values = related.map(({ candidate }) => candidate.value);
      const facts = related.flatMap(({ proof }) => Object.values(proof.facts ?? {}));
      shown += facts.length;
      expect(
        facts.filter((fact) => values.some((value) => value.includes(fact) || fact.includes(value))),
      ).toEqual([]);
    }
    expect(shown).toBeGreaterThan(20);
  });
});
