/** Tests that the folders which judge facts can do nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..", "..", "src");

const listImports = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(join(SOURCE, folder)).flatMap((name) =>
    [
      ...readFileSync(join(SOURCE, folder, name), "utf8").matchAll(
        /\bfrom "([^"]+)"|\bimport\(?\s*"([^"]+)"/g,
      ),
    ].map((match) => [name, match[1] ?? match[2] ?? ""] as const),
  );

describe.each([
  ["vault", /^(\.\/[\w-]+\.ts|\.\.\/(model|lib)\/[\w-]+\.ts|node:crypto)$/],
  ["inventory", /^(\.\/[\w-]+\.ts|\.\.\/(model|lib|vault)\/[\w-]+\.ts|\.\.\/rules\/declared\.ts)$/],
])("the folder %s", (folder, allowed) => {
  const imports = listImports(folder);

  it("imports nothing that reads files or the network", () => {
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter(([, from]) => !allowed.test(from))).toEqual([]);
  });

  it("never sees a secret's value", () => {
    expect(imports.filter(([, from]) => /\/(secret|finding)\.ts$/.test(from))).toEqual([]);
  });
});
