/** Tests of the proof `cloudflare-crc`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { cloudflareCrc } from "../../../src/detect/checksums/cloudflare-crc.ts";

const BODY = "a".repeat(40);

describe("cloudflare-crc", () => {
  it.each(["cfut", "cfat", "cfk"])("proves the published vector after %s", (prefix) => {
    expect(cloudflareCrc([prefix, `${BODY}c95b8a25`].join("_"))).toEqual({ valid: true });
  });

  it("refuses a wrong checksum", () => {
    expect(cloudflareCrc(["cfut", `${BODY}c95b8a26`].join("_"))).toEqual({ valid: false });
  });

  it("says nothing of other lengths", () => {
    expect(cloudflareCrc(["cfut", BODY].join("_"))).toEqual({ valid: null });
  });
});
