/** Reads a fault script: which requests fail, and how; rows as `Fault` of faults.ts has them. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Fault, FaultEffect } from "./faults.ts";
import { type Fields, readAll, readFields } from "./fields.ts";

const readHeaders = (fields: Fields) => {
  const headers = fields.text("headers", "all");
  if (headers === "all") return {};
  if (headers !== "reset" && headers !== "none")
    throw new Error(`${fields.where}.headers: unknown "${headers}"`);
  return { headers } as const;
};

const EFFECTS: Readonly<Record<FaultEffect["kind"], (fields: Fields) => FaultEffect>> = {
  "rate-limit": (fields) => ({
    kind: "rate-limit",
    retryAfterSeconds: fields.number("retryAfterSeconds", 1),
    ...readHeaders(fields),
    ...(fields.has("skewSeconds") ? { skewSeconds: fields.number("skewSeconds") } : {}),
  }),
  "server-error": (fields) => ({ kind: "server-error", status: fields.number("status", 500) }),
  unauthorized: () => ({ kind: "unauthorized" }),
  forbidden: () => ({ kind: "forbidden" }),
  "not-found": () => ({ kind: "not-found" }),
  "login-page": () => ({ kind: "login-page" }),
  reset: () => ({ kind: "reset" }),
  delay: (fields) => ({ kind: "delay", milliseconds: fields.number("milliseconds") }),
  truncate: () => ({ kind: "truncate" }),
  cut: () => ({ kind: "cut" }),
  stall: () => ({ kind: "stall" }),
  "redirect-elsewhere": () => ({ kind: "redirect-elsewhere" }),
  moved: () => ({ kind: "moved" }),
  shrink: (fields) => ({ kind: "shrink", size: fields.number("size"), drop: fields.number("drop", 0) }),
  clock: (fields) => ({ kind: "clock", skewSeconds: fields.number("skewSeconds") }),
};

const readEffect = (fields: Fields): FaultEffect => {
  const name = fields.text("kind");
  const [, read] = Object.entries(EFFECTS).find(([kind]) => kind === name) ?? [];
  if (read === undefined) throw new Error(`${fields.where}.kind: unknown "${name}"`);
  const effect = read(fields);
  fields.assertAllRead();
  return effect;
};

const readFault = (fields: Fields): Fault => {
  const method = fields.textOrNull("method");
  return {
    ...(method === null ? {} : { method }),
    path: fields.text("path"),
    from: fields.number("from", 1),
    times: fields.number("times", Infinity),
    effect: readEffect(fields.mapping("effect")),
  };
};

/** @throws Error that names the file, the row and the field in question. */
export const readFaults = (file: string): readonly Fault[] => {
  const faults: unknown = parse(readFileSync(file, "utf8"));
  return readAll(readFields({ faults }, file), "faults", readFault);
};
