/** The oracle of the history reader: every blob git can reach, whole, through plain git calls, and nothing clever. */
import { execFileSync } from "node:child_process";
import type { Detector } from "../../src/detect/detector.ts";
import { blobId } from "../../src/model/ids.ts";

const MAX = 2 * 1024 ** 3;
const BATCH = 200;

/** Answers of `cat-file --batch`: `<id> <type> <size>\n<bytes>\n`, or `<id> missing\n`. */
function* parseBatch(output: Buffer): Generator<{ readonly id: string; readonly bytes: Buffer }> {
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [id = "", , size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (size === undefined) continue;
    yield { id, bytes: output.subarray(at, at + Number(size)) };
    at += Number(size) + 1;
  }
}

/** Lines `blob rule start end` for every finding in every reachable blob, sorted. */
export const sweepPlainly = (gitDir: string, detector: Detector): readonly string[] => {
  const git = (args: readonly string[], input: string): Buffer =>
    execFileSync("git", [`--git-dir=${gitDir}`, ...args], { maxBuffer: MAX, input });
  const objects = git(["rev-list", "--objects", "--missing=allow-any", "--all"], "")
    .toString("latin1")
    .split("\n");
  // An object's first name is the hint the reader has, too.
  const paths = new Map<string, string>();
  for (const line of objects) {
    const [id = ""] = line.split(" ");
    if (id !== "" && !paths.has(id)) paths.set(id, line.slice(id.length + 1));
  }
  const ids = [...paths.keys()];
  const types = git(
    ["cat-file", "--batch-check=%(objectname) %(objecttype)"],
    `${ids.join("\n")}\n`,
  ).toString("latin1");
  const blobs = types
    .split("\n")
    .flatMap((line) => (line.endsWith(" blob") ? [line.split(" ")[0] ?? ""] : []));
  const lines: string[] = [];
  for (let start = 0; start < blobs.length; start += BATCH) {
    const output = git(["cat-file", "--batch"], `${blobs.slice(start, start + BATCH).join("\n")}\n`);
    for (const { id, bytes } of parseBatch(output))
      for (const { rule, span } of detector.detect({
        id: blobId(id),
        bytes,
        provenance: null,
        path: paths.get(id) ?? "",
      }).findings)
        lines.push(`${id} ${rule} ${span.start} ${span.end}`);
  }
  return lines.sort();
};
