/** A text to scan, addressed by its content. */
import { createHash } from "node:crypto";
import { type BlobId, blobId } from "./ids.ts";
import type { Gap } from "./gap.ts";
import type { Provenance, Resource, SourceKind } from "./provenance.ts";

/** A piece of a text too large to hold. Its neighbours overlap it; a finding belongs to the piece it starts in. */
export interface Part {
  /** Position of the first byte in the whole text, 1-based. */
  readonly line: number;
  readonly column: number;
  /** Findings that start in [from, to), byte offsets in this piece, are this piece's. */
  readonly from: number;
  readonly to: number;
}

export interface TextBlob {
  readonly id: BlobId;
  readonly bytes: Uint8Array;
  /** Null when the place is looked up later, for blobs with findings only (git history). */
  readonly provenance: Provenance | null;
  /** Set when the whole text is the value of this name (a CI/CD variable's key), so that its name can be weighed. */
  readonly key?: string;
  /** A path it is known by, as a hint of what it is: a version in the history may have several. Untrusted. */
  readonly path?: string;
  readonly part?: Part;
  /** Packed bytes that are no text, whatever they look like: only formats of their own are looked for. */
  readonly isPacked?: boolean;
}

/** A secret known by name only: a variable whose value nobody can read back, a token GitLab has issued. */
export interface UnreadableSecret {
  readonly kind: "unreadable-secret";
  readonly provenance: Extract<Provenance, { kind: "variable" }> | Resource;
  /** What is known of it beside its name. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** A source read as much as it was told to, and no more: no gap, but said in the coverage. */
export interface Bound {
  readonly kind: "bound";
  readonly source: SourceKind;
  readonly read: number;
  /** How many were left; null: more than were counted. */
  readonly left: number | null;
}

/** What sources yield. */
export type SourceItem = TextBlob | UnreadableSecret | Bound | Gap;

/** Git's object id of the bytes as a blob: SHA-1 over `blob <size>\0<bytes>` (gitformat, "object storage"). */
export const computeBlobId = (bytes: Uint8Array, algorithm: "sha1" | "sha256" = "sha1"): BlobId =>
  blobId(createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex"));
