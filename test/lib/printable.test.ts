/** Escaping of untrusted text for terminals. */
import { describe, expect, it } from "vitest";
import { printable } from "../../src/lib/printable.ts";

describe("printable text", () => {
  it.each([
    ["escape sequences", "\u001b[2J\u009b1m", String.raw`\x1b[2J\x9b1m`],
    ["line breaks and tabs", "a\r\nb\tc", String.raw`a\r\nb\tc`],
    ["other C0 controls and DEL", "\u0000\u0007\u007f", String.raw`\x00\x07\x7f`],
    ["bidirectional controls", "\u202e\u2066\u061c\u200f", String.raw`\u202e\u2066\u061c\u200f`],
    ["zero-width characters", "a\u200bb\u200dc\ufeff", String.raw`a\u200bb\u200dc\ufeff`],
    ["Unicode line breaks", "\u2028\u2029\u0085", String.raw`\u2028\u2029\x85`],
    ["invisible tag characters", "\u{e0041}", String.raw`\u{e0041}`],
    ["lone surrogates", `a${String.fromCharCode(0xd83d)}b`, String.raw`a\ud83db`],
  ])("shows %s", (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("leaves letters, emoji, accents and backslashes alone", () => {
    const text = "Zoë, e\u0301, 林 👍, C:\\x, \u00a0";
    expect(printable(text)).toBe(text);
  });

  it("changes nothing the second time", () => {
    const once = printable("\u001b\u202e\n");
    expect(printable(once)).toBe(once);
  });
});
