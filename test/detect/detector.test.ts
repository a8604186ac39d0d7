import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/detector.ts";
import { computeBlobId } from "../../src/model/blob.ts";
import { parseRules } from "../../src/rules/load.ts";
import { expandTemplate } from "../../src/rules/template.ts";

const rule = (id: string, rest: string): string => `
  - id: ${id}
    title: ${id}
${rest
  .trim()
  .split("\n")
  .map((line) => `    ${line.trim()}`)
  .join("\n")}
    vault: { engine: kv, class: api-key, rotation: Make a new one. }
    examples: [a, b]
    counterexamples: [c, d]
    references: ['https://demo.example/']`;

const make = (...rules: readonly string[]) =>
  createDetector(parseRules("demo.yml", `provider: demo\ntitle: Demo\nrules:${rules.join("")}`));
const detect = (detector: ReturnType<typeof make>, text: string | Buffer) => {
  const bytes = Buffer.from(text);
  return detector.detect({ id: computeBlobId(bytes), bytes, provenance: null });
};
const found = (detector: ReturnType<typeof make>, text: string | Buffer) =>
  detect(detector, text).findings.map(({ rule: id, secret }) => `${id} ${secret.reveal()}`);

const TOKEN = rule("token", "keywords: [tok_]\npattern: 'tok_(?<secret>[a-z0-9]{8,2000})'");
const PAIR = rule(
  "pair",
  "keywords: [password]\nspecificity: generic\nignoreCase: true\npattern: 'password\\s*[=:]\\s*(?<secret>\\S+)'",
);

describe("detection", () => {
  it("lets the more specific rule win where two claim the same characters", () => {
    expect(found(make(TOKEN, PAIR), "password=tok_a1b2c3d4")).toEqual(["token a1b2c3d4"]);
    expect(found(make(PAIR, TOKEN), "password=tok_a1b2c3d4")).toEqual(["token a1b2c3d4"]);
  });

  it("finds several secrets of one line, each once, in order", () => {
    expect(found(make(TOKEN, PAIR), "tok_aaaa1111bbbb x PASSWORD: hunter2hunter2 tok_zzzz9999yyyy")).toEqual([
      "token aaaa1111bbbb",
      "pair hunter2hunter2",
      "token zzzz9999yyyy",
    ]);
  });

  it("reads a secret longer than its window to its end", () => {
    const body = expandTemplate("{{lc 1500 seed=1}}");
    expect(found(make(TOKEN), `x tok_${body} y`)).toEqual([`token ${body}`]);
  });

  it("looks at one line only, unless the rule says otherwise", () => {
    const single = rule("single", "keywords: [begin]\npattern: 'begin\\s+(?<secret>[a-z0-9]{8})'");
    const multi = rule(
      "multi",
      "keywords: [begin]\nwindow: { multiline: true }\npattern: 'begin\\s+(?<secret>[a-z0-9]{8})'",
    );
    expect(found(make(single), "begin\na1b2c3d4")).toEqual([]);
    expect(found(make(multi), "begin\na1b2c3d4")).toEqual(["multi a1b2c3d4"]);
  });

  it("keeps loose rules out of binaries, but not formats with a prefix", () => {
    const text = Buffer.concat([
      Buffer.from([0x7f, 0x45, 0, 0, 1]),
      Buffer.from("password=abcdef12345 tok_a1b2c3d4e5"),
    ]);
    expect(found(make(TOKEN, PAIR), text)).toEqual(["token a1b2c3d4e5"]);
  });

  it("gives values as the text says them, in UTF-8 and in Latin-1", () => {
    expect(found(make(PAIR), "password=pässwörd1")).toEqual(["pair pässwörd1"]);
    expect(found(make(PAIR), Buffer.from("password=pässwörd1", "latin1"))).toEqual(["pair pässwörd1"]);
  });

  it("takes the decoded value of a Kubernetes Secret, whatever characters it has", () => {
    const encoded = Buffer.from("p$word{{x}}9").toString("base64");
    expect(found(make(PAIR), `kind: Secret\ndata:\n  password: ${encoded}\n`)).toEqual(["pair p$word{{x}}9"]);
    expect(found(make(PAIR), `kind: ConfigMap\ndata:\n  password: ${encoded}\n`)).toEqual([
      `pair ${encoded}`,
    ]);
  });

  it("explains every candidate, the dropped ones with their reason", () => {
    const bytes = Buffer.from("password=$X password=changeme password=k8sR4x9q");
    const explanations = make(PAIR).explain({ id: computeBlobId(bytes), bytes, provenance: null });
    expect(explanations.map(({ candidate, dropped }) => [candidate.value, dropped])).toEqual([
      ["$X", "reference"],
      ["changeme", "placeholder"],
      ["k8sR4x9q", null],
    ]);
  });

  it("drops candidates under the rule's entropy, allowed by the rule, or failing its checksum", () => {
    const strict = rule(
      "strict",
      "keywords: [tok_]\nentropy: 2\nallow: ['^ok']\npattern: 'tok_(?<secret>[a-z0-9]{8})'",
    );
    expect(found(make(strict), "tok_aabbaabb tok_okc3d4e5 tok_x1y2z3w4")).toEqual(["strict x1y2z3w4"]);
    const proven = rule(
      "proven",
      "keywords: [ghp_]\nchecksum: crc-base62\npattern: '(?<secret>ghp_[A-Za-z0-9]{36})'",
    );
    const good = expandTemplate("ghp_{{b62 30 seed=1 | crc-b62}}");
    expect(found(make(proven), `${good} ${good.slice(0, -1)}${good.endsWith("0") ? "1" : "0"}`)).toEqual([
      `proven ${good}`,
    ]);
  });

  it("stops a rule that would run over a text too often, and says so", () => {
    const heavy = rule(
      "heavy",
      "keywords: [abc]\nwindow: { after: 60000, multiline: true }\npattern: 'abc(?<secret>[a-z]{8})!'",
    );
    const result = detect(make(heavy, TOKEN), `${"abc".repeat(100_000)} tok_a1b2c3d4`);
    expect(result.overBudget).toEqual(["heavy"]);
    expect(result.findings.map(({ rule: id }) => id)).toEqual(["token"]);
  });

  it("finds a hundred thousand secrets in one line without getting slow over it", () => {
    const line = Array.from(
      { length: 100_000 },
      (_, index) => `tok_${String(index * 7919).padStart(9, "q")}`,
    ).join(" ");
    expect(detect(make(TOKEN), line).findings.length).toBeGreaterThan(90_000);
  });

  it("refuses a rule that names a filter or checksum nobody knows", () => {
    expect(() => make(rule("x", "keywords: [abc]\nchecksum: nope\npattern: 'abc(?<secret>x)'"))).toThrow(
      /unknown checksum: nope/,
    );
    expect(() => make(rule("x", "keywords: [abc]\nfilters: [nope]\npattern: 'abc(?<secret>x)'"))).toThrow(
      /unknown filter: nope/,
    );
  });
});
