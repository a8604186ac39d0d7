/** What the parts of the client share: addresses, the reader, and the words for places and roles. */
import { Gitlab } from "@gitbeaker/rest";
import { makeError } from "../model/errors.ts";
import { clean } from "./errors.ts";
import type { Place, Since } from "./gitlab.ts";
import type { Query } from "./paging.ts";
import type { Reader } from "./reader.ts";
import { addressRequester } from "./requester.ts";

/** No token, no limiter, no timeout over a whole list: the transport sees to all that. */
export const createAddresses = (url: string) =>
  new Gitlab({
    host: url,
    // It insists on one; nothing is sent with it.
    token: "",
    requesterFn: addressRequester,
    queryTimeout: null,
    rateLimits: {},
  });

export interface Api {
  /** Base URL. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** gitbeaker, of which every call gives an address. */
  readonly to: ReturnType<typeof createAddresses>;
  readonly reader: Reader;
}

/** An address that gitbeaker does not know. @param path below `/api/v4`. */
export const addressOf =
  ({ url }: Api, path: string): (() => Promise<unknown>) =>
  () =>
    Promise.resolve(`${url}/api/v4/${path}`);

export const ROLES = {
  guest: "at least the Guest role",
  reporter: "at least the Reporter role",
  developer: "at least the Developer role",
  maintainer: "the Maintainer role",
  ci: "the Maintainer role (and CI/CD switched on)",
  owner: "the Owner role",
  admin: "an administrator's rights",
} as const;

/** The largest pages GitLab gives. */
export const PAGED: Query = { page: "1", per_page: "100" };
export const BY_ID: Query = { order_by: "id", sort: "asc", ...PAGED };
/** Where ids cannot be ordered by. */
export const BY_CREATION: Query = { order_by: "created_at", sort: "asc", ...PAGED };

export const byId = (item: { readonly id: number }): number => item.id;

/** A number, or a full path without slashes around it. Dots alone would climb up in the API's address. */
export const readId = (
  kind: string,
  idOrPath: number | string,
): { readonly id: string; readonly what: string } => {
  const parts = String(idOrPath).split("/");
  const id = parts.filter((part) => part !== "").join("/");
  const what = `${kind} ${clean(id)}`;
  if (/^\.{0,2}$/.test(id) || !id.isWellFormed()) throw makeError("GITLAB_NOT_FOUND", [{ what }]);
  return { id, what };
};

export const nameOf = (place: Place): string =>
  "project" in place ? `project ${place.project}` : `group ${place.group}`;

interface Times<Item> {
  readonly updatedAt: (item: Item) => string;
  readonly createdAt: (item: Item) => string;
  /** The list comes newest first. */
  readonly isNewestFirst: boolean;
}

/** Ids are given in order, times of creation nearly so: somebody's transaction may have taken a while. */
const DISORDER_MS = 3_600_000;

/** Narrows a list on our side. A time that cannot be read lets its item pass: too much is better than too little. */
export async function* narrow<Item>(
  items: AsyncIterable<Item>,
  { updatedAfter = "", createdAfter = "", most = Infinity }: Since,
  { updatedAt, createdAt, isNewestFirst }: Times<Item>,
): AsyncGenerator<Item> {
  if (most < 1) return;
  const [updated, created] = [Date.parse(updatedAfter), Date.parse(createdAfter)];
  let given = 0;
  for await (const item of items) {
    const made = Date.parse(createdAt(item));
    if (isNewestFirst && made < created - DISORDER_MS) return;
    if (made < created || Date.parse(updatedAt(item)) < updated) continue;
    yield item;
    given += 1;
    if (given >= most) return;
  }
}

/** The same as parameters, as far as GitLab has them. */
export const sinceQuery = ({ updatedAfter, createdAfter, most }: Since): Query => ({
  ...(updatedAfter === undefined ? {} : { updated_after: updatedAfter }),
  ...(createdAfter === undefined ? {} : { created_after: createdAfter }),
  ...(most === undefined || most >= 100 ? {} : { per_page: String(Math.max(20, Math.ceil(most))) }),
});
