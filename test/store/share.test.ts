/** Equal parts of facts in one place. */
import { describe, expect, it } from "vitest";
import { commitId, targetId } from "../../src/model/ids.ts";
import type { Provenance } from "../../src/model/provenance.ts";
import { shareParts } from "../../src/store/share.ts";
import { makeFacts, makeFinding, PROVENANCES } from "./sample-facts.ts";

const introducedBy = (author: string): Provenance => ({
  kind: "history",
  path: "app.env",
  introduced: { commit: commitId("c".repeat(40)), author, date: "2026-01-01T00:00:00Z" },
});

const share = (provenances: readonly Provenance[]) => {
  const target = targetId("project:1");
  const findings = provenances.map((provenance, number) => makeFinding({ target, number, provenance }));
  const facts = { ...makeFacts("project:1"), findings };
  return { facts, shared: shareParts(facts) };
};
const introductionsOf = ({ shared }: ReturnType<typeof share>): readonly unknown[] =>
  shared.findings.map(({ location }) =>
    "introduced" in location.provenance ? location.provenance.introduced : null,
  );

describe("shareParts", () => {
  it("gives back equal facts, whatever their places and tags are", () => {
    const { facts, shared } = share(PROVENANCES);
    const plain = { ...facts, findings: facts.findings.map((item) => ({ ...item, tags: [], facts: {} })) };
    expect(shared).toEqual(facts);
    expect(JSON.stringify(shared)).toBe(JSON.stringify(facts));
    expect(JSON.stringify(shareParts(plain))).toBe(JSON.stringify(plain));
  });

  it("keeps a commit that brought many findings once", () => {
    const [first, second] = introductionsOf(share([introducedBy("Ada"), introducedBy("Ada")]));
    expect(first).toEqual(expect.objectContaining({ author: "Ada" }));
    expect(second).toBe(first);
  });

  it("keeps apart what only says to be the same commit", () => {
    expect(introductionsOf(share([introducedBy("Ada"), introducedBy("Eve"), introducedBy("Ada")]))).toEqual([
      expect.objectContaining({ author: "Ada" }),
      expect.objectContaining({ author: "Eve" }),
      expect.objectContaining({ author: "Ada" }),
    ]);
  });
});
