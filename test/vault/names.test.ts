/** Tests of names that Vault takes. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { toRoleName, toSegment } from "../../src/vault/names.ts";

const HOSTILE = [
  "",
  ".",
  "..",
  "...",
  "../../etc/passwd",
  "a/../b",
  "a..b",
  "/",
  "\\",
  "-",
  ".-.",
  "\u0000\u001b[31m",
  "line\nbreak",
  "проект",
  "日本語",
  "\u202eevil",
  "\ud800",
  "a".repeat(300),
  "-".repeat(300),
  `${"é".repeat(300)}x`,
  `${"a".repeat(79)}..b`,
  "%2e%2e%2f",
  "{{identity.entity.id}}",
  "a*+b",
];

describe("a path segment", () => {
  it.each([
    ["DB_PASSWORD", "db_password"],
    ["My Project", "my-project"],
    ["review/*", "review"],
    ["Zürich", "zurich"],
    ["ﬁle.json", "file.json"],
    [".env", "env"],
    ["v1.2-beta", "v1.2-beta"],
    ["a/../b", "a-.-b"],
    ["..", "unnamed"],
    ["проект", "unnamed"],
  ])("makes %j into %j", (text, segment) => {
    expect(toSegment(text)).toBe(segment);
  });

  it("is always one that Vault takes, whatever the text", () => {
    const random = createSeededRandom("segments");
    const noise = Array.from({ length: 300 }, (_, length) =>
      Buffer.from(random.bytes(length)).toString("utf16le"),
    );
    for (const text of [...HOSTILE, ...noise]) {
      const segment = toSegment(text);
      expect(segment).toMatch(/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/);
      expect(segment).not.toContain("..");
      expect(segment.length).toBeLessThanOrEqual(80);
    }
  });

  it("stays what it is when made twice", () => {
    for (const text of HOSTILE) expect(toSegment(toSegment(text))).toBe(toSegment(text));
  });
});

describe("a role name", () => {
  it("joins its words with hyphens in lower case", () => {
    expect(toRoleName(["gitlab", "Acme/Shop_API", "production"], "12345678")).toBe(
      "gitlab-acme-shop-api-production",
    );
  });

  it("is cut at 64 characters with the hash at its end", () => {
    const name = toRoleName(["gitlab", "a".repeat(80)], "12345678");
    expect(name).toBe(`gitlab-${"a".repeat(48)}-12345678`);
    expect(name).toHaveLength(64);
  });

  it("is always one that Vault takes, whatever the words", () => {
    for (const text of HOSTILE) {
      expect(toRoleName(["gitlab", text, text], "12345678")).toMatch(
        /^gitlab-[a-z0-9]([a-z0-9-]{0,55}[a-z0-9])?$/,
      );
    }
  });
});
