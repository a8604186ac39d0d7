/** The value stage in the whole engine, with the shipped judge. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createDetector } from "../../../src/detect/detector.ts";
import { isSpeaking } from "../../../src/detect/extract/lexicon.ts";
import { ANCHORS, isMeant } from "../../../src/detect/values/anchors.ts";
import { isMask } from "../../../src/detect/values/mask.ts";
import { computeBlobId } from "../../../src/model/blob.ts";
import { loadRules } from "../../../src/rules/load.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const detector = createDetector(
  await loadRules(fileURLToPath(new URL("../../../patterns", import.meta.url))),
);

const scan = (template: string, path = "") => {
  const bytes = Buffer.from(expandTemplate(template));
  const blob = { id: computeBlobId(bytes), bytes, provenance: null, path };
  return {
    found: detector
      .detect(blob)
      .findings.map(({ rule, span }) => [rule, bytes.toString("utf8", span.start, span.end)]),
    explained: detector.explain(blob),
  };
};

describe("values by name", () => {
  it("are found with their exact place, behind other letters than ASCII too", () => {
    const password = expandTemplate("{{b62 14 seed=1}}");
    expect(scan("größe: 5 # ñ\nПароль: x, password: '{{b62 14 seed=1}}' # ü").found).toEqual([
      ["generic-password", password],
    ]);
  });

  it("are found in a line of a megabyte", () => {
    const long = "function(a,b){return a+b};".repeat(40_000);
    expect(scan(`${long}var password="{{b62 16 seed=2}}";${long}`).found).toEqual([
      ["generic-password", expandTemplate("{{b62 16 seed=2}}")],
    ]);
  });

  it("are judged the same the second time, from memory", () => {
    const text = "api_key = '{{b62 30 seed=3}}'\n";
    const first = scan(text).found;
    expect(first).toHaveLength(1);
    expect(scan(`\n\n${text}`).found).toEqual(first);
  });

  it("say why they were kept or dropped, without a piece of the value", () => {
    const value = expandTemplate("{{b62 20 seed=4}}");
    const { explained } = scan("client_secret: {{b62 20 seed=4}}\npassword: ordinary words");
    expect(explained.length).toBeGreaterThanOrEqual(2);
    for (const { candidate } of explained) {
      const reasons = candidate.judged?.reasons().join("\n") ?? "";
      expect(reasons).toContain("log-odds");
      expect(reasons).not.toContain(value.slice(0, 6));
    }
    expect(explained.map(({ dropped }) => dropped === null)).toContain(false);
  });

  it.each([
    "password: ${DB_PASSWORD}",
    "token: vault:kv/data/app#token",
    "secret = ********",
    "password=xxxxxxxx",
    "api_key: <your-key>",
    "password: changeme",
    'public_key = "{{b64 44 seed=20}}"',
    'foreignKey: "{{b62 20 seed=21}}"',
  ])("leaves what points elsewhere or masks alone: %s", (text) => expect(scan(text).found).toEqual([]));
});

describe("nameless runs", () => {
  it("are found where nothing names them", () => {
    expect(scan("connect('{{b62 40 seed=5}}')").found).toEqual([
      ["high-entropy-string", expandTemplate("{{b62 40 seed=5}}")],
    ]);
  });

  it.each([
    "example.com/mod v1.2.3 h1:{{bytes64 size=32 seed=6}}",
    '"integrity": "sha512-{{bytes64 size=64 seed=7}}"',
    "-----BEGIN CERTIFICATE-----\n{{b64 64 seed=8}}\n{{b64 64 seed=9}}\n{{b64 30 seed=10}}\n-----END CERTIFICATE-----",
    "<image href='data:image/png;base64,{{b64 160 seed=11}}'/>",
    "x = {{b64 400 seed=12}}",
    "-----BEGIN PGP SIGNATURE-----\n\n{{b64 64 seed=13}}\n{{b64 64 seed=14}}\n=aB3d\n-----END PGP SIGNATURE-----",
  ])("are left alone in %s", (text) => expect(scan(text).found).toEqual([]));
});

describe("anchors", () => {
  const NAMES =
    "password pwd clientSecret token api_key auth credential privkey cipher crypt jwt bearer session cookie webhook dsn connectionString signature license licence mnemonic otp salt sas pw pin".split(
      " ",
    );

  it("mark every name the extractor takes for speaking", () => {
    for (const name of NAMES) {
      expect(isSpeaking(name)).toBe(true);
      const bytes = Buffer.from(name);
      const marks = ANCHORS.filter((anchor) => {
        const at = name.toLowerCase().indexOf(anchor.text);
        return at !== -1 && isMeant(anchor, bytes, at);
      });
      expect([name, marks.length > 0]).toEqual([name, true]);
    }
  });

  it("do not mark short ones inside of words", () => {
    const pin = ANCHORS.find(({ text }) => text === "pin");
    expect(pin && isMeant(pin, Buffer.from("mapping"), 3)).toBe(false);
    expect(pin && isMeant(pin, Buffer.from("my_pin=1"), 3)).toBe(true);
  });
});

describe("masks", () => {
  it.each([
    "aaaaaaaa",
    "****",
    "abc***def",
    "<token>",
    "{value}",
    "change-me",
    "CHANGEIT!",
    "YOUR_API_KEY",
    "bPxRfiCYABCDEXAMPLEKEY",
    "tcp://db:%d/x?a=%s",
    "xxxxx-1",
  ])("%s is one", (text) => {
    expect(isMask(text)).toBe(true);
  });

  it.each(["hunter2", "changed-2024-b", "aaaaaaab", "yourself", "p<ss>w0rd"])("%s is none", (text) => {
    expect(isMask(text)).toBe(false);
  });
});
