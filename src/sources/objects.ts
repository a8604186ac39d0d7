/** Git objects as texts to scan. */
import { dropTrees, type ObjectContent, readObjects, type Wanted } from "../git/objects.ts";
import type { OpenedRepository } from "../git/repository.ts";
import { createPieceMaker } from "../lib/pieces.ts";
import type { TextBlob } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { blobId, commitId } from "../model/ids.ts";
import type { Introduction } from "../model/provenance.ts";
import { makeGap, type SourceContext } from "./source.ts";

/** `Name <mail> 1700000000 +0200` (git-commit-tree(1), "commit information") → author and ISO 8601 date. */
const parseSignature = (line: string): { author: string; date: string } => {
  const parts = /^(.*?) ?<[^>]*> (\d{1,12}) ([+-])(\d\d)(\d\d)$/.exec(line);
  if (parts === null) return { author: line.slice(0, 200), date: "" };
  const [, author = "", seconds = "0", sign = "+", hours = "00", minutes = "00"] = parts;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date((Number(seconds) + offset * 60) * 1000);
  const isReal = !Number.isNaN(local.getTime());
  return { author, date: isReal ? local.toISOString().replace(".000Z", `${sign}${hours}:${minutes}`) : "" };
};

/** Splits a commit or tag object into its headers and its message, the only free text in it. */
const toMessage = ({ header, bytes }: ObjectContent): TextBlob => {
  const end = bytes.indexOf("\n\n");
  const head = bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
  const signature = /^(?:author|tagger) (.*)$/m.exec(head)?.[1] ?? "";
  const commit = header.type === "tag" ? (/^object ([0-9a-f]+)$/m.exec(head)?.[1] ?? header.id) : header.id;
  const introduced: Introduction = { commit: commitId(commit), ...parseSignature(signature) };
  return {
    id: blobId(header.id),
    bytes: end === -1 ? bytes.subarray(bytes.length) : bytes.subarray(end + 2),
    provenance: { kind: "commit-message", introduced },
  };
};

/** Texts of the given objects: blobs without provenance, commits and tags by their messages. Trees hold no text. */
export async function* readObjectTexts(
  repository: OpenedRepository,
  objects: AsyncIterable<Wanted>,
  context: SourceContext,
): AsyncGenerator<TextBlob | Gap> {
  let makePiece = createPieceMaker();
  const texts = dropTrees(repository, objects, context.git);
  for await (const result of readObjects(repository, texts, context.git)) {
    if (result.kind === "unreadable") {
      const text = textOf("GIT_OBJECT_UNREADABLE", { object: result.id });
      yield makeGap("history", result.id, { code: "GIT_OBJECT_UNREADABLE", ...text });
      continue;
    }
    const { header, path, offset, bytes } = result.content;
    const isWhole = offset === 0 && bytes.length === header.size;
    if (header.type !== "blob") {
      if (offset === 0) yield toMessage(result.content);
    } else if (isWhole) yield { id: blobId(header.id), bytes, provenance: null, path };
    else {
      if (offset === 0) makePiece = createPieceMaker();
      const { bytes: text, ...part } = makePiece(bytes, offset + bytes.length === header.size);
      yield { id: blobId(header.id), bytes: text, provenance: null, path, part };
    }
  }
}
