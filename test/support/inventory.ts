/** Builds an inventory of a few facts, for tests that look at one entry. */
import { buildInventory } from "../../src/inventory/build.ts";
import type { Entry } from "../../src/model/inventory.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { type LooseFinding, type LooseUsage, makeFacts, makeProject, RULES, RUN, secretOf } from "./facts.ts";

export const entriesOf = (...facts: readonly TargetFacts[]): readonly Entry[] =>
  buildInventory({ run: RUN, facts, rules: RULES }).entries;

/** The entry of the secret with this label. */
export const entryOf = (label: string, ...facts: readonly TargetFacts[]): Entry => {
  const entry = entriesOf(...facts).find(({ id }) => id === secretOf(label));
  if (entry === undefined) throw new Error(`no entry for ${label}`);
  return entry;
};

/** The entry of secret `a` in a private project `acme/shop` that has these findings and usages. */
export const entryFrom = (findings: readonly LooseFinding[], usages: readonly LooseUsage[] = []): Entry =>
  entryOf("a", makeFacts(makeProject("acme/shop"), { findings, usages }));
