/** Names that Vault takes, from text nobody has checked. */
import { createHash } from "node:crypto";

/** Longer names say nothing more; the storage back ends behind Vault limit whole paths. */
const SEGMENT_LIMIT = 80;
/** Vault documents no limit for role names; 64 also fits every tool around it. */
const ROLE_LIMIT = 64;
/** What is longer is cut before it is looked at. */
const INPUT_LIMIT = 1000;

/** Latin letters lose their accents, everything that is not in `kept` becomes one hyphen. */
const simplify = (text: string, foreign: RegExp): string =>
  text
    .slice(0, INPUT_LIMIT)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(foreign, "-");

/**
 * One segment of a KV path: `[a-z0-9._-]`, never empty, without `..`, not beginning or ending in `.` or `-`. Vault
 * refuses paths with `..`, and KV v2 takes a trailing slash for a folder.
 */
export const toSegment = (text: string): string => {
  const plain = simplify(text, /[^a-z0-9._-]+/g).replaceAll(/\.{2,}/g, ".");
  const cut = plain.replace(/^[.-]+/, "").slice(0, SEGMENT_LIMIT);
  return cut.replace(/[.-]+$/, "") || "unnamed";
};

/** First characters of the SHA-256 of the parts: tells apart what looks alike. Not a secret. */
export const shortHash = (parts: readonly unknown[], length: number): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, length);

const toSlug = (text: string): string =>
  simplify(text, /[^a-z0-9]+/g).replaceAll(/^-+|-+$/g, "") || "unnamed";

/**
 * A role or policy name: `[a-z0-9-]`, at most 64 characters. Vault lower-cases role names of the JWT method, so two
 * names that differ in case only would overwrite each other.
 * @param hash appended when the name must be cut.
 */
export const toRoleName = (words: readonly string[], hash: string): string => {
  const name = words.map(toSlug).join("-");
  if (name.length <= ROLE_LIMIT) return name;
  return `${name.slice(0, ROLE_LIMIT - hash.length - 1).replace(/-+$/, "")}-${hash}`;
};
