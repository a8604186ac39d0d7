/** Something that was not scanned, and why: a result like any other. */
import type { SourceKind } from "./provenance.ts";

export interface Gap {
  /** Machine-readable reason, upper snake case, e.g. `GITLAB_FORBIDDEN`. */
  readonly code: string;
  /** What was not read: a source kind, `settings` for what decides a migration, or `target` for the whole of it. */
  readonly source: SourceKind | "settings" | "target";
  /** The object that was not read (path, blob id, variable key), or "" for the whole source. Untrusted text. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
}

export const isGap = (item: object): item is Gap => "code" in item && "hint" in item;
