/** A secret value that cannot print itself. */
import { inspect } from "node:util";

/**
 * Holds a value in memory. String conversion, JSON and inspection give the preview; only `detect`, `verify` and the
 * seal may call {@link Secret.reveal}. The preview shows the public prefix of a known token kind and nothing else,
 * not even the length.
 */
export class Secret {
  readonly #value: string;
  readonly preview: string;

  /** @param prefix public part of the value (`glpat-`), shown; must be a prefix of `value` or it is left out. */
  constructor(value: string, prefix = "") {
    this.#value = value;
    this.preview = value.startsWith(prefix) && prefix.length < value.length ? `${prefix}****` : "****";
  }

  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return this.preview;
  }
  toJSON(): string {
    return this.preview;
  }
  [inspect.custom](): string {
    return `Secret(${this.preview})`;
  }
}
