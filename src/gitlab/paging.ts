/**
 * Reads lists page by page, as they are asked for: keyset pages by the Link header, offset pages so that each overlaps
 * the one before it.
 */
import { makeError } from "../model/errors.ts";
import { type Place, choosePlace } from "./offsets.ts";

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
  /** The same for the first page; null when the server has no keyset pages for this list (405). */
  readonly readFirst: (query: Query) => Promise<Page | null>;
  readonly parse: (raw: unknown) => Item;
  /** Offset lists shift while they are read: what comes twice is dropped by this. */
  readonly identify: (item: Item) => string | number;
}

/** Pages in a row without anything new, after which a server is taken to repeat itself. */
const MAX_STALE_PAGES = 10;
/** Pages of one list. GitLab's longest are a tenth of that. */
const MAX_PAGES = 100_000;
/** Looks back without anything new: then it is not the list that shifts, but GitLab that hides items after it paged. */
const MAX_DOUBTS = 20;
/** Ids kept of a keyset list: it repeats itself nearby or never. */
const KEYSET_MEMORY = 10_000;

/** Parameters that a link may not bring along: they would change who asks. */
const FOREIGN = ["sudo", "private_token", "access_token", "job_token"];

/** Of the link only the query counts, whole: its host may be one that only the server itself can reach. */
const readNextLink = (link: string): Query | null => {
  const target = /<([^<>]*)>;[^<>]*\brel="?next\b/.exec(link)?.[1];
  const start = target?.indexOf("?") ?? -1;
  if (target === undefined || start < 0) return null;
  const query = new URLSearchParams(target.slice(start));
  for (const name of FOREIGN) query.delete(name);
  return Object.fromEntries(query);
};

const isOffset = (query: Query, { headers }: Page): boolean =>
  headers["x-next-page"] !== undefined || (headers["link"] === undefined && query["pagination"] !== "keyset");

/** Whether there is more behind an offset page, of which the totals say nothing reliable, nor its length. */
const hasMore = (query: Query, { items, headers }: Page): boolean => {
  const next = headers["x-next-page"];
  if (next !== undefined) return /^[1-9]\d*$/.test(next) && Number(next) > Number(query["page"] ?? "1");
  // Neither header: something on the way removed them, or the whole list fits into a page.
  return items.length >= Number(query["per_page"]);
};

/** The size of pages, which a server may have made smaller than it was asked. */
const sizeOf = (asked: number, { headers }: Page): number => {
  const given = headers["x-per-page"] ?? "";
  return /^[1-9]\d*$/.test(given) ? Math.min(asked, Number(given)) : asked;
};

/** Lets every item through once. */
const createSieve = <Item>({ what, parse, identify }: List<Item>, memory: number) => {
  let seen = new Set<string | number>();
  let older: ReadonlySet<string | number> = new Set();
  let stalePages = 0;
  let pages = 0;
  const isKnown = (id: string | number): boolean => seen.has(id) || older.has(id);
  return {
    has: (raw: unknown): boolean => isKnown(identify(parse(raw))),
    /** @param isNewGround false where items are read again on purpose. */
    *sift(items: readonly unknown[], isNewGround: boolean): Generator<Item, boolean> {
      let isFresh = false;
      for (const raw of items) {
        const item = parse(raw);
        const id = identify(item);
        if (isKnown(id)) continue;
        seen.add(id);
        isFresh = true;
        yield item;
      }
      if (seen.size > memory) [older, seen] = [seen, new Set()];
      pages += 1;
      if (isFresh) stalePages = 0;
      else if (isNewGround) stalePages += 1;
      if (stalePages >= MAX_STALE_PAGES || pages >= MAX_PAGES)
        throw makeError("GITLAB_BAD_ANSWER", [{ what, detail: "its pages repeat" }]);
      return isFresh;
    },
  };
};

async function* readLinked<Item>(list: List<Item>, page: Page): AsyncGenerator<Item> {
  const sieve = createSieve(list, KEYSET_MEMORY);
  let query = list.first;
  for (let current = page; ;) {
    yield* sieve.sift(current.items, true);
    const next = readNextLink(current.headers["link"] ?? "");
    // A next page that is the same page would go round in circles: the list ends there.
    if (current.items.length === 0 || next === null || JSON.stringify(next) === JSON.stringify(query)) return;
    query = next;
    current = await list.read(query);
  }
}

/** Where to read after a page, and what is known of the list so far. */
interface Course {
  readonly place: Place;
  /** The first position that no page has reached. */
  readonly end: number;
  /** Positions before it that the next page should repeat: more after every doubt. */
  readonly overlap: number;
}

const startOf = (query: Query, page: Page): Course => {
  const size = sizeOf(Number(query["per_page"] ?? "20"), page);
  return { place: { start: 0, size }, end: 0, overlap: 1 };
};

/**
 * What was deleted before a page moves all that follows: the next page would then begin further on than the last one
 * ended. Each page therefore begins with items of the one before it. Where it does not, something was passed by, and
 * what lies before is read again. As the order stays, nothing that was there all the time can be missed.
 */
async function* readOffset<Item>(list: List<Item>, first: Query, page: Page): AsyncGenerator<Item> {
  const sieve = createSieve(list, Infinity);
  const most = sizeOf(Number(first["per_page"] ?? "20"), page);
  let query = first;
  let current = page;
  let course = startOf(first, page);
  let furthest = 0;
  for (let doubts = 0; ;) {
    const { place, end } = course;
    const reach = place.start + sizeOf(place.size, current);
    const isJoined =
      place.start === 0 ||
      // Very small pages cannot always overlap.
      place.start >= end ||
      (current.items.length > 0 && sieve.has(current.items[0]));
    if (isJoined || doubts >= MAX_DOUBTS) {
      const isFresh = yield* sieve.sift(current.items, reach > furthest);
      furthest = Math.max(furthest, reach);
      if (isFresh) doubts = 0;
      if (!hasMore(query, current)) return;
      course = { place: choosePlace(reach, most), end: reach, overlap: 1 };
    } else {
      doubts += 1;
      const overlap = course.overlap * 8;
      course = { place: choosePlace(end, most, overlap), end, overlap };
    }
    const { start, size } = course.place;
    query = { ...query, page: String(start / size + 1), per_page: String(size) };
    current = await list.read(query);
  }
}

/** Gives what was in the list all the time, and of the rest what was met, each once. */
export async function* readList<Item>(list: List<Item>): AsyncGenerator<Item> {
  const page = await list.readFirst(list.first);
  if (page !== null && !isOffset(list.first, page)) {
    yield* readLinked(list, page);
    return;
  }
  const { pagination: _pagination, ...plain } = list.first;
  const first = { page: "1", ...plain };
  yield* readOffset(list, first, page ?? (await list.read(first)));
}
