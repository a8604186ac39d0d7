/** Takes what a source yields: finds, seals, counts; bounds and gaps are noted. */
import type { Detector } from "../detect/detector.ts";
import { detectVariable } from "../detect/variable.ts";
import type { SourceItem, TextBlob } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import { type Gap, isGap } from "../model/gap.ts";
import { blobId, type SecretId } from "../model/ids.ts";
import { isResource } from "../model/provenance.ts";
import type { Coverage } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { HIDDEN_VARIABLE, ISSUED_CREDENTIAL, MASKED_VARIABLE } from "../rules/declared.ts";
import { makeGap } from "../sources/source.ts";
import type { Collector } from "./collect.ts";
import type { Counts } from "./counts.ts";
import { nameItem } from "./left-out.ts";
import { type PackedText, unpackBlob } from "./packed.ts";
import { type HashKey, type OnValue, sealMatch, sealUnreadable, showValue } from "./seal.ts";

/** Stands for the content nobody can read. */
const HIDDEN_BLOB = blobId("hidden");

type MutableCounts = { -readonly [Key in keyof Counts]: Counts[Key] };

/** Where things go. */
export interface Taking {
  readonly target: Target;
  readonly detector: Detector;
  readonly key: HashKey;
  readonly onValues: readonly OnValue[];
  readonly collector: Collector;
  readonly gaps: Gap[];
  /** Of the source that is being read. */
  coverage: MutableCounts;
  /** Names of what was read, where a source has items. */
  readonly items: Set<string>;
  readonly bounds: NonNullable<Coverage["bounds"]>[number][];
}

const count = ({ coverage, items }: Taking, blob: TextBlob): void => {
  if (blob.provenance !== null && isResource(blob.provenance)) items.add(nameItem(blob.provenance));
  coverage.bytes += blob.bytes.length;
  if (blob.provenance?.kind === "commit-message") coverage.commits++;
  else if (blob.provenance?.kind === "variable") coverage.variables++;
  else coverage.blobs++;
};

/** Takes what is found in a text; the bytes of a packed one only repeat what came out of them. */
const takeText = (state: Taking, { blob, inner, isPacked }: PackedText, known: Set<SecretId>): void => {
  const { detector, key } = state;
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
    for (const onValue of state.onValues) showValue(finding, match.secretId, onValue);
    if (isPacked && known.has(match.secretId)) continue;
    known.add(match.secretId);
    if (blob.provenance === null) state.collector.defer(match, blob.id);
    else state.collector.add(match, blob.id, blob.provenance);
  }
};

const LFS_POINTER = Buffer.from("version https://git-lfs.github.com/spec/v1\n");
/** The format allows no larger ones (github.com/git-lfs/git-lfs, docs/spec.md). */
const MAX_POINTER = 1024;

/** One gap for all of a target: which files, their pointers do not say in a history. */
const notePointer = ({ gaps }: Taking, { bytes, provenance }: TextBlob): void => {
  const kind = provenance?.kind ?? "history";
  if (kind !== "history" && kind !== "worktree") return;
  if (bytes.length >= MAX_POINTER || !LFS_POINTER.equals(bytes.subarray(0, LFS_POINTER.length))) return;
  gaps.push(makeGap(kind, "", { code: "GIT_LFS_NOT_READ", ...textOf("GIT_LFS_NOT_READ") }));
};

const takeBlob = (state: Taking, blob: TextBlob): void => {
  count(state, blob);
  notePointer(state, blob);
  const known = new Set<SecretId>();
  const packed = unpackBlob(blob);
  if (packed !== null)
    for (const item of packed)
      if (isGap(item)) state.gaps.push(item);
      else takeText(state, item, known);
  takeText(state, { blob, inner: null, isPacked: packed !== null }, known);
};

/** Takes whatever a source yields. */
export const take = (state: Taking, item: SourceItem): void => {
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
    const match = sealUnreadable(rule.id, place, state.key);
    state.collector.add({ ...match, facts }, HIDDEN_BLOB, provenance);
  }
};
