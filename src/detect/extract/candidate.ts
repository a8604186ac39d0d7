/** A value that stands where a secret could: what the judge is asked about. */

/** `named`: something says what the value is (a key, an option, a header); `run`: a long mixed run without a name. */
export type Gate = "named" | "run";

export interface ValueCandidate {
  readonly gate: Gate;
  /** The name as written, or "" (`DB_PASSWORD`, `spring.datasource.password`, `--password`, `Authorization`). */
  readonly name: string;
  readonly value: string;
  /** The line (or the part of a very long one) the value stands in; `line.slice(start, start + value.length) === value`. */
  readonly line: string;
  /** UTF-16 offset of the value in `line`. */
  readonly start: number;
  /** Quote right before the value, or "". */
  readonly quote: string;
  /** What stands between name and value, trimmed: `=`, `:`, `=>`, `:=`, `,`, `>`, or "". */
  readonly separator: string;
  /** File name extension in lower case without the dot, or "". */
  readonly extension: string;
}

/** A value found in a line, before it is known whether its name speaks. */
export type Found = Pick<ValueCandidate, "name" | "value" | "start" | "quote" | "separator">;
