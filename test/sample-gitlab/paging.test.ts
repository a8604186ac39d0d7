/** Offset and keyset pagination, header by header. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab({ totalsUpTo: 19 });
});
afterAll(() => sample.close());

const askOwner = (path: string) => ask(sample, path, sample.tokens.owner);
const nextOf = (headers: Headers): string | undefined =>
  /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
const pageHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-")));

/** Follows the links to the end. */
const walk = async (path: string) => {
  const ids: unknown[] = [];
  const sizes: number[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { json, headers }: Awaited<ReturnType<typeof askOwner>> = await askOwner(next);
    const page = pluck(json, "id");
    ids.push(...page);
    sizes.push(page.length);
    next = nextOf(headers);
  }
  return { ids, sizes };
};

const CRAWL = "/groups/acme/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc";

describe("offset pagination", () => {
  it("tells page, size, neighbours and totals in headers", async () => {
    const { headers } = await askOwner(`${CRAWL}&per_page=8&page=2`);
    expect(pageHeaders(headers)).toEqual({
      "x-page": "2",
      "x-per-page": "8",
      "x-next-page": "3",
      "x-prev-page": "1",
      "x-total": "17",
      "x-total-pages": "3",
    });
    const relations = headers.get("link")?.match(/rel="\w+"/g);
    expect(relations).toEqual(['rel="prev"', 'rel="next"', 'rel="first"', 'rel="last"']);
  });

  it("leaves the next page empty on the last one", async () => {
    const { headers } = await askOwner(`${CRAWL}&per_page=8&page=3`);
    expect(headers.get("x-next-page")).toBe("");
    expect(nextOf(headers)).toBeUndefined();
  });

  it.each([
    "/projects/106/wikis",
    "/groups/11/wikis",
    "/projects/101/integrations",
    "/groups/11/integrations",
  ])("is unknown to %s: one answer has all", async (path) => {
    const { json, headers } = await ask(sample, `${path}?per_page=1&page=2`, sample.tokens.owner);
    const whole = await ask(sample, path, sample.tokens.owner);
    expect([json, headers.get("x-page"), headers.get("link")]).toEqual([whole.json, null, null]);
  });

  it("gives every project once when its links are followed", async () => {
    const { ids, sizes } = await walk(`${CRAWL}&per_page=7`);
    expect(sizes).toEqual([7, 7, 3]);
    expect(new Set(ids).size).toBe(17);
  });

  it("has 20 items a page unless told otherwise, and never more than 100", async () => {
    expect((await askOwner(CRAWL)).headers.get("x-per-page")).toBe("20");
    expect((await askOwner(`${CRAWL}&per_page=500`)).headers.get("x-per-page")).toBe("100");
  });

  it("leaves totals out of long lists and of lists of jobs", async () => {
    for (const path of ["/projects?per_page=5", "/projects/115/jobs?per_page=3"]) {
      const { headers } = await askOwner(path);
      expect(headers.get("x-next-page")).toBe("2");
      expect(headers.has("x-total")).toBe(false);
      expect(headers.has("x-total-pages")).toBe(false);
      expect(headers.get("link")).not.toContain('rel="last"');
    }
  });

  it.each(["page=0", "page=x", "per_page=-1"])("refuses %s", async (query) => {
    expect((await askOwner(`/projects?${query}`)).status).toBe(400);
  });

  it("ends at 50,000 records where keyset pagination could go on", async () => {
    expect((await askOwner("/projects?per_page=100&page=500")).status).toBe(200);
    const { status, json } = await askOwner("/projects?per_page=100&page=501");
    expect(status).toBe(405);
    expect(json).toMatchObject({ error: expect.stringContaining("maximum allowed offset of 50000") });
  });
});

describe("keyset pagination", () => {
  it.each([
    ["/projects?pagination=keyset&order_by=id&sort=asc&per_page=6", [6, 6, 6, 2]],
    ["/projects?pagination=keyset&order_by=id&sort=desc&per_page=6", [6, 6, 6, 2]],
    // A full last page is followed by an empty one.
    ["/projects?pagination=keyset&order_by=id&sort=asc&per_page=10", [10, 10, 0]],
    ["/projects/115/jobs?pagination=keyset&order_by=id&sort=desc&per_page=3", [3, 3, 3, 3, 3, 1]],
    ["/projects/114/repository/tree?pagination=keyset&recursive=true&per_page=4", [4, 4, 3]],
  ])("gives every item of %s once", async (path, expected) => {
    const { ids, sizes } = await walk(path);
    expect(sizes).toEqual(expected);
    expect(new Set(ids).size).toBe(expected.reduce((a, b) => a + b));
  });

  it("tells nothing but the next link", async () => {
    const { headers } = await askOwner("/projects?pagination=keyset&order_by=id&sort=asc&per_page=5");
    expect(pageHeaders(headers)).toEqual({});
    expect(headers.get("link")).toMatch(/^<[^>]+id_after=105[^>]*>; rel="next"$/);
  });

  it.each([
    "/projects?pagination=keyset&order_by=name",
    "/groups/acme/projects?pagination=keyset&order_by=id",
    "/groups/10/variables?pagination=keyset",
  ])("is refused with 405 for %s", async (path) => {
    expect(await askOwner(path)).toMatchObject({
      status: 405,
      json: { error: "Keyset pagination is not yet available for this type of request" },
    });
  });
});
