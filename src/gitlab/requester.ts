/** The shape gitbeaker wants of a transport. It knows neither token nor status codes: those stay on our side. */
import { type ResponseBodyTypes, createRequesterFn } from "@gitbeaker/requester-utils";
import { makeError } from "../model/errors.ts";
import type { Transport } from "./transport.ts";

interface GitbeakerRequest {
  readonly method?: string;
  readonly prefixUrl?: string;
  readonly searchParams?: string;
}

/**
 * Makes every call of gitbeaker resolve to our {@link Answer}, whatever its status. Were it given the parsed body, it
 * would page through a list by itself, hold all of it, and keep the headers.
 */
export const createRequester = (transport: Transport, url: string) => {
  const home = new URL(url).origin;
  return createRequesterFn(
    (_resource, options) => Promise.resolve(options),
    async <Body extends ResponseBodyTypes>(endpoint: string, options: GitbeakerRequest = {}) => {
      const { method, prefixUrl = "", searchParams = "" } = options;
      if (method !== "GET") throw new TypeError(`This client only reads: ${method} ${endpoint}`);
      const target = new URL(endpoint, prefixUrl.endsWith("/") ? prefixUrl : `${prefixUrl}/`);
      target.search = searchParams;
      const answer = await transport.get(target.href);
      // What another host says without the token may be less than the whole.
      if (answer.origin !== home) {
        const detail = `it redirects to ${answer.origin}; give that address if it is your GitLab`;
        throw makeError("GITLAB_UNREACHABLE", [{ url, detail }]);
      }
      // The type is gitbeaker's guess of the body; reader.ts reads it as what it is.
      return { status: answer.status, headers: {}, body: { ...answer } as ResponseBodyTypes as Body };
    },
  );
};
