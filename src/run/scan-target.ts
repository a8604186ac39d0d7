/** Scans one target with all its sources: text in, sealed facts out. Nothing is stored here. */
import type { Detector } from "../detect/detector.ts";
import type { IgnoreList } from "../ignore/rule.ts";
import { VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { BlobId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import type { ObjectMatches, SourceMark, Watermark } from "../model/watermark.ts";
import { makeGap, type Source, type SourceContext } from "../sources/source.ts";
import { createCollector } from "./collect.ts";
import { addCounts, countsOf, listReadings, NOTHING } from "./counts.ts";
import { isFatal } from "./fatal.ts";
import { markKept, openIgnores } from "./ignoring.ts";
import {
  isOfObject,
  isOfText,
  isSameAddress,
  keepUnread,
  kindsOf,
  listKept,
  type Reading,
} from "./keep-earlier.ts";
import { listLeftOut, pickUnchosen } from "./left-out.ts";
import { dropMergedCopies } from "./merged-config.ts";
import { listUsages, markPipelines, type Pipelines, readPipelines } from "./read-pipelines.ts";
import type { HashKey, OnValue } from "./seal.ts";
import { addSettings, isOfTexts } from "./settings.ts";
import { take, type Taking } from "./take-text.ts";

export interface Scanner {
  readonly detector: Detector;
  readonly key: HashKey;
  readonly sources: readonly Source[];
  /** The operator's; a repository's own are read from it. */
  readonly ignores?: readonly IgnoreList[];
  readonly onValue?: OnValue;
}

const OUTAGE = "GITLAB_UNREACHABLE";

/** What the watermark says beside what was read. */
export interface Stamp extends Pick<Watermark, "engine" | "refs" | "activity"> {
  /** ISO 8601 UTC: when the run began. */
  readonly now: string;
}

/** What an earlier sweep found, as far as it still holds. */
export interface Earlier {
  readonly facts: TargetFacts;
  /** Sources that are not read again, by name. */
  readonly carried: ReadonlySet<string>;
  /** Matches in objects that are not read again; their places are looked up anew. */
  readonly objects: readonly ObjectMatches[];
}

interface State extends Taking {
  readonly scanner: Scanner;
  readonly sources: SourceMark[];
  readonly readings: Reading[];
  readonly carried: SealedFinding[];
  readonly carriedKinds: Set<string>;
  /** Objects whose matches are known already. */
  readonly knownObjects: Set<BlobId>;
}

const carrySource = (state: State, source: Source, { facts }: Earlier): void => {
  // Two sources may give the same kind: files as they are now come from the history, too.
  const kinds = new Set([...kindsOf(source)].filter((kind) => !state.carriedKinds.has(kind)));
  for (const kind of kinds) state.carriedKinds.add(kind);
  state.carried.push(...facts.findings.filter(({ location }) => kinds.has(location.provenance.kind)));
  state.gaps.push(...facts.gaps.filter((gap) => kinds.has(gap.source)));
  state.bounds.push(...(facts.coverage.bounds ?? []).filter((bound) => kinds.has(bound.source)));
  const mark = facts.mark?.sources.find(({ name }) => name === source.name);
  if (mark !== undefined) state.sources.push(mark);
};

/** Takes over from objects and commits that are not read again. */
const continueHistory = (state: State, earlier: Earlier): void => {
  for (const { object, matches } of earlier.objects) {
    state.knownObjects.add(object);
    for (const match of matches) state.collector.defer(match, object);
  }
  const { findings, gaps } = earlier.facts;
  state.carried.push(...findings.filter(({ location }) => location.provenance.kind === "commit-message"));
  state.gaps.push(...gaps.filter(isOfObject));
};

/** In a sweep, what ends one source is its gap: the others may well be read. */
const guardSource = async (
  { state, source, context }: { state: State; source: Source; context: SourceContext },
  read: () => Promise<void>,
): Promise<void> => {
  try {
    await read();
  } catch (error) {
    context.git.signal.throwIfAborted();
    if (context.gitlab === null || !(error instanceof VaultboundError) || isFatal(error)) throw error;
    const { code, message, hint } = error;
    state.gaps.push(makeGap(source.kinds[0] ?? "target", "", { code, message, hint }));
  }
};

const readSource = async (state: State, source: Source, context: SourceContext): Promise<void> => {
  await guardSource({ state, source, context }, async () => {
    for await (const item of source.read(state.target, context)) {
      context.git.signal.throwIfAborted();
      // Git lists an old object again when a file gets back what it once held.
      if ("bytes" in item && item.provenance === null && state.knownObjects.has(item.id)) continue;
      take(state, item);
    }
  });
  const blobs = state.collector.deferredBlobs();
  if (source.locate === undefined || blobs.size === 0) return;
  const locate = source.locate.bind(source);
  await guardSource({ state, source, context }, async () => {
    const { places, gaps } = await locate(blobs, context);
    state.collector.place(places);
    state.gaps.push(...gaps);
  });
};

/** What newer things have pushed out of the source's bounds is looked up by itself. */
const readLeftOut = async (
  state: State,
  source: Source,
  { context, earlier }: { readonly context: SourceContext; readonly earlier: Earlier | null },
): Promise<void> => {
  const secrets = state.collector.secretsIn(kindsOf(source));
  const places = listLeftOut(source, earlier?.facts ?? null, { items: state.items, secrets });
  const read = source.readAgain?.bind(source);
  if (read === undefined || places.length === 0) return;
  await guardSource({ state, source, context }, async () => {
    for await (const item of read(places, state.target, context)) {
      context.git.signal.throwIfAborted();
      take(state, item);
    }
  });
};

/** A GitLab that has not answered twice in a row is not asked again for this target: each time takes a minute. */
const findOutage = ({ readings }: State): Gap | null => {
  const [one, two] = readings.slice(-2).map(({ gaps }) => gaps.find(({ code }) => code === OUTAGE) ?? null);
  return one !== undefined && one !== null && two !== undefined ? two : null;
};

/** What a source reads, or why it cannot; counts go on where the history is continued. */
const settleSource = async (
  state: State,
  source: Source,
  { context, earlier, refusal }: { context: SourceContext; earlier: Earlier | null; refusal: Gap | null },
): Promise<void> => {
  const gapsBefore = state.gaps.length;
  const isContinued = context.knownTips.length > 0 && source.name === "history";
  const before = earlier?.facts.mark?.sources.find(({ name }) => name === source.name);
  state.coverage = { ...(isContinued && before !== undefined ? countsOf(before) : NOTHING) };
  if (isContinued && earlier !== null) continueHistory(state, earlier);
  if (refusal === null) {
    await readSource(state, source, context);
    await readLeftOut(state, source, { context, earlier });
  } else state.gaps.push(refusal);
  state.readings.push({ source, gaps: state.gaps.slice(gapsBefore), ...state.coverage });
};

const NO_PIPELINES: Pipelines = { files: new Map(), gaps: [] };

export interface ScanOptions {
  readonly earlier?: Earlier | null;
  readonly stamp?: Stamp | null;
  /** Why the repository could not be brought here; null: it is here, or there is none. */
  readonly repositoryGap?: Gap | null;
}

const readSources = async (
  state: State,
  context: SourceContext,
  { earlier = null, repositoryGap = null }: ScanOptions,
): Promise<void> => {
  for (const source of state.scanner.sources.filter(isOfTexts)) {
    const isMissing = repositoryGap !== null && source.name === "history";
    if (earlier?.carried.has(source.name) === true) carrySource(state, source, earlier);
    else if (isMissing) await settleSource(state, source, { context, earlier, refusal: repositoryGap });
    else if (source.appliesTo(state.target, context)) {
      const outage = source.name === "history" ? null : findOutage(state);
      const refusal = outage === null ? null : { ...outage, source: source.kinds[0] ?? outage.source };
      await settleSource(state, source, { context, earlier, refusal });
    }
  }
  if (earlier === null) return;
  const unchosen = pickUnchosen(state.scanner.sources, earlier.facts);
  state.carried.push(...unchosen.findings);
  state.gaps.push(...unchosen.gaps);
  state.bounds.push(...unchosen.bounds);
  state.sources.push(...unchosen.marks);
};

const choosesHistory = ({ sources }: Scanner): boolean => sources.some(({ name }) => name === "history");

/** Two versions of a file that say the same of themselves are one thing to know. */
const dropRepeated = (gaps: readonly Gap[]): readonly Gap[] => [
  ...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values(),
];

/** What the next sweep needs to go on from here. */
const makeMark = (
  { target, scanner, collector, sources, readings }: State,
  stamp: Stamp,
  { earlier = null, repositoryGap = null }: ScanOptions,
): Watermark => {
  const { engine, activity } = stamp;
  const before = earlier?.facts.mark;
  if (earlier?.carried.has("history") === true)
    return { engine, refs: stamp.refs, objects: before?.objects ?? [], activity, sources };
  if (repositoryGap !== null || !choosesHistory(scanner)) {
    const holds =
      before?.engine === engine && earlier !== null && isSameAddress(earlier.facts.target, target);
    const { refs, objects } = holds ? before : { refs: null, objects: [] };
    return { engine, refs, objects, activity, sources };
  }
  const read = readings.find(({ source }) => source.name === "history");
  const refs = read?.gaps.every(isOfText) === false ? null : stamp.refs;
  return { engine, refs, objects: collector.objects(), activity, sources };
};

const withKept = (mark: Watermark, unread: readonly SealedFinding[]): Watermark =>
  unread.length === 0 ? mark : { ...mark, kept: listKept(unread) };

/**
 * Reads everything the sources have to say of the target.
 * @returns facts, sorted; what could not be read is among them as gaps, and what an earlier sweep knew of it stays.
 * @throws only for what ends the whole run: interrupt, refused token, missing git.
 */
export const scanTarget = async (
  target: Target,
  scanner: Scanner,
  context: SourceContext,
  options: ScanOptions = {},
): Promise<TargetFacts> => {
  const { earlier = null, stamp = null, repositoryGap = null } = options;
  const ignoring = await openIgnores(target, scanner.ignores ?? [], context);
  const state: State = {
    target,
    scanner,
    detector: scanner.detector,
    key: scanner.key,
    onValues: [ignoring.onValue, ...(scanner.onValue === undefined ? [] : [scanner.onValue])],
    collector: createCollector(target),
    gaps: [],
    coverage: { ...NOTHING },
    sources: [],
    readings: [],
    carried: [],
    carriedKinds: new Set(),
    knownObjects: new Set(),
    bounds: [],
    items: new Set(),
  };
  await readSources(state, context, options);
  const { repository } = context;
  const pipelines = repository === null ? NO_PIPELINES : await readPipelines(target, repository, context.git);
  const placed = markPipelines(state.collector.finish(repository?.head ?? null), pipelines);
  const marked = await ignoring.mark(placed);
  const known = [...marked.findings, ...state.carried];
  const seen = new Set(known.map(({ fingerprint }) => fingerprint));
  const about = { seen, now: stamp?.now ?? "" };
  const kept = state.readings.map((reading) => keepUnread(reading, earlier?.facts ?? null, about));
  state.sources.push(...kept.map(({ mark }) => mark));
  // In one order, whichever of them were read now.
  state.sources.sort((one, two) => (one.name < two.name ? -1 : 1));
  const counts = state.sources.reduce(addCounts, NOTHING);
  const isSameRepository =
    repositoryGap !== null || !choosesHistory(scanner) || earlier?.carried.has("history") === true;
  const isSameEngine = stamp !== null && earlier?.facts.mark?.engine === stamp.engine;
  const unread = await markKept(
    ignoring,
    isSameEngine,
    kept.flatMap(({ findings }) => findings),
  );
  const facts: TargetFacts = {
    target,
    findings: dropMergedCopies([...known, ...unread]),
    usages: isSameRepository ? (earlier?.facts.usages ?? []) : listUsages(target, pipelines),
    gaps: dropRepeated([
      ...state.gaps,
      ...pipelines.gaps,
      ...marked.gaps,
      ...kept.flatMap(({ gaps }) => gaps),
    ]),
    coverage: {
      ...counts,
      ...(state.bounds.length === 0 ? {} : { bounds: state.bounds }),
      ...(stamp === null ? {} : { sources: listReadings(state.sources) }),
    },
    ...(stamp === null ? {} : { mark: withKept(makeMark(state, stamp, options), unread) }),
  };
  const now = stamp?.now ?? null;
  return addSettings(facts, { context, scanner, earlier, isSameRepository, now });
};
