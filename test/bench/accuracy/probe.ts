/** The detector as the scorers see it: a text and its file name in, places out. */
import type { Detector } from "../../../src/detect/detector.ts";
import { createPositionFinder, decodeText } from "../../../src/lib/text.ts";
import { computeBlobId, type TextBlob } from "../../../src/model/blob.ts";
import type { Region, Span } from "../../../src/model/region.ts";
import { touches } from "./regions.ts";

export interface Report {
  readonly rule: string;
  readonly region: Region;
}

export interface Probe {
  find(text: string, path: string): readonly Report[];
  /** Why nothing is reported at any of the places, in the detector's own words. */
  explain(text: string, path: string, places: readonly Region[]): string;
}

const toBlob = (text: string, path: string): TextBlob => {
  const bytes = Buffer.from(text);
  return { id: computeBlobId(bytes), bytes, provenance: { kind: "worktree", path, introduced: null } };
};

export const findReports = (detector: Detector, blob: TextBlob): readonly Report[] =>
  detector.detect(blob).findings.map(({ rule, region }) => ({ rule, region }));

export const createProbe = (detector: Detector): Probe => ({
  find: (text, path) => findReports(detector, toBlob(text, path)),
  explain: (text, path, places) => {
    const blob = toBlob(text, path);
    const positionOf = createPositionFinder(decodeText(blob.bytes));
    const regionOf = (span: Span): Region => {
      const end = positionOf(span.end);
      return { ...positionOf(span.start), endLine: end.line, endColumn: end.column };
    };
    for (const { candidate, dropped } of detector.explain(blob)) {
      const region = regionOf(candidate.span);
      if (places.some((place) => touches(place, region)))
        return `${candidate.rule.id}: ${dropped ?? "lost to another report"}`;
    }
    return "no rule proposed it";
  },
});
