/** Marks of a finding that move its severity; names as Vault Radar has them. Nothing is hidden by a tag. */
import { measureEntropy } from "../lib/entropy.ts";
import { findLineEnd, findLineStart } from "../lib/text.ts";
import type { Candidate } from "./candidate.ts";

/** Words in a comment on the line that say "known, leave it": ours, Radar's (any case), gitleaks'. */
const IGNORE = /vaultbound:ignore|hashicorpignore|gitleaks:allow|betterleaks:allow/i;
/** How far the mark may stand from the value on its line. */
const REACH = 1000;

const isIgnored = (bytes: Buffer, start: number): boolean => {
  const from = findLineStart(bytes, start, Math.max(0, start - REACH));
  const to = findLineEnd(bytes, start, Math.min(bytes.length, start + REACH));
  return IGNORE.test(bytes.toString("latin1", from, to));
};

/** What first set-ups and tests use: one short word, perhaps with a number behind it. */
const SIMPLE = /^(?:[a-z]{3,10}|[A-Z]?[a-z]{2,9}|[A-Z]{3,10})[-_@!]?\d{0,4}[!?.]?$/;
const LOW_ENTROPY = 2.5;

/**
 * @param bytes the text that is reported, not a decoded part of it.
 * @param start where the finding begins in it.
 */
export const findTags = (candidate: Candidate, bytes: Buffer, start: number): readonly string[] => {
  const tags: string[] = [];
  if (isIgnored(bytes, start)) tags.push("ignore_rule");
  if (candidate.rule.specificity === "token") return tags;
  if (SIMPLE.test(candidate.value)) tags.push("simple_password");
  else if (measureEntropy(candidate.value) < LOW_ENTROPY) tags.push("low_entropy");
  if (/test/i.test(candidate.value)) tags.push("test_secret");
  return tags;
};
