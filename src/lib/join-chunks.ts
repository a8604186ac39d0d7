/** Fewer, larger pieces of text: a report of a million lines is not a million writes. */

const SIZE = 1 << 16;

/** The same text in pieces of at least 64 Ki characters, but for the last. */
export function* joinChunks(chunks: Iterable<string>): Generator<string> {
  let parts: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length < SIZE) continue;
    yield parts.join("");
    parts = [];
    length = 0;
  }
  if (length > 0) yield parts.join("");
}
