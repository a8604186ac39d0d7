/** What an operation may answer, and GitLab's error bodies. */

export type Item = Readonly<Record<string, unknown>>;

export type Answer =
  | { readonly kind: "one"; readonly body: Item }
  /** Paged by the caller's parameters. */
  | {
      readonly kind: "list";
      readonly items: readonly Item[];
      /** Of the items of one page: nobody waits for a thousand that are not shown. */
      render(item: Item): Item;
    }
  | {
      readonly kind: "bytes";
      readonly bytes: Uint8Array;
      readonly headers: Readonly<Record<string, string>>;
    };

/** An answer as it goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export const one = (body: Item): Answer => ({ kind: "one", body });
export const list = (items: readonly Item[]): Answer => ({ kind: "list", items, render: (item) => item });

/** A list whose items are rendered once their page is asked for; ordered by id. */
export const longList = <Thing extends { readonly id: number }>(
  things: readonly Thing[],
  render: (thing: Thing) => Item,
): Answer => {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return {
    kind: "list",
    items: things.map(({ id }) => ({ id })),
    render: ({ id }) => {
      const thing = byId.get(Number(id));
      return thing === undefined ? {} : render(thing);
    },
  };
};

export const jsonReply = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

export const textReply = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({ status, headers: { "content-type": "text/plain", ...headers }, body: Buffer.from(text) });

export const htmlReply = (status: number, title: string): Reply =>
  textReply(
    status,
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>${title}</body></html>\n`,
    {
      "content-type": "text/html; charset=utf-8",
    },
  );

/** Ends an operation early with an error answer. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

const message = (status: number, text: string): Refusal => new Refusal(jsonReply(status, { message: text }));

export const unauthorized = (): Refusal => message(401, "401 Unauthorized");
export const forbidden = (): Refusal => message(403, "403 Forbidden");
/** @param what `Project`, `Group`, `File`, …; absent and invisible answer alike. */
export const notFound = (what?: string): Refusal =>
  message(404, what === undefined ? "404 Not Found" : `404 ${what} Not Found`);
export const badRequest = (error: string): Refusal => new Refusal(jsonReply(400, { error }));
export const wrongPaging = (error: string): Refusal => new Refusal(jsonReply(405, { error }));

/** What OAuth-style checks answer for tokens that were good once. */
export const invalidToken = (state: "expired" | "revoked"): Refusal =>
  new Refusal(
    jsonReply(401, {
      error: "invalid_token",
      error_description:
        state === "expired"
          ? "Token is expired. You can either do re-authorization or token refresh."
          : "Token was revoked. You have to re-authorize from the user.",
    }),
  );

export const insufficientScope = (scopes: readonly string[]): Refusal =>
  new Refusal(
    jsonReply(403, {
      error: "insufficient_scope",
      error_description: "The request requires higher privileges than provided by the access token.",
      scope: scopes.join(" "),
    }),
  );
