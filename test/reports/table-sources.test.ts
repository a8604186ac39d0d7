import { expect, it } from "vitest";
import { sourceOf } from "../../src/reports/table-sources.ts";
import { SOURCES } from "../../src/sources/registry.ts";

it("every kind of place is named by the source that gives it", () => {
  const local = new Set(["folder", "worktree", "stdin"]);
  for (const { name, kinds } of SOURCES.filter((source) => !local.has(source.name)))
    for (const kind of kinds) expect([kind, sourceOf(kind)]).toEqual([kind, name]);
});
