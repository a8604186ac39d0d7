/** Google service-account key files: JSON with the account's address, its project and a private key. */
import type { Checksum } from "./checksum.ts";

type Fields = Readonly<Record<string, unknown>>;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The file may itself stand in a JSON or source string, with its quotes and line breaks escaped. */
const readFile = (text: string): Fields | null => {
  const value = parse(text) ?? parse(String(parse(`"${text.replaceAll(/\s+/g, " ")}"`)));
  // Checked to be an object; its fields stay unknown.
  return typeof value === "object" && value !== null ? (value as Fields) : null;
};

const normalize = (key: unknown): string =>
  typeof key === "string" ? key.replaceAll(/(?:\\+r)?\\+n/g, "\n").trimEnd() : "";

/** A key file is one flat object; others may stand before and behind it. */
const findFile = (key: string, around: string): Fields | null => {
  for (const [text] of around.matchAll(/\{[^{}]{60,8000}\}/g)) {
    const file = readFile(text);
    if (file !== null && normalize(file["private_key"]) === key) return file;
  }
  return null;
};

/** Without the file around it, or in one that does not parse, the key is only as sure as its place says. */
export const gcpServiceAccount: Checksum = (secret, around = "") => {
  if (!around.includes("service_account")) return { valid: false };
  const file = findFile(secret, around);
  if (file === null) return { valid: null };
  if (file["type"] !== "service_account") return { valid: false };
  const facts: Record<string, string> = {};
  for (const [field, name] of [
    ["client_email", "email"],
    ["project_id", "project"],
  ] as const) {
    const value = file[field];
    if (typeof value === "string") facts[name] = value;
  }
  return { valid: facts["email"] === undefined ? null : true, facts };
};
