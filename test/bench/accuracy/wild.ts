/** Counts reports over folders of code that nobody labelled, where nearly every report is a false alarm. */
import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import type { Detector } from "../../../src/detect/detector.ts";
import { printable } from "../../../src/lib/printable.ts";
import { decodeText, isBinary } from "../../../src/lib/text.ts";
import type { TextBlob } from "../../../src/model/blob.ts";
import { isGap } from "../../../src/model/gap.ts";
import { targetId } from "../../../src/model/ids.ts";
import { folder } from "../../../src/sources/folder.ts";
import { DEFAULT_LIMITS, type SourceContext } from "../../../src/sources/source.ts";
import { findReports } from "./probe.ts";
import { createSample } from "./sample.ts";

import { sketch } from "./sketch.ts";
import type { Case } from "./tally.ts";

export interface WildScore {
  readonly files: number;
  /** Of texts; binaries have none, though their reports count. */
  readonly lines: number;
  readonly reports: number;
  readonly rules: ReadonlyMap<string, number>;
  readonly sample: readonly Case[];
}

/** What a folder source needs: nothing of it. */
const CONTEXT: SourceContext = {
  git: { environment: {}, signal: new AbortController().signal },
  gitlab: null,
  repository: null,
  input: null,
  withHistory: false,
  project: null,
  limits: DEFAULT_LIMITS,
  knownTips: [],
};

const NEWLINE = 0x0a;

/** The files as they are now; `.git` is left out. */
export async function* readWild(path: string): AsyncGenerator<TextBlob> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${path} is no folder.`);
  const target = { kind: "folder", id: targetId(`path:${path}`), path: resolve(path), name: path } as const;
  for await (const item of folder.read(target, CONTEXT)) if (!isGap(item) && "bytes" in item) yield item;
}

const pathOf = ({ provenance }: TextBlob): string => (provenance?.kind === "worktree" ? provenance.path : "");

/** Lines that end in the blob's own part of its file. */
const countLines = ({ bytes, part }: TextBlob): number => {
  const own = bytes.subarray(part?.from ?? 0, part?.to);
  let count = 0;
  for (let at = own.indexOf(NEWLINE); at !== -1; at = own.indexOf(NEWLINE, at + 1)) count++;
  const isEnd = (part?.to ?? bytes.length) >= bytes.length;
  return isEnd && own.length > 0 && own.at(-1) !== NEWLINE ? count + 1 : count;
};

/**
 * Text whose lines and columns are those the detector counts; "" where they are not: in later parts of a large file, and
 * where the bytes are no UTF-8. There is nothing to show there.
 */
const showable = ({ bytes, part }: TextBlob): string => {
  const text = part === undefined ? decodeText(bytes).toString() : "";
  return text.includes("\ufffd") ? "" : text;
};

export const scoreWild = async (
  blobs: AsyncIterable<TextBlob>,
  detector: Detector,
  { size, seed }: { readonly size: number; readonly seed: string },
): Promise<WildScore> => {
  const rules = new Map<string, number>();
  const sample = createSample<Case>(size, seed);
  let [files, lines, total] = [0, 0, 0];
  for await (const blob of blobs) {
    const reports = findReports(detector, blob);
    if (blob.part === undefined || blob.part.from === 0) files++;
    if (!isBinary(blob.bytes)) lines += countLines(blob);
    total += reports.length;
    if (reports.length === 0) continue;
    const regions = reports.map(({ region }) => region);
    for (const { rule, region } of reports) {
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
      const place = `${printable(pathOf(blob))}:${region.line}`;
      sample.offer(`${place}:${region.column} ${rule}`, () => ({
        group: rule,
        place,
        line: sketch(showable(blob), region, regions),
      }));
    }
  }
  return { files, lines, reports: total, rules, sample: sample.list() };
};
