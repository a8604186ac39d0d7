/** Pages lists the way GitLab does: offset with its headers, keyset with a link only. */
import { badRequest, type Item, wrongPaging } from "./answers.ts";

/** Lists that allow keyset pagination: which field orders them and which parameter continues. */
export interface Keyset {
  /** Field of the items; unique. */
  readonly by: string;
  /** Parameter of the next page for ascending and for descending order. */
  readonly ascending: string;
  readonly descending: string;
  /** `order_by` that the caller has to give, if any. */
  readonly orderBy: string | null;
}

/** A list that somebody deletes from while it is read, in pages smaller than asked for. */
export interface Shrinking {
  readonly size: number;
  /** So many from its start are gone. */
  readonly drop: number;
}

interface Paging {
  readonly keyset: Keyset | null;
  /** Above this number of items no totals are given: 10,000 in GitLab, 0 for lists that never have them. */
  readonly totalsUpTo: number;
  readonly shrinking: Shrinking | null;
}

interface Page {
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

const DEFAULT_PER_PAGE = 20;
const MAX_PER_PAGE = 100;
const MAX_OFFSET = 50_000;

const readNumber = (url: URL, name: string, fallback: number): number => {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest(`${name} does not have a valid value`);
  return Number(text);
};

const readSize = (url: URL, { shrinking }: Paging): number =>
  Math.min(readNumber(url, "per_page", DEFAULT_PER_PAGE), MAX_PER_PAGE, shrinking?.size ?? MAX_PER_PAGE);

const linkTo = (url: URL, parameters: Readonly<Record<string, string>>, rel: string): string => {
  const next = new URL(url);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, value);
  return `<${next.href}>; rel="${rel}"`;
};

const pageByOffset = (all: readonly Item[], url: URL, paging: Paging): Page => {
  const page = readNumber(url, "page", 1);
  const perPage = readSize(url, paging);
  const items = all.slice(paging.shrinking?.drop ?? 0);
  if (paging.keyset !== null && (page - 1) * perPage >= MAX_OFFSET) {
    throw wrongPaging(
      `Offset pagination has a maximum allowed offset of ${MAX_OFFSET} for requests that return objects of type ` +
        "Project. Remaining records can be retrieved using keyset pagination.",
    );
  }
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const hasTotals = items.length <= paging.totalsUpTo;
  const link = (number: number, rel: string): string =>
    linkTo(url, { page: String(number), per_page: String(perPage) }, rel);
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next")] : []),
    link(1, "first"),
    ...(hasTotals ? [link(last, "last")] : []),
  ];
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    headers: {
      link: links.join(", "),
      "x-page": String(page),
      "x-per-page": String(perPage),
      "x-next-page": page < last ? String(page + 1) : "",
      "x-prev-page": page > 1 ? String(page - 1) : "",
      ...(hasTotals ? { "x-total": String(items.length), "x-total-pages": String(last) } : {}),
    },
  };
};

/** A full page always has a next one, even if that turns out to be empty. */
const pageByKeyset = (items: readonly Item[], url: URL, paging: Paging & { keyset: Keyset }): Page => {
  const { keyset } = paging;
  if (keyset.orderBy !== null && url.searchParams.get("order_by") !== keyset.orderBy) {
    throw wrongPaging("Keyset pagination is not yet available for this type of request");
  }
  const perPage = readSize(url, paging);
  const isAscending = url.searchParams.get("sort") === "asc";
  const parameter = isAscending ? keyset.ascending : keyset.descending;
  const after = url.searchParams.get(parameter);
  const isAfter = (item: Item): boolean => {
    const key = Number(item[keyset.by]);
    return isAscending ? key > Number(after) : key < Number(after);
  };
  const byPosition = items.findIndex((item) => item[keyset.by] === after) + 1;
  let rest = items;
  // Numbers are compared: the record that the last page ended with may be gone by now.
  if (after !== null) rest = /^\d+$/.test(after) ? items.filter(isAfter) : items.slice(byPosition);
  const page = rest.slice(0, perPage);
  const lastKey = page.at(-1)?.[keyset.by];
  const headers: Record<string, string> = {};
  if (page.length === perPage) headers["link"] = linkTo(url, { [parameter]: String(lastKey) }, "next");
  return { items: page, headers };
};

/** @throws Refusal for parameters GitLab refuses. */
export const pageOf = (items: readonly Item[], url: URL, paging: Paging): Page => {
  if (url.searchParams.get("pagination") !== "keyset") return pageByOffset(items, url, paging);
  const { keyset } = paging;
  if (keyset === null) {
    throw wrongPaging("Keyset pagination is not yet available for this type of request");
  }
  return pageByKeyset(items, url, { ...paging, keyset });
};
