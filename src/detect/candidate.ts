/** What a rule proposes before the filters have had their say. */
import type { Rule } from "../model/rule.ts";
import type { Span } from "../model/region.ts";
import type { Confidence } from "../model/severity.ts";

export interface Candidate {
  readonly rule: Rule;
  readonly span: Span;
  /** The proposed secret. In memory only; leaves as a `Secret`. */
  readonly value: string;
  /** The whole match around it. */
  readonly match: string;
  /** All text the rule looked at. */
  readonly window: string;
  /** Text right before the value on its line, some dozen characters. */
  readonly before: string;
  /** Text right after the value on its line, a few characters: tells a call or template from a value. */
  readonly after: string;
  /** Known public start of the value (a token prefix), or "". */
  readonly prefix: string;
  /** What the judge made of it; absent where a pattern matched. */
  readonly judged?: Judged;
}

/** A verdict by name and shape. */
export interface Judged {
  /** The name as written, or "". */
  readonly name: string;
  readonly confidence: Confidence;
  /** Sentences for and against, strongest first; no part of the value is in them. */
  readonly reasons: () => readonly string[];
}

/** Why a candidate was dropped, as `rules explain` names it; null keeps it. */
export type Verdict = { readonly dropped: string } | null;
export type Filter = (candidate: Candidate) => Verdict;
