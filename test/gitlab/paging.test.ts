/** Lists over several pages, of which servers say different things. */
import { describe, expect, it } from "vitest";
import { type Page, type Query, readList } from "../../src/gitlab/paging.ts";
import { collect } from "./connect.ts";

const OFFSET = { page: "1", per_page: "2" };
const KEYSET = { pagination: "keyset", order_by: "id", per_page: "2" };

/** Reads numbers through the given pages and notes what was asked. */
const readNumbers = (first: Query, answer: (query: Query, call: number) => Page) => {
  const asked: Query[] = [];
  const list = readList<number>({
    what: "the numbers",
    first,
    read: async (query) => answer(query, asked.push(query)),
    parse: Number,
    identify: (item) => item,
  });
  return { asked, list };
};

const page = (items: readonly number[], next: string): Page => ({ items, headers: { "x-next-page": next } });

describe("an offset list", () => {
  it("is read to the page whose next page is empty, whatever the totals say", async () => {
    const pages = [page([1, 2], "2"), page([3, 4], "3"), page([5], "")];
    const { asked, list } = readNumbers(OFFSET, (_, call) => {
      const { items, headers } = pages[call - 1] ?? page([], "");
      return { items, headers: { ...headers, "x-total": "2", "x-total-pages": "1" } };
    });
    expect(await collect(list)).toEqual([1, 2, 3, 4, 5]);
    expect(asked.map((query) => query["page"])).toEqual(["1", "2", "3"]);
  });

  it("gives what moved to a later page while it was read only once", async () => {
    const pages = [page([1, 2], "2"), page([1, 2], "3"), page([2, 1], "4"), page([2, 3], "5"), page([4], "")];
    const { list } = readNumbers(OFFSET, (_, call) => pages[call - 1] ?? page([], ""));
    expect(await collect(list)).toEqual([1, 2, 3, 4]);
  });

  it("asks for the next page only when somebody reads that far", async () => {
    const { asked, list } = readNumbers(OFFSET, (_, call) =>
      page([2 * call, 2 * call + 1], String(call + 1)),
    );
    for await (const item of list) if (item === 4) break;
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

  it("ends when the pages go round in circles", async () => {
    const { asked, list } = readNumbers(OFFSET, (query) =>
      query["page"] === "1" ? page([1, 2], "2") : page([3, 4], "1"),
    );
    expect(await collect(list)).toEqual([1, 2, 3, 4]);
    expect(asked).toHaveLength(2);
  });

  it("ends at an empty page that promises more", async () => {
    const { list } = readNumbers(OFFSET, (_, call) => (call === 1 ? page([1, 2], "2") : page([], "3")));
    expect(await collect(list)).toEqual([1, 2]);
  });

  it("is an error when a server gives the same page for ever", async () => {
    const { list } = readNumbers(OFFSET, (_, call) => page([1, 2], String(call + 1)));
    await expect(collect(list)).rejects.toMatchObject({ code: "GITLAB_BAD_ANSWER" });
  });

  it("goes on after a full page when something on the way removed the headers", async () => {
    const { asked, list } = readNumbers(OFFSET, (_, call) => ({
      items: call < 3 ? [call, call + 10] : [7],
      headers: {},
    }));
    expect(await collect(list)).toEqual([1, 11, 2, 12, 7]);
    expect(asked.map((query) => query["page"])).toEqual(["1", "2", "3"]);
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

  it("ends at a last empty page", async () => {
    const { list } = readNumbers(KEYSET, (_, call) =>
      call === 1 ? { items: [1, 2], headers: { link: link("id_after=2") } } : { items: [], headers: {} },
    );
    expect(await collect(list)).toEqual([1, 2]);
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
