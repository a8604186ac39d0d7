/** Google service-account key files: JSON with the account's address, its project and a private key. */
import type { Checksum } from "./checksum.ts";

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The file may itself stand in a JSON or source string, with its quotes and line breaks escaped. */
const readFile = (secret: string): Readonly<Record<string, unknown>> | null => {
  const value = parse(secret) ?? parse(String(parse(`"${secret.replaceAll(/\s+/g, " ")}"`)));
  // Checked to be an object; its fields stay unknown.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
};

export const gcpServiceAccount: Checksum = (secret) => {
  const file = readFile(secret);
  if (file === null) return { valid: null };
  const key = file["private_key"];
  if (file["type"] !== "service_account" || typeof key !== "string" || !key.includes("-----BEGIN"))
    return { valid: false };
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
