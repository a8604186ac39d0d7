/** Tests of the proof `bech32`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { bech32 } from "../../../src/detect/checksums/bech32.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("bech32", () => {
  it.each(["A12UEL5L", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"])(
    "proves the vector %s of BIP 173",
    (text) => {
      expect(bech32(text)).toEqual({ valid: true });
    },
  );

  it("proves an age identity and refuses it with two characters swapped", () => {
    const key = expandTemplate("{{age seed=1}}");
    const swapped = key.replace(/(.)(?!\1)(.)$/, "$2$1");
    expect(swapped).not.toBe(key);
    expect(bech32(key)).toEqual({ valid: true });
    expect(bech32(swapped)).toEqual({ valid: false });
  });

  it("refuses characters outside the alphabet", () => {
    expect(bech32("A12UEL5B")).toEqual({ valid: false });
  });
});
