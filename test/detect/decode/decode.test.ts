import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { computeBlobId } from "../../../src/model/blob.ts";
import { DEMO_SCANNER, demoToken } from "../../support/demo-rules.ts";

const { detector } = DEMO_SCANNER;
const detect = (text: string | Buffer) => {
  const bytes = Buffer.from(text);
  return detector.detect({ id: computeBlobId(bytes), bytes, provenance: null });
};
/** Values found, with the part of the source their place covers. */
const found = (text: string): readonly string[] =>
  detect(text).findings.map(
    ({ secret, span }) => `${secret.reveal()} in ${Buffer.from(text).toString("utf8", span.start, span.end)}`,
  );
const values = (text: string | Buffer): readonly string[] =>
  detect(text).findings.map(({ secret }) => secret.reveal());

const token = demoToken("decode");
const body = token.slice(5);
const text = `config: {"name": "x", "token": "${token}"}`;
const base64 = (content: string | Buffer): string => Buffer.from(content).toString("base64");
const wrap = (content: string, width: number, indent = ""): string =>
  (content.match(new RegExp(`.{1,${width}}`, "g")) ?? []).map((line) => `${indent}${line}`).join("\n");

describe("encoded text", () => {
  it.each([
    ["base64", `data: ${base64(text)}`],
    [
      "base64 without padding in a URL",
      `https://x.example/?state=${Buffer.from(text).toString("base64url")}&a=b`,
    ],
    ["base64 right behind an equals sign", `KUBECONFIG=${base64(text)}`],
    ["base64 over several lines", `secret: |\n${wrap(base64(text.repeat(4)), 64, "    ")}\n`],
    ["base64 of UTF-16, as PowerShell takes it", `powershell -enc ${base64(Buffer.from(text, "utf16le"))}`],
    ["gzip in base64, as Helm stores releases", `release: ${base64(gzipSync(text))}`],
    ["hexadecimal", `key=${Buffer.from(text).toString("hex")}`],
    ["percent escapes", `https://x.example/?q=${encodeURIComponent(text).replace("demo_", "demo%5F")}`],
    ["\\x escapes", `s = "demo\\x5f${body}"`],
    ["\\u escapes", `{"s": "demo\\u005f${body}"}`],
    ["character references", `<a href="demo&#95;${body}">`],
    ["four layers", base64(base64(base64(base64(text))))],
    ["mixed layers", base64(`x=${encodeURIComponent(`{"s": "demo\\u005f${body}"}`)}`)],
  ])("is read: %s", (_, source) => {
    expect(values(source)).toContain(body);
  });

  it("is placed where it stands in the source", () => {
    expect(found(`{"s": "demo\\u005f${body}", "t": 1}`)).toEqual([`${body} in ${body}`]);
    const [place] = found(`x: ${base64(`0123456789${token} and more text`)} y`);
    const covered = place?.split(" in ")[1] ?? "";
    expect(Buffer.from(covered, "base64").toString("latin1")).toContain(body.slice(2, -2));
    expect(covered.length).toBeLessThan(30);
  });

  it("is placed at the whole of what is compressed", () => {
    const packed = base64(gzipSync(`some text before ${token}`));
    expect(found(`x: ${packed} y`)).toEqual([`${body} in ${packed}`]);
  });

  it("covers escapes at both ends", () => {
    const first = body.charCodeAt(0).toString(16);
    const last = body.charCodeAt(15).toString(16);
    const source = `demo_%${first}${body.slice(1, 15)}%${last}`;
    expect(found(`a=${source}&b`)).toEqual([`${body} in ${source.slice(5)}`]);
  });

  it("is one finding when the same stands there in clear", () => {
    expect(values(`${token} ${base64(text)}`)).toEqual([body, body]);
    expect(values(`demo_${body} costs 5%25 more`)).toEqual([body]);
  });

  it("is not searched beyond four layers, and that is said", () => {
    const five = base64(base64(base64(base64(base64(text)))));
    const result = detect(five);
    expect([result.findings, result.isCutShort]).toEqual([[], true]);
  });

  it("does not blow up: a bomb is left alone", () => {
    const bomb = base64(gzipSync(Buffer.alloc(64 * 1024 * 1024, "a")));
    const result = detect(`x: ${bomb}`);
    expect([result.findings, result.isCutShort]).toEqual([[], true]);
  });

  it("is not seen in digests, ids, random keys and images", () => {
    const random = createSeededRandom("noise");
    const lines = Array.from({ length: 2000 }, (_, index) =>
      index % 2 === 0 ? random.pick("0123456789abcdef", 64) : base64(Buffer.from(random.bytes(200))),
    );
    const result = detect(lines.join("\n"));
    expect([result.findings, result.isCutShort]).toEqual([[], false]);
  });

  it.each([
    ["percent signs", "%41".repeat(300_000)],
    ["one long base64 line", base64("text ".repeat(400_000))],
    ["many short ones", `${base64("some readable text here")} `.repeat(50_000)],
    ["backslashes", "\\x41".repeat(300_000)],
    ["ampersands", "&amp;".repeat(200_000)],
  ])("stays bounded on %s", (_, source) => {
    expect(detect(source).findings).toEqual([]);
  });
});
