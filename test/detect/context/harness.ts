/** Runs the stage behind what the shipped rules propose. */
import { createRelate } from "../../../src/detect/context/relate.ts";
import { type Kept, resolveOverlaps } from "../../../src/detect/overlaps.ts";
import { computeBlobId } from "../../../src/model/blob.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { DETECTOR, RULES } from "../../support/scanner.ts";

export const relate = createRelate(RULES);

/** Findings as they come to the stage. */
export const propose = (bytes: Buffer): readonly Kept[] =>
  resolveOverlaps(
    DETECTOR.explain({ id: computeBlobId(bytes), bytes, provenance: null })
      .filter(({ dropped }) => dropped === null)
      .map(({ candidate }) => ({ candidate, proof: { valid: null }, depth: 0 })),
  );

export type Row = readonly [rule: string, facts: Readonly<Record<string, string>>];

/** One row a secret: where its id stands is a further place of it, with the same rule, value and facts. */
export const read = (template: string): readonly Row[] => {
  const bytes = Buffer.from(expandTemplate(template));
  const rows = relate(bytes, propose(bytes)).map(({ candidate, proof }): [string, Row] => {
    const facts = proof.facts ?? {};
    return [JSON.stringify([candidate.rule.id, candidate.value, facts]), [candidate.rule.id, facts]];
  });
  return [...new Map(rows).values()];
};

export const factsOf = (template: string): readonly Row[1][] => read(template).map(([, facts]) => facts);
