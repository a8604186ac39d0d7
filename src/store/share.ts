/** Lets equal parts of one target's facts be one object in memory: what is read from a database is all copies. */
import { createShareText, type ShareText } from "../lib/share-text.ts";
import type { Provenance } from "../model/provenance.ts";
import type { TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";

const NO_TAGS: SealedFinding["tags"] = [];
const NO_FACTS: SealedFinding["facts"] = {};

type Introduced = Extract<Provenance, { introduced: unknown }>["introduced"];

/** One commit brought many findings. */
const createIntroductions = (texts: ShareText): ((introduced: Introduced) => Introduced) => {
  const known = new Map<string, NonNullable<Introduced>>();
  return (introduced) => {
    if (introduced === null) return null;
    const same = known.get(introduced.commit);
    if (same?.author === introduced.author && same.date === introduced.date) return same;
    const shared = { ...introduced, author: texts(introduced.author), date: texts(introduced.date) };
    known.set(introduced.commit, shared);
    return shared;
  };
};

/** Equal facts, half as large. */
export const shareParts = (facts: TargetFacts): TargetFacts => {
  const texts = createShareText();
  const introductions = createIntroductions(texts);
  // What most findings are. Field by field: a spread copy takes three times the memory.
  const shareProvenance = (provenance: Provenance): Provenance =>
    provenance.kind === "worktree" || provenance.kind === "history"
      ? {
          kind: provenance.kind,
          path: texts(provenance.path),
          introduced: introductions(provenance.introduced),
        }
      : provenance;
  const shareFinding = (finding: SealedFinding): SealedFinding => ({
    rule: texts(finding.rule),
    secretId: texts(finding.secretId),
    fingerprint: finding.fingerprint,
    preview: texts(finding.preview),
    confidence: texts(finding.confidence),
    tags: finding.tags.length === 0 ? NO_TAGS : finding.tags.map(texts),
    facts: Object.keys(finding.facts).length === 0 ? NO_FACTS : finding.facts,
    location: {
      target: texts(finding.location.target),
      provenance: shareProvenance(finding.location.provenance),
      region: finding.location.region,
      url: finding.location.url,
    },
  });
  return { ...facts, findings: facts.findings.map(shareFinding) };
};
