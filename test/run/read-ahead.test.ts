import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { readAhead } from "../../src/run/read-ahead.ts";

interface Listing {
  made: number;
  isClosed: boolean;
}

/** A list that counts what it gave, and may break. */
async function* list(listing: Listing, { length, breaksAt = -1 }: { length: number; breaksAt?: number }) {
  try {
    for (let index = 0; index < length; index++) {
      if (index === breaksAt) throw new Error("broken");
      await turn();
      listing.made++;
      yield { index };
    }
  } finally {
    listing.isClosed = true;
  }
}
const start = (): Listing => ({ made: 0, isClosed: false });

describe("reading ahead", () => {
  it.each([1, 3, 100])("gives every item once and in order, with room for %i", async (most) => {
    const listing = start();
    const seen: number[] = [];
    for await (const { index } of readAhead(list(listing, { length: 20 }), most)) {
      seen.push(index);
      if (index % 3 === 0) await turn();
    }
    expect(seen).toEqual([...Array(20).keys()]);
    expect(listing.isClosed).toBe(true);
  });

  it("lists while the reader is busy, but no more than there is room for", async () => {
    const listing = start();
    for await (const { index } of readAhead(list(listing, { length: 50 }), 8)) {
      if (index > 0) continue;
      for (let turns = 0; turns < 100; turns++) await turn();
      expect(listing.made).toBeGreaterThanOrEqual(8);
      expect(listing.made).toBeLessThanOrEqual(10);
    }
    expect(listing.made).toBe(50);
  });

  it("gives what came before an error, then the error", async () => {
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { index } of readAhead(list(start(), { length: 9, breaksAt: 4 }), 100))
        seen.push(index);
    };
    await expect(read()).rejects.toThrow("broken");
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it("ends the list when the reader leaves", async () => {
    const listing = start();
    for await (const { index } of readAhead(list(listing, { length: 1000 }), 4)) if (index === 2) break;
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(listing.isClosed).toBe(true);
    expect(listing.made).toBeLessThan(12);
  });
});
