/** What this folder finds: a value written out where a pipeline or deployment expects a credential. */
import type { MappedText } from "./mapped-text.ts";

/** What the value is to the file that holds it. */
export type Place =
  | "variable"
  | "setting"
  | "command"
  | "default"
  | "header"
  | "login"
  | "connection"
  | "build-arg"
  | "data"
  | "sql";

export interface Literal {
  /** As written: variable, option without dashes, header; for options of one letter what they mean. */
  readonly name: string;
  readonly value: string;
  /** UTF-16 offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly place: Place;
  readonly user?: string;
  readonly host?: string;
  readonly job?: string;
}

/**
 * How sure the place is that a credential stands in it.
 * `sure`: its meaning says so (`mysql -p`). `variable`: a name that reaches a process. `setting`: a key of some schema,
 * which may as well name a resource. `data`: found in text that is not ours to parse.
 */
export type Certainty = "sure" | "variable" | "setting" | "data";

/** A value that stands in such a place, before it is known whether it is a literal. */
export interface Offer {
  readonly name: string;
  readonly value: Word;
  readonly place: Place;
  readonly certainty: Certainty;
  readonly user?: string | undefined;
  readonly host?: string | undefined;
  /** It stands in a store of secrets; `encoded`: as base64, and what that decodes to is the secret. */
  readonly secret?: "plain" | "encoded";
}

export type Sink = (offer: Offer) => void;

/** Text of a shell word, a YAML scalar, a string: quotes gone, expansions as written. */
export interface Word {
  readonly text: MappedText;
  /** Where in it expansions begin (variables, substitutions, templates): such a part is no literal. */
  readonly opens: readonly number[];
  /** A shell word that began with a quote: a string, never a command. */
  readonly isQuoted?: boolean;
}
