/** Lists over several pages, of which servers say different things. */
import { describe, expect, it } from "vitest";
import { type Page, type Query, readList } from "../../src/gitlab/paging.ts";
import { collect, rejection } from "./connect.ts";
import { createRandom } from "./random.ts";

const OFFSET = { page: "1", per_page: "10" };
const KEYSET = { pagination: "keyset", order_by: "id", per_page: "2" };

/** Reads numbers through the given pages and notes what was asked. */
const readNumbers = (first: Query, answer: (query: Query, call: number) => Page | null) => {
  const asked: Query[] = [];
  const read = (query: Query): Page | null => answer(query, asked.push(query));
  const list = readList<number>({
    what: "the numbers",
    first,
    read: async (query) => read(query) ?? { items: [], headers: {} },
    readFirst: async (query) => read(query),
    parse: Number,
    identify: (item) => item,
  });
  return { asked, list };
};

const page = (items: readonly number[], next: string): Page => ({ items, headers: { "x-next-page": next } });
const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

/** The page of a list as GitLab cuts it, with its headers. */
const cut = (items: readonly number[], query: Query, largest = 100): Page => {
  const size = Math.min(Number(query["per_page"]), largest);
  const number = Number(query["page"]);
  const isLast = items.length <= number * size;
  return {
    items: items.slice((number - 1) * size, number * size),
    headers: { "x-per-page": String(size), "x-next-page": isLast ? "" : String(number + 1) },
  };
};

describe("an offset list", () => {
  it("is read to the page whose next page is empty, whatever the totals say", async () => {
    const all = range(1, 25);
    const { asked, list } = readNumbers(OFFSET, (query) => {
      const { items, headers } = cut(all, query);
      return { items, headers: { ...headers, "x-total": "2", "x-total-pages": "1" } };
    });
    expect(await collect(list)).toEqual(all);
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it("is asked for in pages that begin with the end of the one before", async () => {
    const { asked, list } = readNumbers({ page: "1", per_page: "100" }, (query) => cut(range(0, 950), query));
    expect(await collect(list)).toHaveLength(950);
    const places = asked.map((query) => (Number(query["page"]) - 1) * Number(query["per_page"]));
    const ends = asked.map((query) => Number(query["page"]) * Number(query["per_page"]));
    expect(places.slice(1).every((start, index) => start < (ends[index] ?? 0))).toBe(true);
    expect(asked).toHaveLength(11);
  });

  it("is not over when a page has fewer than it could: GitLab hides items after it paged", async () => {
    const { list } = readNumbers(OFFSET, (query) => {
      const { items, headers } = cut(range(0, 60), query);
      return { items: items.filter((item) => Number(item) % 7 < 4), headers };
    });
    expect(await collect(list)).toEqual(range(0, 60).filter((item) => item % 7 < 4));
  });

  it.each([12, 50, 300])("is read to the end behind %i hidden items in a row", async (hidden) => {
    const isShown = (item: number): boolean => item < 30 || item >= 30 + hidden;
    const all = range(0, 400 + hidden);
    const { asked, list } = readNumbers({ page: "1", per_page: "100" }, (query) => {
      const { items, headers } = cut(all, query);
      return { items: items.filter((item) => isShown(Number(item))), headers };
    });
    expect(await collect(list)).toEqual(all.filter(isShown));
    expect(asked.length).toBeLessThan(60);
  });

  it("gives what moved to a later page while it was read only once", async () => {
    let all = range(0, 40);
    const { list } = readNumbers(OFFSET, (query, call) => {
      if (call < 5) all = [...range(-10 * call, 10), ...all];
      return cut(all, query);
    });
    const read = await collect(list);
    expect(new Set(read).size).toBe(read.length);
    expect(read).toEqual(expect.arrayContaining(range(0, 40)));
  });

  it("misses nothing when what was read is deleted before the next page", async () => {
    let all = range(0, 100);
    const { list } = readNumbers(OFFSET, (query, call) => {
      const answer = cut(all, query);
      if (call === 2) all = all.filter((item) => item > 14);
      return answer;
    });
    expect(await collect(list)).toEqual(range(0, 100));
  });

  it("misses nothing when so much is deleted that the next page is empty", async () => {
    let all = range(0, 1000);
    const { list } = readNumbers({ page: "1", per_page: "100" }, (query, call) => {
      const answer = cut(all, query);
      if (call === 6) all = all.filter((item) => item > 540);
      return answer;
    });
    expect(await collect(list)).toEqual(range(0, 1000));
  });

  it("asks for the next page only when somebody reads that far", async () => {
    const { asked, list } = readNumbers(OFFSET, (query) => cut(range(0, 1000), query));
    for await (const item of list) if (item === 14) break;
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["does not advance", "1"],
    ["is no number", "next"],
    ["is negative", "-2"],
  ])("ends when the next page %s", async (_, next) => {
    const { asked, list } = readNumbers(OFFSET, () => page([1, 2], next));
    expect(await collect(list)).toEqual([1, 2]);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, (call: number) => Page]>([
    ["the same page for ever", (call) => page([1, 2], String(call + 1))],
    ["empty pages for ever", (call) => page([], String(call + 1))],
    ["pages in circles", (call) => page([call % 3, 3 + (call % 3)], String(call + 1))],
  ])("is an error when a server gives %s", async (_, answer) => {
    const { asked, list } = readNumbers(OFFSET, (_query, call) => answer(call));
    expect(await rejection(collect(list))).toMatchObject({ code: "GITLAB_BAD_ANSWER" });
    expect(asked.length).toBeLessThan(200);
  });

  it("goes on after a full page when something on the way removed the headers", async () => {
    const { list } = readNumbers(OFFSET, (query) => ({ ...cut(range(0, 47), query), headers: {} }));
    expect(await collect(list)).toEqual(range(0, 47));
  });

  it("is read where the server gives smaller pages than asked for", async () => {
    const { list } = readNumbers({ page: "1", per_page: "100" }, (query) => cut(range(0, 333), query, 20));
    expect(await collect(list)).toEqual(range(0, 333));
  });
});

describe("a list that changes while it is read", () => {
  /** Deletes and adds by chance, but never what the list had at the start and shall keep. */
  const disturb = (
    random: () => number,
    all: number[],
    kept: ReadonlySet<number>,
    isNewestFirst: boolean,
  ): void => {
    for (let index = all.length - 1; index >= 0; index -= 1)
      if (!kept.has(all[index] ?? 0) && random() < 0.15) all.splice(index, 1);
    const next = Math.max(0, ...all) + 1;
    const added = range(next, Math.floor(random() * 4));
    if (isNewestFirst) all.unshift(...added.toReversed());
    else all.push(...added);
  };

  it.each(range(0, 200))("gives all that was there throughout, each once (seed %i)", async (seed) => {
    const random = createRandom(String(seed));
    const count = Math.floor(random() * 700);
    const largest = [100, 100, 50, 20, 10][Math.floor(random() * 5)] ?? 100;
    const isNewestFirst = random() < 0.5;
    const keptPart = random();
    const all = isNewestFirst ? range(0, count).toReversed() : range(0, count);
    const kept = new Set(all.filter(() => random() < keptPart));
    const { asked, list } = readNumbers({ page: "1", per_page: "100" }, (query) => {
      const answer = cut(all, query, largest);
      disturb(random, all, kept, isNewestFirst);
      return answer;
    });
    const read = await collect(list);
    expect(new Set(read).size).toBe(read.length);
    expect([...kept].filter((item) => !read.includes(item))).toEqual([]);
    // Bounded, whatever happens: a few times what an undisturbed list takes.
    expect(asked.length).toBeLessThan(40 + (12 * count) / largest);
  });
});

describe("a keyset list", () => {
  const link = (query: string): string =>
    `<https://internal.invalid/api/v4/projects?${query}>; rel="next", <https://internal.invalid/x>; rel="first"`;

  it("follows the whole query of the Link header to the page without one", async () => {
    const { asked, list } = readNumbers(KEYSET, (query) => {
      if (query["cursor"] === undefined)
        return {
          items: [1, 2],
          headers: { link: link("pagination=keyset&cursor=a%2Bb%3D&per_page=2&sort=asc") },
        };
      return { items: [3, 4], headers: {} };
    });
    expect(await collect(list)).toEqual([1, 2, 3, 4]);
    expect(asked[1]).toEqual({ pagination: "keyset", cursor: "a+b=", per_page: "2", sort: "asc" });
    expect(asked).toHaveLength(2);
  });

  it("follows none of the parameters that would change who asks", async () => {
    const next = link("cursor=a&sudo=1&private_token=x&access_token=y&job_token=z");
    const { asked, list } = readNumbers(KEYSET, (_, call) => ({
      items: [call],
      headers: call === 1 ? { link: next } : {},
    }));
    expect(await collect(list)).toEqual([1, 2]);
    expect(asked[1]).toEqual({ cursor: "a" });
  });

  it("is read by offset where the server does not know keysets", async () => {
    const refusing = readNumbers(KEYSET, (query) =>
      query["pagination"] === "keyset" ? null : cut(range(0, 9), query, 5),
    );
    expect(await collect(refusing.list)).toEqual(range(0, 9));
    const ignorant = readNumbers({ ...KEYSET, per_page: "5" }, (query) =>
      cut(range(0, 9), { page: "1", ...query }),
    );
    expect(await collect(ignorant.list)).toEqual(range(0, 9));
    expect(ignorant.asked[1]).toMatchObject({ page: "2" });
  });

  it("ends at a last empty page", async () => {
    const { list } = readNumbers(KEYSET, (_, call) =>
      call === 1 ? { items: [1, 2], headers: { link: link("id_after=2") } } : { items: [], headers: {} },
    );
    expect(await collect(list)).toEqual([1, 2]);
  });

  it("is an error when it goes round in circles", async () => {
    const { asked, list } = readNumbers(KEYSET, (_, call) => ({
      items: [call % 2],
      headers: { link: link(`cursor=${call % 2}`) },
    }));
    expect(await rejection(collect(list))).toMatchObject({ code: "GITLAB_BAD_ANSWER" });
    expect(asked.length).toBeLessThan(20);
  });

  it("drops what comes again, also far into a long list", async () => {
    const { list } = readNumbers({ ...KEYSET, per_page: "1000" }, (_, call) => ({
      items: range((call - 1) * 900, 1000),
      headers: call < 40 ? { link: link(`cursor=${call}`) } : {},
    }));
    expect(await collect(list)).toEqual(range(0, 39 * 900 + 1000));
  });

  it.each([
    ["names the page that was just read", link("pagination=keyset&order_by=id&per_page=2")],
    ["has no next page", '<https://internal.invalid/x?a=1>; rel="prev"'],
    ["has no query", '<https://internal.invalid/x>; rel="next"'],
    ["is no link", "rel=next"],
  ])("ends when the Link header %s", async (_, header) => {
    const { asked, list } = readNumbers(KEYSET, () => ({ items: [1, 2], headers: { link: header } }));
    expect(await collect(list)).toEqual([1, 2]);
    expect(asked).toHaveLength(1);
  });
});
