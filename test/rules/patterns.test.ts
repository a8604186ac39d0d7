/** Every shipped rule against its own examples and counterexamples, in the whole engine. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CHECKSUMS } from "../../src/detect/checksums/registry.ts";
import { createDetector } from "../../src/detect/detector.ts";
import { FILTERS } from "../../src/detect/filters/registry.ts";
import { computeBlobId, type TextBlob } from "../../src/model/blob.ts";
import { loadRules, parseRules } from "../../src/rules/load.ts";
import { expandTemplate } from "../../src/rules/template.ts";

const FOLDER = fileURLToPath(new URL("../../patterns", import.meta.url));
const FILES = (await readdir(FOLDER)).sort();
const ALL = await loadRules(FOLDER);
const RULES = ALL.filter((rule) => rule.pattern !== null || rule.names !== null);
const providerOf = new Map(RULES.map((rule) => [rule.id, rule.provider]));
const detector = createDetector(ALL);

const toBlob = (text: string): TextBlob => {
  const bytes = Buffer.from(text);
  return { id: computeBlobId(bytes), bytes, provenance: null };
};

/** What a place may say: itself, a key with escaped line breaks, escapes resolved, base64 decoded. */
const readings = (written: string): readonly string[] => [
  written,
  written.replaceAll("\\n", "\n"),
  written.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  Buffer.from(written, "base64").toString("utf8").trimEnd(),
];

describe("the rule files", () => {
  it("are all YAML, one per provider, named after it", async () => {
    for (const file of FILES) {
      expect(file).toMatch(/^[a-z0-9-]+\.yml$/);
      const rules = parseRules(file, await readFile(join(FOLDER, file), "utf8"));
      expect(new Set(rules.map((rule) => `${rule.provider}.yml`))).toEqual(new Set([file]));
    }
  });

  it("hold every kind of the first set", () => {
    expect(RULES.length).toBeGreaterThanOrEqual(75);
    expect(FILES.length).toBeGreaterThanOrEqual(40);
  });

  it("hold no text that looks like a live credential", async () => {
    const raw = await Promise.all(
      FILES.map(async (file) => [file, await readFile(join(FOLDER, file), "utf8")] as const),
    );
    // Patterns and templates only resemble secrets; a proven value would be one.
    const proven = raw.flatMap(([file, text]) =>
      detector
        .detect(toBlob(text))
        .findings.filter((finding) => finding.confidence === "high")
        .map((finding) => `${file} ${finding.rule}`),
    );
    expect(proven).toEqual([]);
  });

  it("name checksums and filters that exist, and leave none of the checksums unused", () => {
    const named = new Set(RULES.flatMap((rule) => (rule.checksum === null ? [] : [rule.checksum])));
    expect(named).toEqual(new Set(Object.keys(CHECKSUMS)));
    expect(RULES.flatMap((rule) => rule.filters).filter((name) => FILTERS[name] === undefined)).toEqual([]);
  });

  it("never tell to store what is to be revoked, and give every other kind a place", () => {
    expect(
      RULES.filter((rule) => rule.vault.store === (rule.vault.engine === "none")).map((rule) => rule.id),
    ).toEqual([]);
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("has one group `secret`, keywords without duplicates, and links that are https", () => {
    expect(rule.pattern?.match(/\(\?<[A-Za-z]\w*>/g) ?? "by name").toEqual(
      rule.names === null ? ["(?<secret>"] : "by name",
    );
    expect(new Set(rule.keywords).size).toBe(rule.keywords.length);
    expect(rule.keywords.filter((word) => rule.ignoreCase && word !== word.toLowerCase())).toEqual([]);
    for (const link of rule.references) expect(link).toMatch(/^https:\/\//);
  });

  it.each(rule.examples)("finds %s", (template) => {
    const text = expandTemplate(template);
    const { findings, overBudget } = detector.detect(toBlob(text));
    const own = findings.filter((finding) => finding.rule === id);
    expect(own.length).toBeGreaterThan(0);
    for (const { secret } of own) {
      // Of a pair, one place is that of the id: the value stands at another.
      const places = own.filter((other) => other.secret.reveal() === secret.reveal());
      const written = places.map(({ span }) => Buffer.from(text).toString("utf8", span.start, span.end));
      expect(written.flatMap(readings)).toContain(secret.reveal());
    }
    expect(
      findings
        .map((finding) => finding.rule)
        // Another value of the example may well be one by its name.
        .filter((other) => ![rule.provider, "generic"].includes(providerOf.get(other) ?? "")),
    ).toEqual([]);
    expect(overBudget).toEqual([]);
  });

  it.each(rule.pattern === null ? [] : rule.examples)("matches %s around one of its keywords", (template) => {
    const fold = (text: string): string => (rule.ignoreCase ? text.toLowerCase() : text);
    const matches = detector
      .explain(toBlob(expandTemplate(template)))
      .filter(({ candidate }) => candidate.rule.id === id)
      .map(({ candidate }) => fold(candidate.match));
    expect(matches.length).toBeGreaterThan(0);
    for (const match of matches) expect(rule.keywords.some((word) => match.includes(fold(word)))).toBe(true);
  });

  it.each(rule.examples)("lets no piece of the secret into what is shown: %s", (template) => {
    for (const { secret, facts } of detector.detect(toBlob(expandTemplate(template))).findings) {
      const prefix = secret.preview.replace(/\*+$/, "");
      // The shown prefix is one of the rule's public literals; what follows it is nobody's business.
      expect(["", ...RULES.flatMap(({ keywords }) => keywords)]).toContain(prefix);
      const body = secret.reveal().slice(prefix.length);
      const shown = Object.values(facts).join("\n");
      const pieces = Array.from({ length: Math.max(0, body.length - 11) }, (_, at) =>
        body.slice(at, at + 12),
      );
      expect(pieces.filter((piece) => shown.includes(piece))).toEqual([]);
    }
  });

  it.each(rule.counterexamples)("leaves %s alone", (template) => {
    const { findings } = detector.detect(toBlob(expandTemplate(template)));
    expect(findings.map((finding) => finding.rule)).not.toContain(id);
  });
});
