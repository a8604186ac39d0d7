/** Pages that overlap, made of page numbers and sizes. */
import { describe, expect, it } from "vitest";
import { choosePlace } from "../../src/gitlab/offsets.ts";

describe("the place of the next page", () => {
  it("begins with the last of what was read, and reaches far", () => {
    expect(choosePlace(100, 100)).toEqual({ start: 99, size: 99 });
    expect(choosePlace(198, 100)).toEqual({ start: 196, size: 98 });
  });

  it.each([100, 50, 20])("always overlaps and always advances, with up to %i items", (most) => {
    let [end, pages] = [most, 1];
    while (end < 20_000) {
      const { start, size } = choosePlace(end, most);
      expect(start % size).toBe(0);
      expect(start).toBeLessThan(end);
      expect(start + size).toBeGreaterThan(end);
      expect(size).toBeLessThanOrEqual(most);
      end = start + size;
      pages += 1;
    }
    // What overlapping costs: less than a sixth more pages of a hundred.
    expect(pages / (20_000 / most)).toBeLessThan(most === 100 ? 1.17 : 3);
  });

  it("overlaps by as much as asked, down to the beginning", () => {
    for (const overlap of [8, 64, 512, 4096]) {
      const { start, size } = choosePlace(1000, 100, overlap);
      expect([start % size, start <= Math.max(0, 1000 - overlap)]).toEqual([0, true]);
    }
    expect(choosePlace(1000, 100, 4096).start).toBe(0);
  });

  it("follows without overlap where pages are too small for one", () => {
    expect(choosePlace(2, 2)).toEqual({ start: 2, size: 2 });
    expect(choosePlace(7, 1)).toEqual({ start: 7, size: 1 });
  });
});
