/** Scans one target with all its sources: text in, sealed facts out. Nothing is stored here. */
import type { Detection, Detector } from "../detect/detector.ts";
import { detectVariable } from "../detect/variable.ts";
import type { SourceItem, TextBlob } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import { type Gap, isGap } from "../model/gap.ts";
import { blobId } from "../model/ids.ts";
import type { Coverage, TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { HIDDEN_VARIABLE, MASKED_VARIABLE } from "../rules/declared.ts";
import { makeGap, type Source, type SourceContext } from "../sources/source.ts";
import { type Collector, createCollector } from "./collect.ts";
import { listUsages, markPipelines, type Pipelines, readPipelines } from "./read-pipelines.ts";
import { type HashKey, sealMatch, sealUnreadable } from "./seal.ts";

export interface Scanner {
  readonly detector: Detector;
  readonly key: HashKey;
  readonly sources: readonly Source[];
}

/** Stands for the content nobody can read. */
const HIDDEN_BLOB = blobId("hidden");

type MutableCoverage = { -readonly [Key in keyof Coverage]: Coverage[Key] };

interface State {
  readonly target: Target;
  readonly scanner: Scanner;
  readonly collector: Collector;
  readonly gaps: Gap[];
  readonly coverage: MutableCoverage;
}

const count = ({ coverage }: State, blob: TextBlob): void => {
  coverage.bytes += blob.bytes.length;
  if (blob.provenance?.kind === "commit-message") coverage.commits++;
  else if (blob.provenance?.kind === "variable") coverage.variables++;
  else coverage.blobs++;
};

const takeBlob = (state: State, blob: TextBlob): void => {
  const { detector, key } = state.scanner;
  count(state, blob);
  const detection: Detection =
    blob.key === undefined ? detector.detect(blob) : detectVariable(detector, blob, MASKED_VARIABLE.id);
  for (const rule of detection.overBudget) {
    const text = textOf("RULE_OVER_BUDGET", { rule });
    state.gaps.push(
      makeGap(blob.provenance?.kind ?? "history", blob.id, { code: "RULE_OVER_BUDGET", ...text }),
    );
  }
  if (detection.isCutShort) {
    const text = textOf("DECODE_LIMIT");
    state.gaps.push(makeGap(blob.provenance?.kind ?? "history", blob.id, { code: "DECODE_LIMIT", ...text }));
  }
  for (const finding of detection.findings) {
    const match = sealMatch(finding, key);
    if (blob.provenance === null) state.collector.defer(match, blob.id);
    else state.collector.add(match, blob.id, blob.provenance);
  }
};

const take = (state: State, item: SourceItem): void => {
  if (isGap(item)) state.gaps.push(item);
  else if ("kind" in item) {
    state.coverage.variables++;
    const place = { target: state.target.id, provenance: item.provenance };
    const match = sealUnreadable(HIDDEN_VARIABLE.id, place, state.scanner.key);
    state.collector.add(match, HIDDEN_BLOB, item.provenance);
  } else takeBlob(state, item);
};

const readSource = async (state: State, source: Source, context: SourceContext): Promise<void> => {
  for await (const item of source.read(state.target, context)) {
    context.git.signal.throwIfAborted();
    take(state, item);
  }
  const blobs = state.collector.deferredBlobs();
  if (source.locate === undefined || blobs.size === 0) return;
  const { places, gaps } = await source.locate(blobs, context);
  state.collector.place(places);
  state.gaps.push(...gaps);
};

const NO_PIPELINES: Pipelines = { files: new Map(), gaps: [] };

/**
 * Reads everything the sources have to say of the target.
 * @returns facts, sorted; what could not be read is among them as gaps.
 * @throws only for what ends the whole run: interrupt, refused token, missing git.
 */
export const scanTarget = async (
  target: Target,
  scanner: Scanner,
  context: SourceContext,
): Promise<TargetFacts> => {
  const state: State = {
    target,
    scanner,
    collector: createCollector(target),
    gaps: [],
    coverage: { blobs: 0, bytes: 0, commits: 0, variables: 0 },
  };
  for (const source of scanner.sources)
    if (source.appliesTo(target, context)) await readSource(state, source, context);
  const { repository } = context;
  const pipelines = repository === null ? NO_PIPELINES : await readPipelines(target, repository, context.git);
  return {
    target,
    findings: markPipelines(state.collector.finish(repository?.head ?? null), pipelines),
    usages: listUsages(target, pipelines),
    gaps: [...state.gaps, ...pipelines.gaps],
    coverage: state.coverage,
  };
};
