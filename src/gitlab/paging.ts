/** Reads lists page by page, as they are asked for: offset pages by `x-next-page`, keyset pages by the Link header. */
import { makeError } from "../model/errors.ts";

/** Query parameters as GitLab names them. */
export type Query = Readonly<Record<string, string>>;

export interface Page {
  readonly items: readonly unknown[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface List<Item> {
  /** For error messages. */
  readonly what: string;
  readonly first: Query;
  readonly read: (query: Query) => Promise<Page>;
  readonly parse: (raw: unknown) => Item;
  /** Offset lists shift while they are read: what comes twice is dropped by this. */
  readonly identify: (item: Item) => string | number;
}

/** Pages in a row without anything new, after which a server is taken to repeat itself. */
const MAX_STALE_PAGES = 3;

/** Of the link only the query counts, whole: its host may be one that only the server itself can reach. */
const readNextLink = (link: string): Query | null => {
  const target = /<([^<>]*)>;[^<>]*\brel="?next\b/.exec(link)?.[1];
  const start = target?.indexOf("?") ?? -1;
  return target === undefined || start < 0
    ? null
    : Object.fromEntries(new URLSearchParams(target.slice(start)));
};

const findNext = (query: Query, { items, headers }: Page): Query | null => {
  // Empty on the last page; keyset lists do not have it.
  const next = headers["x-next-page"];
  if (next !== undefined) return /^[1-9]\d*$/.test(next) ? { ...query, page: next } : null;
  if (headers["link"] !== undefined) return readNextLink(headers["link"]);
  if (query["pagination"] === "keyset" || items.length < Number(query["per_page"])) return null;
  // Neither header on a full offset page: something on the way removed them.
  return { ...query, page: String(Number(query["page"] ?? "1") + 1) };
};

export async function* readList<Item>({
  what,
  first,
  read,
  parse,
  identify,
}: List<Item>): AsyncGenerator<Item> {
  const seen = new Set<string | number>();
  const asked = new Set<string>();
  let stalePages = 0;
  let query: Query | null = first;
  // A next page that was read before would go round in circles: the list ends there.
  while (query !== null && !asked.has(JSON.stringify(query))) {
    asked.add(JSON.stringify(query));
    const page: Page = await read(query);
    const known = seen.size;
    for (const raw of page.items) {
      const item = parse(raw);
      const id = identify(item);
      if (seen.has(id)) continue;
      seen.add(id);
      yield item;
    }
    if (page.items.length === 0) return;
    stalePages = seen.size === known ? stalePages + 1 : 0;
    if (stalePages === MAX_STALE_PAGES)
      throw makeError("GITLAB_BAD_ANSWER", [{ what, detail: "its pages repeat" }]);
    query = findNext(query, page);
  }
}
