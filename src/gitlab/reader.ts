/** Turns addresses into checked values and bytes, and refusals into errors of the table. */
import type { GenericSchema, InferOutput } from "valibot";
import { VaultboundError, makeError } from "../model/errors.ts";
import { check, explainNoJson, list } from "./check.ts";
import { type Subject, isPage, readOffsetLimit, readRefusal } from "./errors.ts";
import type { FileBytes } from "./gitlab.ts";
import { type Page, type Query, readList } from "./paging.ts";
import type { TokenCheck } from "./token-check.ts";
import type { Reply, Transport } from "./transport.ts";

export interface Call {
  readonly subject: Subject;
  /** gitbeaker's call, which gives the address; its type is its guess of the answer. */
  readonly address: () => Promise<unknown>;
  readonly query?: Query;
  /** This endpoint says 401 of a valid token too, when its owner lacks the role: token-check.ts. */
  readonly isVague?: boolean;
}

export interface ListCall<Schema extends GenericSchema> extends Call {
  readonly schema: Schema;
  readonly identify: (item: InferOutput<Schema>) => string | number;
}

export interface ReaderOptions {
  /** Base URL. */
  readonly url: string;
  readonly token: string;
  readonly transport: Transport;
  readonly tokenCheck: TokenCheck;
}

const NO_QUERY: Query = {};
/** Gone: never was, was deleted, has expired, or is empty. */
const GONE = new Set([204, 404, 410]);

export const createReader = ({ url, token, transport, tokenCheck }: ReaderOptions) => {
  const home = new URL(url).origin;
  const redact = (text: string): string => text.replaceAll(token, "[token]");

  const readAddress = async ({ subject: { what }, address, query = NO_QUERY }: Call): Promise<string> => {
    // What cannot be written as an address is nowhere to be found.
    const text = await (async () => address())().catch(() => {
      throw makeError("GITLAB_NOT_FOUND", [{ what }]);
    });
    const target = new URL(String(text));
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    return target.href;
  };

  const refuse = async (reply: Reply, { subject, isVague = false }: Call): Promise<Error> => {
    const { what, role } = subject;
    if (reply.status === 401 && isVague && (await tokenCheck.stillWorks()))
      return makeError("GITLAB_FORBIDDEN", [{ what, role }]);
    if (reply.status === 401) tokenCheck.refuse();
    return readRefusal(reply, { subject, url, redact });
  };

  const send = async (call: Call, more: { readonly json?: string; readonly most?: number }) => {
    if (tokenCheck.isDead()) throw makeError("GITLAB_UNAUTHORIZED", [{ url }]);
    const reply = await transport.send({ url: await readAddress(call), ...more });
    const { broken } = reply;
    if (broken === null || reply.status !== 200) return reply;
    throw makeError("GITLAB_BAD_ANSWER", [{ what: call.subject.what, detail: broken }]);
  };

  const sendForJson = async (call: Call, json?: string): Promise<Reply> => {
    const reply = await send(call, json === undefined ? {} : { json });
    // What another host says without the token may be less than the whole.
    if (reply.origin !== home) {
      const detail = `it redirects to ${reply.origin}; give that address if it is your GitLab`;
      throw makeError("GITLAB_UNREACHABLE", [{ url, detail }]);
    }
    return reply;
  };

  const readJson = async (reply: Reply, call: Call): Promise<unknown> => {
    if (reply.status !== 200) throw await refuse(reply, call);
    if (reply.json === undefined) throw explainNoJson(reply.body, call.subject.what);
    return reply.json;
  };

  const readPage = async (reply: Reply, call: Call): Promise<Page> => {
    const { what } = call.subject;
    const limit = readOffsetLimit(reply);
    if (limit !== null) throw makeError("GITLAB_LIST_LIMIT", [{ what, limit }]);
    return { items: check(list, await readJson(reply, call), what), headers: reply.headers };
  };

  return {
    one: async <Schema extends GenericSchema>(call: Call, schema: Schema): Promise<InferOutput<Schema>> => {
      return check(schema, await readJson(await sendForJson(call), call), call.subject.what);
    },

    /** The same, or null where GitLab says with one of these statuses that there is nothing for us. */
    maybe: async <Schema extends GenericSchema>(
      call: Call,
      schema: Schema,
      absent: readonly number[],
    ): Promise<InferOutput<Schema> | null> => {
      const reply = await sendForJson(call);
      if (absent.includes(reply.status) && !isPage(reply)) return null;
      return check(schema, await readJson(reply, call), call.subject.what);
    },

    many: <Schema extends GenericSchema>(call: ListCall<Schema>): AsyncIterable<InferOutput<Schema>> => {
      const { subject, schema, identify, query: first = NO_QUERY } = call;
      return readList({
        what: subject.what,
        first,
        identify,
        read: async (query) => readPage(await sendForJson({ ...call, query }), call),
        readFirst: async (query) => {
          const reply = await sendForJson({ ...call, query });
          const hasNoKeyset = reply.status === 405 && query["pagination"] === "keyset";
          return hasNoKeyset && readOffsetLimit(reply) === null ? null : readPage(reply, call);
        },
        parse: (raw) => check(schema, raw, subject.what),
      });
    },

    /** A file from here or from where GitLab sends us; null when it is gone. */
    file: async (call: Call, most: number): Promise<FileBytes | null> => {
      const reply = await send(call, { most });
      const { status, file, origin } = reply;
      if (file !== null) return file;
      if (GONE.has(status)) return null;
      if (origin === home) throw await refuse(reply, call);
      throw makeError("GITLAB_SERVER_ERROR", [{ what: call.subject.what, status }]);
    },

    /** Null when GitLab does not answer such questions, or not to this token. */
    graphQl: async <Schema extends GenericSchema>(
      { subject, text, variables = {} }: GraphQlQuestion,
      schema: Schema,
    ): Promise<InferOutput<Schema> | null> => {
      if (!/^\s*query\b/.test(text)) throw new TypeError("This client only reads");
      const call = { subject, address: () => Promise.resolve(`${url}/api/graphql`) };
      const reply = await sendForJson(call, JSON.stringify({ query: text, variables }));
      const { status, json } = reply;
      const isTrouble = status === 401 || status === 429 || status >= 500;
      if (isTrouble && !(status === 401 && (await tokenCheck.stillWorks()))) throw await refuse(reply, call);
      if (status !== 200) return null;
      // Errors come with 200, and with no data or with half of it.
      const isAnswer = typeof json === "object" && json !== null && "data" in json && !("errors" in json);
      return isAnswer ? check(schema, json.data, subject.what) : null;
    },
  };
};

export interface GraphQlQuestion {
  readonly subject: Subject;
  readonly text: string;
  readonly variables?: Readonly<Record<string, string | null>>;
}

export type Reader = ReturnType<typeof createReader>;

/** Whether an error says that this one thing is not for us, while the rest may be. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof VaultboundError &&
  ["GITLAB_FORBIDDEN", "GITLAB_SCOPE", "GITLAB_NOT_FOUND"].includes(error.code);
