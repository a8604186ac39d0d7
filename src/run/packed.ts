/** Texts that are packed in a blob, as blobs of their own; what of them was not read, as gaps. */
import type { TextBlob } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { enterPath } from "../model/provenance.ts";
import { makeGap } from "../sources/source.ts";
import { isLimit, type Limit } from "../unpack/format.ts";
import { type Text, unpack } from "../unpack/unpack.ts";

export interface PackedText {
  /** Of the place of the whole file: only the bytes are the text's own, and the path that says what it is. */
  readonly blob: TextBlob;
  /** Where in the file; null for the file itself. */
  readonly inner: string | null;
  /** It holds other texts, which came before it. */
  readonly isPacked: boolean;
}

const pathOf = ({ path, provenance }: TextBlob): string =>
  path ?? (provenance !== null && "path" in provenance ? provenance.path : "");

/** One gap for all that was left out for the same reason: a thousand encrypted entries are one thing to know. */
const toGap = (blob: TextBlob, first: Limit, count: number): Gap => {
  const path = enterPath(pathOf(blob) || blob.id, first.name);
  const others = count === 1 ? "" : ` (as ${count - 1} more in the same file)`;
  const text = textOf(first.code, { path, detail: first.detail + others });
  return makeGap(blob.provenance?.kind ?? "history", path, { code: first.code, ...text });
};

function* listPacked(blob: TextBlob, items: Iterable<Text | Limit>): Generator<PackedText | Gap> {
  const limits = new Map<Limit["code"], { readonly first: Limit; count: number }>();
  for (const item of items) {
    if (isLimit(item)) {
      const same = limits.get(item.code);
      if (same === undefined) limits.set(item.code, { first: item, count: 1 });
      else same.count++;
      continue;
    }
    const { name, bytes, isPacked } = item;
    // The ending of a compressed text is that of what is compressed.
    const path = name === "" ? pathOf(blob).replace(/\.(?:gz|zst)$/i, "") : enterPath(pathOf(blob), name);
    yield { blob: { id: blob.id, bytes, provenance: blob.provenance, path }, inner: name, isPacked };
  }
  for (const { first, count } of limits.values()) yield toGap(blob, first, count);
}

/** Null if nothing is packed in it: so it is for nearly all. */
export const unpackBlob = (blob: TextBlob): Iterable<PackedText | Gap> | null => {
  const { bytes, part, key } = blob;
  if (key !== undefined || blob.provenance?.kind === "commit-message") return null;
  const isFirst = part === undefined || part.from === 0;
  const items = isFirst ? unpack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : null;
  if (items === null) return null;
  // Standard input comes in pieces even if there is only one.
  if (part === undefined || part.to === Number.POSITIVE_INFINITY) return listPacked(blob, items);
  const limit = {
    code: "ARCHIVE_TOO_LARGE",
    name: "",
    detail: "it is too large to be held as a whole",
  } as const;
  return [toGap(blob, limit, 1)];
};
