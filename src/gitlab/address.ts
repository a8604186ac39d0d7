/** Checks what the user said about reaching GitLab: address, token, certificate authority. */
import { X509Certificate } from "node:crypto";
import { makeError } from "../model/errors.ts";

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

const parseAddress = (text: string): URL => {
  const parsed = URL.parse(HAS_SCHEME.test(text) ? text : `https://${text}`);
  // None of these messages repeats the address: it may hold a password.
  const refuse = (detail: string): Error => makeError("CONFIG_INVALID", [{ option: "--gitlab-url", detail }]);
  if (parsed === null || parsed.hostname === "") throw refuse("this is not an address");
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:")
    throw refuse("only https:// and http:// work");
  if (parsed.username !== "" || parsed.password !== "")
    throw refuse("credentials do not belong in the address");
  if (parsed.search !== "" || parsed.hash !== "") throw refuse("it must end with the path, without ? and #");
  return parsed;
};

/** Base URL without trailing slash; a relative root stays, a missing scheme becomes https, `/api/v4` is cut off. */
export const normalizeAddress = (text: string): string => {
  const { origin, pathname } = parseAddress(text.trim());
  const segments = pathname.split("/").filter((segment) => segment !== "");
  if (segments.slice(-2).join("/") === "api/v4") segments.splice(-2);
  return [origin, ...segments].join("/");
};

/** On GitLab.com everything public is visible to everybody, and nothing of the whole instance is anybody's to read. */
export const isGitLabCom = (url: string): boolean => new URL(url).hostname === "gitlab.com";

/** Throws unless the token can stand in a header: the HTTP client's own refusal would print it. */
export const checkToken = (token: string): void => {
  if (token === "") throw makeError("TOKEN_MISSING", []);
  if (/^[\x21-\x7e]+$/.test(token)) return;
  const detail = "it holds a space, a line break or another character that no token has";
  throw makeError("CONFIG_INVALID", [{ option: "GITLAB_TOKEN", detail }]);
};

/** Throws unless the text begins with a certificate: TLS ignores what it cannot read. */
export const checkAuthority = (pem: string): void => {
  try {
    void new X509Certificate(pem);
  } catch (error) {
    const detail = "it holds no PEM certificate";
    throw makeError("CONFIG_INVALID", [{ option: "--ca-file", detail }], error);
  }
};
