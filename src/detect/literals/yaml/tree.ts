/** A YAML file as literals are looked for in it: maps, lists and scalars with positions; tags, anchors, comments gone. */
import type { MappedText } from "../mapped-text.ts";

export interface Scalar {
  readonly kind: "scalar";
  readonly text: MappedText;
  readonly isQuoted: boolean;
}

export interface Entry {
  readonly key: string;
  readonly value: Tree | null;
}

/** What is null is empty, an alias, or encrypted or computed by its tag (`!vault`, `!reference`, `!Sub`). */
export type Tree =
  | Scalar
  | { readonly kind: "map"; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly items: readonly (Tree | null)[] };

export const scalarOf = (tree: Tree | null | undefined): Scalar | null =>
  tree?.kind === "scalar" ? tree : null;

export const findEntry = (entries: readonly Entry[], keys: RegExp): Tree | null =>
  entries.find(({ key }) => keys.test(key))?.value ?? null;

/** Text of the first scalar under one of the keys. */
export const textUnder = (entries: readonly Entry[], keys: RegExp): string | undefined =>
  scalarOf(findEntry(entries, keys))?.text.text;

/** Tags that say how a plain value is typed; all others make something else of it. */
export const isPlainTag = (tag: string | undefined): boolean =>
  tag === undefined ||
  tag === "" ||
  tag === "!" ||
  tag === "!unsafe" ||
  tag.startsWith("tag:yaml.org") ||
  tag.startsWith("!!");
