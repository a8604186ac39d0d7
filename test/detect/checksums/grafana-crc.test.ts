/** Tests of the proof `grafana-crc`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { grafanaCrc } from "../../../src/detect/checksums/grafana-crc.ts";

const HEAD = ["glsa", "a".repeat(32)].join("_");

describe("grafana-crc", () => {
  it("proves the published vector, its bytes in little-endian order", () => {
    expect(grafanaCrc(`${HEAD}_b1a40a94`)).toEqual({ valid: true });
    expect(grafanaCrc(`${HEAD}_940aa4b1`)).toEqual({ valid: false });
  });

  it("says nothing of other lengths", () => {
    expect(grafanaCrc(`${HEAD}a_b1a40a94`)).toEqual({ valid: null });
  });
});
