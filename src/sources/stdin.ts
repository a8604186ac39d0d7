/** Standard input. */
import { computeBlobId } from "../model/blob.ts";
import { createPieceMaker } from "../lib/pieces.ts";
import type { Source } from "./source.ts";

const PIECE = 16 * 1024 * 1024;

/** Gathers small chunks so that a slow pipe is scanned in pieces of a sensible size. */
async function* gather(input: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < PIECE) continue;
    yield { bytes: Buffer.concat(chunks), isLast: false };
    chunks = [];
    size = 0;
  }
  yield { bytes: Buffer.concat(chunks), isLast: true };
}

export const stdin: Source = {
  name: "stdin",
  summary: "standard input",
  needs: "",
  kinds: ["stdin"],
  appliesTo: (target) => target.kind === "stdin",
  async *read(target, context) {
    if (context.input === null) return;
    const makePiece = createPieceMaker();
    const id = computeBlobId(Buffer.from("standard input"));
    for await (const { bytes: chunk, isLast } of gather(context.input)) {
      const { bytes, ...part } = makePiece(chunk, isLast);
      yield { id, bytes, provenance: { kind: "stdin", path: target.path }, part };
    }
  },
};
