/** Scans one target with all its sources: text in, sealed facts out. Nothing is stored here. */
import type { Detector } from "../detect/detector.ts";
import { detectVariable } from "../detect/variable.ts";
import type { IgnoreList } from "../ignore/rule.ts";
import type { SourceItem, TextBlob } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import { type Gap, isGap } from "../model/gap.ts";
import { blobId, type SecretId } from "../model/ids.ts";
import type { Coverage, TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import type { ObjectMatches, SourceMark, Watermark } from "../model/watermark.ts";
import { HIDDEN_VARIABLE, ISSUED_CREDENTIAL, MASKED_VARIABLE } from "../rules/declared.ts";
import { makeGap, type Source, type SourceContext } from "../sources/source.ts";
import { type Collector, createCollector } from "./collect.ts";
import { type Ignoring, openIgnores } from "./ignoring.ts";
import { type PackedText, unpackBlob } from "./packed.ts";
import { listUsages, markPipelines, type Pipelines, readPipelines } from "./read-pipelines.ts";
import { type HashKey, type OnValue, sealMatch, sealUnreadable, showValue } from "./seal.ts";

export interface Scanner {
  readonly detector: Detector;
  readonly key: HashKey;
  readonly sources: readonly Source[];
  /** The operator's; a repository's own are read from it. */
  readonly ignores?: readonly IgnoreList[];
  readonly onValue?: OnValue;
}

/** Stands for the content nobody can read. */
const HIDDEN_BLOB = blobId("hidden");

type Counts = Omit<Coverage, "bounds">;
type MutableCounts = { -readonly [Key in keyof Counts]: Counts[Key] };

/** A source that a passing fault cut short is read again by the next sweep. */
const NEVER = "";
const isLasting = (code: string): boolean =>
  !code.startsWith("GITLAB_") || ["GITLAB_FORBIDDEN", "GITLAB_NOT_FOUND", "GITLAB_SCOPE"].includes(code);

const NOTHING: Counts = { blobs: 0, bytes: 0, commits: 0, variables: 0 };

const addCounts = (a: Counts, b: Counts): Counts => ({
  blobs: a.blobs + b.blobs,
  bytes: a.bytes + b.bytes,
  commits: a.commits + b.commits,
  variables: a.variables + b.variables,
});

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

interface State {
  readonly target: Target;
  readonly scanner: Scanner;
  readonly collector: Collector;
  readonly ignoring: Ignoring;
  readonly gaps: Gap[];
  coverage: MutableCounts;
  readonly sources: SourceMark[];
  readonly carried: SealedFinding[];
  readonly carriedKinds: Set<string>;
  readonly bounds: NonNullable<Coverage["bounds"]>[number][];
}

const count = ({ coverage }: State, blob: TextBlob): void => {
  coverage.bytes += blob.bytes.length;
  if (blob.provenance?.kind === "commit-message") coverage.commits++;
  else if (blob.provenance?.kind === "variable") coverage.variables++;
  else coverage.blobs++;
};

/** Takes what is found in a text; the bytes of a packed one only repeat what came out of them. */
const takeText = (state: State, { blob, inner, isPacked }: PackedText, known: Set<SecretId>): void => {
  const { detector, key } = state.scanner;
  const detection =
    blob.key === undefined
      ? detector.detect(isPacked ? { ...blob, isPacked } : blob)
      : detectVariable(detector, blob, MASKED_VARIABLE.id);
  const source = blob.provenance?.kind ?? "history";
  for (const rule of detection.overBudget) {
    const text = textOf("RULE_OVER_BUDGET", { rule });
    state.gaps.push(makeGap(source, blob.id, { code: "RULE_OVER_BUDGET", ...text }));
  }
  if (detection.isCutShort) {
    const text = textOf("DECODE_LIMIT");
    state.gaps.push(makeGap(source, blob.id, { code: "DECODE_LIMIT", ...text }));
  }
  for (const finding of detection.findings) {
    const match = sealMatch(finding, key, inner);
    for (const onValue of [state.ignoring.onValue, state.scanner.onValue])
      if (onValue !== undefined) showValue(finding, match.secretId, onValue);
    if (isPacked && known.has(match.secretId)) continue;
    known.add(match.secretId);
    if (blob.provenance === null) state.collector.defer(match, blob.id);
    else state.collector.add(match, blob.id, blob.provenance);
  }
};

const takeBlob = (state: State, blob: TextBlob): void => {
  count(state, blob);
  const known = new Set<SecretId>();
  const packed = unpackBlob(blob);
  if (packed !== null)
    for (const item of packed)
      if (isGap(item)) state.gaps.push(item);
      else takeText(state, item, known);
  takeText(state, { blob, inner: null, isPacked: packed !== null }, known);
};

const take = (state: State, item: SourceItem): void => {
  if (isGap(item)) state.gaps.push(item);
  else if (!("kind" in item)) takeBlob(state, item);
  else if (item.kind === "bound")
    state.bounds.push({ source: item.source, read: item.read, left: item.left });
  else {
    const { provenance, facts = {} } = item;
    const isVariable = provenance.kind === "variable";
    if (isVariable) state.coverage.variables++;
    const rule = isVariable ? HIDDEN_VARIABLE : ISSUED_CREDENTIAL;
    const place = { target: state.target.id, provenance };
    const match = sealUnreadable(rule.id, place, state.scanner.key);
    state.collector.add({ ...match, facts }, HIDDEN_BLOB, provenance);
  }
};

/** The pipeline definition is a file of the history that was given a better name. */
const kindsOf = ({ name, kinds }: Source): ReadonlySet<string> =>
  new Set(name === "history" ? [...kinds, "pipeline"] : kinds);

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
  for (const { object, matches } of earlier.objects)
    for (const match of matches) state.collector.defer(match, object);
  const { findings } = earlier.facts;
  state.carried.push(...findings.filter(({ location }) => location.provenance.kind === "commit-message"));
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
  { earlier = null, stamp = null }: { readonly earlier?: Earlier | null; readonly stamp?: Stamp | null } = {},
): Promise<TargetFacts> => {
  const state: State = {
    target,
    scanner,
    collector: createCollector(target),
    ignoring: await openIgnores(target, scanner.ignores ?? [], context),
    gaps: [],
    coverage: { ...NOTHING },
    sources: [],
    carried: [],
    carriedKinds: new Set(),
    bounds: [],
  };
  for (const source of scanner.sources) {
    if (earlier?.carried.has(source.name) === true) carrySource(state, source, earlier);
    else if (source.appliesTo(target, context)) {
      const gapsBefore = state.gaps.length;
      const isContinued = context.knownTips.length > 0 && source.name === "history";
      const before = earlier?.facts.mark?.sources.find(({ name }) => name === source.name);
      state.coverage = { ...(isContinued && before !== undefined ? before : NOTHING) };
      if (isContinued && earlier !== null) continueHistory(state, earlier);
      await readSource(state, source, context);
      const { blobs, bytes, commits, variables } = state.coverage;
      const isWhole = state.gaps.slice(gapsBefore).every(({ code }) => isLasting(code));
      const readAt = isWhole ? (stamp?.now ?? "") : NEVER;
      state.sources.push({ name: source.name, readAt, blobs, bytes, commits, variables });
    }
  }
  const { repository } = context;
  const isSameRepository = earlier?.carried.has("history") === true;
  const pipelines = repository === null ? NO_PIPELINES : await readPipelines(target, repository, context.git);
  const placed = markPipelines(state.collector.finish(repository?.head ?? null), pipelines);
  const { findings, gaps } = await state.ignoring.mark(placed);
  const counts = state.sources.reduce(addCounts, NOTHING);
  return {
    target,
    findings: [...findings, ...state.carried],
    usages: isSameRepository ? (earlier?.facts.usages ?? []) : listUsages(target, pipelines),
    gaps: [...state.gaps, ...pipelines.gaps, ...gaps],
    coverage: state.bounds.length === 0 ? counts : { ...counts, bounds: state.bounds },
    ...(stamp === null
      ? {}
      : {
          mark: {
            engine: stamp.engine,
            refs: stamp.refs,
            objects: isSameRepository ? (earlier?.facts.mark?.objects ?? []) : state.collector.objects(),
            activity: stamp.activity,
            sources: state.sources,
          },
        }),
  };
};
