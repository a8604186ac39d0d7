/** Values that could be secrets by their name or shape, as the judge rates them: text in, candidates out. */
import { findLineStart } from "../../lib/text.ts";
import type { Span } from "../../model/region.ts";
import type { Confidence } from "../../model/severity.ts";
import type { ValueCandidate } from "../extract/candidate.ts";
import { extractLine } from "../extract/extract.ts";
import { reference } from "../filters/reference.ts";
import { createJudge, type Judge } from "../judge/judge.ts";
import { parseModel } from "../judge/model.ts";
import weights from "../judge/weights.json" with { type: "json" };
import { isMask, isName, isOtherKey, namesItself } from "./mask.ts";
import { explainNoise, looksLikeHash, withoutName } from "./noise.ts";
import { findStretches } from "./stretches.ts";

/** A value the judge was asked about. */
export interface Value {
  readonly found: ValueCandidate;
  /** Bytes of the text. */
  readonly span: Span;
  /** Null: dropped, and `because` says why. */
  readonly confidence: Confidence | null;
  readonly because: () => readonly string[];
}

export interface ValueReader {
  /**
   * @param anchors byte offsets the prefilter reported.
   * @param extension of the file, lower case without dot, or "".
   * @param onValue called for what is kept; with `all`, for what is dropped, too.
   */
  read(
    bytes: Buffer,
    place: { readonly anchors: readonly number[]; readonly extension: string; readonly all: boolean },
    onValue: (value: Value) => void,
  ): void;
}

const CONFIDENCE = { high: "medium", medium: "low", low: null, none: null } as const;

/** Of a line before, so much can hold the name of what follows. */
const REACH_BEFORE = 200;
/** Characters of lines kept with what was found in them: the versions of a file repeat most of its lines. */
const MEMORY = 8_000_000;

const ASCII = /^[\x00-\x7f]*$/;

interface Line {
  readonly text: string;
  readonly before: string | undefined;
  /** UTF-16 offset in `text` → bytes from its start. */
  readonly toBytes: (offset: number) => number;
}

/** UTF-8 where the bytes are, otherwise one character a byte. */
const decodeLine = (latin1: string): Pick<Line, "text" | "toBytes"> => {
  if (ASCII.test(latin1)) return { text: latin1, toBytes: (offset) => offset };
  const text = Buffer.from(latin1, "latin1").toString("utf8");
  return text.includes("\ufffd")
    ? { text: latin1, toBytes: (offset) => offset }
    : { text, toBytes: (offset) => Buffer.byteLength(text.slice(0, offset)) };
};

/** @param context line before and the line itself, or the line alone, as Latin-1. */
const readLine = (context: string): Line => {
  const cut = context.indexOf("\n");
  return {
    ...decodeLine(context.slice(cut + 1)),
    before: cut === -1 ? undefined : decodeLine(context.slice(0, cut)).text,
  };
};

const describe = (judge: Judge, found: ValueCandidate): readonly string[] => {
  const { logOdds, contributions } = judge.explain(found);
  const reasons = contributions
    .slice(0, 5)
    .map(({ sentence, weight }) => `${weight > 0 ? "+" : "−"} ${sentence}`);
  return [`log-odds ${logOdds.toFixed(2)}`, ...reasons];
};

const rate = (judge: Judge, found: ValueCandidate, line: Line): Omit<Value, "span"> => {
  const pointer = reference({ value: found.value } as Parameters<typeof reference>[0]); // looks at the value alone
  if (pointer !== null) return { found, confidence: null, because: () => [pointer.dropped] };
  if (isMask(found.value) || namesItself(found.value) || isName(found.value))
    return { found, confidence: null, because: () => ["a mask"] };
  if (isOtherKey(found.name))
    return { found, confidence: null, because: () => ["its name is that of a key that opens nothing"] };
  const noise = found.gate === "run" ? explainNoise(found, line.before) : null;
  if (noise !== null) return { found, confidence: null, because: () => [noise] };
  const { level } = judge.rate(found);
  if (found.gate === "run" && level === "medium" && looksLikeHash(found.value))
    return { found, confidence: null, because: () => ["a hash or revision, unless something says more"] };
  return { found, confidence: CONFIDENCE[level], because: () => describe(judge, found) };
};

export const createValueReader = (): ValueReader => {
  let judge: Judge | null = null;
  const memory = new Map<string, readonly Value[]>();
  let remembered = 0;

  const examine = (context: string, extension: string): readonly Value[] => {
    const line = readLine(context);
    const own = (judge ??= createJudge(parseModel(weights)));
    return extractLine(line.text, extension, line.before)
      .map(withoutName)
      .map((found) => ({
        ...rate(own, found, line),
        span: { start: line.toBytes(found.start), end: line.toBytes(found.start + found.value.length) },
      }));
  };

  const recall = (context: string, extension: string): readonly Value[] => {
    const key = `${extension}\n${context}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const values = examine(context, extension).filter(({ confidence }) => confidence !== null);
    if (remembered > MEMORY) {
      memory.clear();
      remembered = 0;
    }
    memory.set(key, values);
    remembered += key.length;
    return values;
  };

  return {
    read(bytes, { anchors, extension, all }, onValue) {
      const seen = new Set<string>();
      for (const { start, end } of findStretches(bytes, anchors)) {
        const from =
          bytes[start - 1] === 0x0a ? findLineStart(bytes, start - 1, start - REACH_BEFORE) : start;
        const context = bytes.toString("latin1", from, end);
        const values = all ? examine(context, extension) : recall(context, extension);
        for (const value of values) {
          const span = { start: start + value.span.start, end: start + value.span.end };
          const name = `${span.start} ${span.end}`;
          // Stretches of one very long line overlap.
          if (seen.has(name)) continue;
          seen.add(name);
          onValue({ ...value, span });
        }
      }
    },
  };
};
