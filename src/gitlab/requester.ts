/** gitbeaker knows the addresses of GitLab's API; this has it say them, and do nothing else. */
import { type ResponseBodyTypes, createRequesterFn } from "@gitbeaker/requester-utils";

interface GitbeakerRequest {
  readonly method?: string;
  readonly prefixUrl?: string;
  readonly searchParams?: string;
}

/**
 * Makes every call of gitbeaker resolve to the address that it would ask. Were it let to ask, it would page through
 * lists by itself, hold all of them, keep the headers, and show the token to hosts that GitLab redirects to.
 */
export const addressRequester = createRequesterFn(
  (_resource, options) => Promise.resolve(options),
  <Body extends ResponseBodyTypes>(endpoint: string, options: GitbeakerRequest = {}) => {
    const { method, prefixUrl = "", searchParams = "" } = options;
    if (method !== "GET") throw new TypeError(`This client only reads: ${method} ${endpoint}`);
    // Names of things stand in it: dots alone would climb up in the address.
    if (endpoint.split("/").some((part) => part === "" || part === "." || part === ".."))
      throw new TypeError("no such address");
    const target = new URL(endpoint, prefixUrl.endsWith("/") ? prefixUrl : `${prefixUrl}/`);
    target.search = searchParams;
    // The type is gitbeaker's guess of the answer; reader.ts takes it as the text that it is.
    return Promise.resolve({ status: 200, headers: {}, body: target.href as ResponseBodyTypes as Body });
  },
);
