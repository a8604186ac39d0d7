/** Answers one REST request: finds the row, checks the token, renders JSON and pages. */
import type { IncomingHttpHeaders } from "node:http";
import { type Caller, hasScope, readApiToken } from "./access.ts";
import {
  type Answer,
  insufficientScope,
  invalidToken,
  jsonReply,
  notFound,
  Refusal,
  type Reply,
  unauthorized,
} from "./answers.ts";
import type { Company } from "./company.ts";
import { isPaid, isPaidRoute } from "./edition.ts";
import { answerGraphQl } from "./graphql.ts";
import type { FaultBook } from "./faults.ts";
import { pageOf, type Shrinking } from "./paging.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";

export interface ApiContext {
  readonly company: Company;
  /** Base URL with the relative root, without a trailing slash. */
  readonly base: string;
  readonly repositories: Readonly<Record<string, string>>;
  /** Lists longer than this give no totals. */
  readonly totalsUpTo: number;
  readonly faults: Pick<FaultBook, "hasExpired">;
  /** A fault of this request's list. */
  readonly pages?: Shrinking;
}

interface ApiRequest {
  readonly method: string;
  /** Path below /api/v4, with the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

const API = "/api/v4";

interface Match {
  readonly route: Route;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Slashes of a parameter come as %2F: a path is cut before it is decoded. */
const matchRoute = (route: Route, segments: readonly string[]): Match | null => {
  const expected = route.path.split("/");
  if (expected.length !== segments.length) return null;
  const parameters = new Map<string, string>();
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== segment) return null;
    if (name !== undefined) parameters.set(name, decodeURIComponent(segment));
  }
  return { route, parameters };
};

export const findRoute = (pathname: string): Match | null => {
  const segments = pathname.split("/");
  for (const route of ROUTES) {
    const match = matchRoute(route, segments);
    if (match !== null) return match;
  }
  return null;
};

const render = (answer: Answer, route: Route, url: URL, context: ApiContext): Reply => {
  if (answer.kind === "one") return jsonReply(200, answer.body);
  if (answer.kind === "bytes") return { status: 200, headers: answer.headers, body: answer.bytes };
  const { keyset = null, totals = true, pages = true } = route.options;
  if (!pages) return jsonReply(200, answer.items.map(answer.render));
  const totalsUpTo = totals ? context.totalsUpTo : -1;
  const page = pageOf(answer.items, url, { keyset, totalsUpTo, shrinking: context.pages ?? null });
  return jsonReply(200, page.items.map(answer.render), page.headers);
};

const readCaller = (headers: IncomingHttpHeaders, { company, faults }: ApiContext): Caller => {
  const caller = readApiToken(company, headers);
  if (caller === "unknown") throw unauthorized();
  if (caller !== null && faults.hasExpired(caller.value)) throw invalidToken("expired");
  if (caller !== null && caller.state !== "active") throw invalidToken(caller.state);
  return caller;
};

const answerOrRefuse = async (request: ApiRequest, context: ApiContext): Promise<Reply> => {
  const url = new URL(context.base + API + request.path);
  const match = findRoute(request.path.split("?")[0] ?? "");
  if (match === null) return jsonReply(404, { error: "404 Not Found" });
  if (request.method !== "GET" && request.method !== "HEAD")
    return jsonReply(405, { error: "405 Not Allowed" });
  const caller = readCaller(request.headers, context);
  if (isPaidRoute(match.route.path) && !isPaid(context.company.instance)) throw notFound();
  const answer = await match.route.answer({
    ...context,
    caller,
    url,
    query: url.searchParams,
    parameter: (name) => {
      const value = match.parameters.get(name);
      if (value === undefined) throw new Error(`${match.route.path} has no {${name}}`);
      return value;
    },
  });
  return render(answer, match.route, url, context);
};

const refusing = async (answer: () => Reply | Promise<Reply>): Promise<Reply> => {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    if (error instanceof URIError) return jsonReply(400, { error: "400 Bad Request" });
    throw error;
  }
};

export const answerApi = (request: ApiRequest, context: ApiContext): Promise<Reply> =>
  refusing(() => answerOrRefuse(request, context));

/** `POST /api/graphql`. */
export const answerGraph = (
  headers: IncomingHttpHeaders,
  body: string,
  context: ApiContext,
): Promise<Reply> =>
  refusing(() => {
    const caller = readCaller(headers, context);
    if (caller !== null && !hasScope(caller, ["read_api"])) throw insufficientScope(["api", "read_api"]);
    return answerGraphQl(body, { ...context, caller });
  });
