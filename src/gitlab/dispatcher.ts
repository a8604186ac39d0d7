/** Connections to GitLab: proxy, certificate authorities, timeouts of the socket. */
import { getCACertificates } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import { makeError } from "../model/errors.ts";
import type { Limits } from "./limits.ts";

export interface ConnectionOptions {
  /** PEM text of further authorities. */
  readonly ca?: string;
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case. */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  readonly limits: Limits;
}

/** undici decodes them: a bare % in a password would throw there. */
const hasReadableCredentials = ({ username, password }: URL): boolean => {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
};

/** Lower case wins, as in curl. Never undefined: undici would then look into the real environment. */
const readProxy = (env: ConnectionOptions["proxyEnv"], name: string): string => {
  const value = env[name] ?? env[name.toUpperCase()] ?? "";
  if (value === "" || name === "no_proxy") return value;
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  const isProxy = url !== null && /^(?:https?|socks5?):$/.test(url.protocol) && hasReadableCredentials(url);
  if (isProxy) return url.href;
  const detail = "this is not a proxy's address (special characters of a password are written as %XX)";
  throw makeError("CONFIG_INVALID", [{ option: name.toUpperCase(), detail }]);
};

export const createDispatcher = ({ ca, proxyEnv, limits }: ConnectionOptions): Dispatcher => {
  // `ca` replaces the built-in list; redirects to other hosts and an https proxy still need that one.
  const trust = ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] };
  return new EnvHttpProxyAgent({
    httpProxy: readProxy(proxyEnv, "http_proxy"),
    httpsProxy: readProxy(proxyEnv, "https_proxy"),
    noProxy: readProxy(proxyEnv, "no_proxy"),
    connect: trust,
    requestTls: trust,
    proxyTls: trust,
    allowH2: false,
    connectTimeout: limits.connectMs,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
  });
};
