/** GitLab's routable tokens: CRC-32 over all before it, and readable ids of whom the token belongs to. */
import { crc32 } from "../../lib/crc32.ts";
import type { Checksum } from "./checksum.ts";

/** `….LLCCCCCCC` (first layout) or `….01.LLCCCCCCC`: payload length and CRC in base 36. */
const FORM = /^([0-9A-Za-z_-]+)\.(01\.)?([0-9a-z]{2})([0-9a-z]{7})$/;
const RANDOM_BYTES = 16;

const NAMES: Readonly<Record<string, string>> = {
  c: "cell",
  g: "group",
  o: "organization",
  p: "project",
  u: "user",
  t: "type",
};

/** First layout: routing, random bytes, their count. Second: random bytes, routing, its length. */
const readRouting = (payload: Buffer, isSecond: boolean): string => {
  const size = payload.at(-1) ?? 0;
  return isSecond
    ? payload.toString("latin1", Math.max(0, payload.length - 1 - size), payload.length - 1)
    : payload.toString("latin1", 0, Math.max(0, payload.length - 1 - RANDOM_BYTES));
};

const readFacts = (routing: string): Record<string, string> => {
  const facts: Record<string, string> = {};
  for (const line of routing.split("\n")) {
    const [, key = "", id = ""] = /^([cgoput]):([0-9a-z]{1,11})$/.exec(line) ?? [];
    const name = NAMES[key];
    if (name !== undefined) facts[name] = String(Number.parseInt(id, 36));
  }
  return facts;
};

/** A word before the token's own prefix: the instance's, which the CRC covers, or one that only stands there. */
const readStarts = (secret: string): readonly number[] => [0, Math.max(0, secret.search(/gl[a-z]{1,6}-/))];

export const gitlabRoutable: Checksum = (secret) => {
  const [, head = "", version, length = "", sum = ""] = FORM.exec(secret) ?? [];
  if (head === "") return { valid: null };
  const size = Number.parseInt(length, 36);
  const isRight = readStarts(secret).some(
    (start) => crc32(secret.slice(start, -sum.length)).toString(36).padStart(7, "0") === sum,
  );
  if (size > head.length || !isRight) return { valid: false };
  // Counted from its end: where the prefix stops is not always known.
  const payload = Buffer.from(head.slice(head.length - size), "base64url");
  return { valid: true, facts: readFacts(readRouting(payload, version !== undefined)) };
};
