/** JSON Web Tokens (RFC 7519): header and payload must be JSON; tells issuer, subject, audience and expiry. */
import type { Checksum } from "./checksum.ts";

type Claims = Readonly<Record<string, unknown>>;

const decode = (part: string): string => Buffer.from(part, "base64url").toString("utf8");

const readPart = (part: string): Claims | null => {
  try {
    const value: unknown = JSON.parse(decode(part));
    // Checked to be an object; its fields stay unknown.
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch {
    return null;
  }
};

const toText = (value: unknown): string | null => {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value.join(" ") : null;
};

/** Seconds since 1970; beyond what a date can hold there is nothing to tell. */
const toDate = (value: unknown): string | null =>
  typeof value === "number" && Math.abs(value) < 8.64e12 ? new Date(value * 1000).toISOString() : null;

/** Bound service-account tokens nest their namespace, older ones have a flat claim. */
const readNamespace = (claims: Claims): string | null => {
  const nested = claims["kubernetes.io"];
  if (typeof nested === "object" && nested !== null && "namespace" in nested) return toText(nested.namespace);
  return toText(claims["kubernetes.io/serviceaccount/namespace"]);
};

/** How JOSE headers begin (RFC 7515, 4.1): what follows may be masked or mistyped. */
const JOSE = /^\{\s{0,4}"(?:alg|typ|kid|cty|enc|zip|jku|jwk|x5[ctu]|x5t#S256)"\s{0,4}:/;

export const jwt: Checksum = (secret) => {
  const [first = "", second = ""] = secret.slice(secret.indexOf("eyJ")).split(".");
  const header = readPart(first);
  const claims = readPart(second);
  if (header !== null && typeof header["alg"] !== "string") return { valid: false };
  if (header === null || claims === null)
    return { valid: second !== "" && JOSE.test(decode(first)) ? null : false };
  const entries = {
    issuer: toText(claims["iss"]),
    subject: toText(claims["sub"]),
    audience: toText(claims["aud"]),
    namespace: readNamespace(claims),
    expires: toDate(claims["exp"]),
  };
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(entries)) if (value !== null) facts[name] = value;
  return { valid: true, facts };
};
