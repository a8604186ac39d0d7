/** Asks the sample's REST interface, for tests. */
import type { SampleGitLab } from "./server.ts";

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly json: unknown;
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** GET below /api/v4, without following redirects. */
export const ask = async (sample: SampleGitLab, path: string, token: string | null): Promise<Asked> => {
  const url = path.startsWith("http") ? path : `${sample.url}/api/v4${path}`;
  const headers = token === null ? {} : { "private-token": token };
  const response = await fetch(url, { headers, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: readJson(text) };
};

/** One field of every object of a list. */
export const pluck = (list: unknown, name: string): readonly unknown[] =>
  Array.isArray(list) ? list.map((item: Readonly<Record<string, unknown>>) => item[name]) : [];
