/** How an ignored finding carries that it is: a tag, as Vault Radar names it, and the fact who ignored it. */
import type { SealedFinding } from "../model/sealed-finding.ts";

/** Inline comments set it too, in detection. */
const TAG = "ignore_rule";
const BY = "ignored_by";
const COMMENT = "repository's comment on the line";

export type IgnoredBy = "repository" | "operator" | "baseline";

/** `repository's .vaultbound-ignore.yml:3`, `operator's ignore.yml:7`, `baseline known.json:12` */
const describe = (by: IgnoredBy, place: string): string =>
  by === "baseline" ? `${by} ${place}` : `${by}'s ${place}`;

/** @param place file and line of the rule. */
export const markIgnored = (finding: SealedFinding, by: IgnoredBy, place: string): SealedFinding => ({
  ...finding,
  tags: [...new Set([...finding.tags, TAG])],
  facts: { ...finding.facts, [BY]: describe(by, place) },
});

/** Who ignores the finding; null if nobody does. */
export const whoIgnores = ({ tags, facts }: SealedFinding): IgnoredBy | null => {
  if (!tags.includes(TAG)) return null;
  const by = facts[BY] ?? COMMENT;
  if (by.startsWith("baseline ")) return "baseline";
  return by.startsWith("operator's ") ? "operator" : "repository";
};

const withoutFact = (facts: SealedFinding["facts"]): SealedFinding["facts"] =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => name !== BY));

export const unmark = (finding: SealedFinding): SealedFinding => ({
  ...finding,
  tags: finding.tags.filter((tag) => tag !== TAG),
  facts: withoutFact(finding.facts),
});

/** The mark stays, but not who set it: a secret that is not ignored everywhere is not ignored. */
export const forgetWho = (finding: SealedFinding): SealedFinding => ({
  ...finding,
  facts: withoutFact(finding.facts),
});

/** A comment on the line is said like a rule. */
export const nameComment = (finding: SealedFinding): SealedFinding =>
  BY in finding.facts ? finding : { ...finding, facts: { ...finding.facts, [BY]: COMMENT } };
