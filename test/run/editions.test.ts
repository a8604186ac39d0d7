/** Sweeps of other plans and of GitLab.com: what such a GitLab does not have is no gap, and everything else is found. */
import { describe, expect, it } from "vitest";
import type { Edition } from "../sample-gitlab/edition.ts";
import { startSampleGitLab } from "../sample-gitlab/server.ts";
import { compareWithPlanted, describeGaps } from "../support/planted-inventory.ts";
import { sweepSample } from "../support/sweep-sample.ts";

const NOW = new Date("2026-03-01T00:00:00Z");
const isOurs = (path: string): boolean => /^acme(?:$|\/payments(?:$|\/))/.test(path);
/** Features of groups that nobody has there without paying. */
const PAID = [
  "group-webhook-password | acme/payments | webhook | webhook 35",
  "group-wiki-password | acme/payments | wiki | onboarding",
];

const EDITIONS: readonly (readonly [edition: Edition, absent: readonly string[]])[] = [
  [{ tier: "premium", kind: "self-managed" }, []],
  [{ tier: "free", kind: "self-managed" }, PAID],
  [{ tier: "free", kind: "gitlab.com" }, PAID],
  [{ tier: "ultimate", kind: "gitlab.com" }, []],
];

describe("a sweep of another edition", () => {
  it.each(EDITIONS)("has no gap for what $tier on $kind does not have", async (edition, absent) => {
    const gitlab = await startSampleGitLab({ now: () => NOW, ...edition });
    try {
      const { inventory } = await sweepSample({
        url: gitlab.url,
        token: gitlab.tokens.owner,
        path: "acme/payments",
      });
      const compared = compareWithPlanted(inventory, gitlab.company, isOurs);
      expect(compared).toMatchObject({ wrong: [], twice: [], lost: [] });
      expect(compared.missing.toSorted()).toEqual(absent);
      expect(describeGaps(inventory)).toEqual([]);
    } finally {
      await gitlab.close();
    }
  });
});
