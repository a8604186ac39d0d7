/** Fault scripts of people: read strictly, and obeyed by the served GitLab. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFaultBook } from "./faults.ts";
import { readFaults } from "./read-faults.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vaultbound-faults-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const file = join(folder, "faults.yml");
  writeFileSync(file, text);
  return readFaults(file);
};

describe("a fault script", () => {
  it("says which requests fail, from when on, how often and how", () => {
    const faults = read(`
- { path: "/api/v4/projects/*/jobs", from: 2, times: 1, effect: { kind: rate-limit, retryAfterSeconds: 3 } }
- { method: GET, path: "*.git/info/refs", effect: { kind: server-error, status: 503 } }
`);
    const book = createFaultBook(faults);
    expect(book.next("GET", "/api/v4/projects/1/jobs")).toBe(null);
    expect(book.next("GET", "/api/v4/projects/1/jobs")).toEqual({ kind: "rate-limit", retryAfterSeconds: 3 });
    expect(book.next("GET", "/api/v4/projects/1/jobs")).toBe(null);
    for (let time = 0; time < 3; time += 1)
      expect(book.next("GET", "/a/b.git/info/refs")).toEqual({ kind: "server-error", status: 503 });
    expect(book.next("POST", "/a/b.git/info/refs")).toBe(null);
  });

  it("may say more of an effect", () => {
    const effects = read(`
- { path: /a, effect: { kind: rate-limit, headers: reset, skewSeconds: -60 } }
- { path: /a, effect: { kind: rate-limit, headers: none } }
- { path: /a, effect: { kind: shrink, size: 3 } }
- { path: /a, effect: { kind: clock, skewSeconds: 5 } }
`).map(({ effect }) => effect);
    expect(effects).toEqual([
      { kind: "rate-limit", retryAfterSeconds: 1, headers: "reset", skewSeconds: -60 },
      { kind: "rate-limit", retryAfterSeconds: 1, headers: "none" },
      { kind: "shrink", size: 3, drop: 0 },
      { kind: "clock", skewSeconds: 5 },
    ]);
  });

  it.each([
    ['- { path: "/a", effect: { kind: rate-limit, headers: some } }', /headers: unknown "some"/],
    ['- { path: "/a", effect: { kind: sudden } }', /effect\.kind: unknown "sudden"/],
    ['- { path: "/a", effect: { kind: delay } }', /milliseconds: expected a number/],
    ['- { path: "/a", effect: { kind: reset, status: 5 } }', /unknown field status/],
    ['- { path: "/a", forever: true, effect: { kind: reset } }', /unknown field forever/],
    ["- { effect: { kind: reset } }", /path: expected a text/],
    ["path: /a", /faults: expected a list/],
  ])("with a mistake is refused, saying where: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
