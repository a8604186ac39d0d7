/**
 * `npm run bench:history -- REPOSITORY…`: what a scan of the whole history costs, as a multiple of what git itself needs
 * to print the same blobs (`cat-file --batch --buffer` to /dev/null, ids listed beforehand), in one run.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cost, measure, quote } from "./support/cost.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

const bench = async (path: string, folder: string): Promise<void> => {
  const gitDir = execFileSync("git", ["-C", path, "rev-parse", "--absolute-git-dir"], {
    encoding: "utf8",
  }).trim();
  const ids = join(folder, "ids");
  const git = `git --git-dir=${quote(gitDir)}`;
  const list = `${git} rev-list --objects --all --no-object-names --missing=allow-any | ${git} cat-file --batch-check='%(objecttype) %(objectname)' | sed -n "s/^blob //p" > ${quote(ids)}`;
  execFileSync("bash", ["-c", list]);
  const report = join(folder, "report.json");
  const plain = await measure(`${git} cat-file --batch --buffer < ${quote(ids)}`);
  const options = `--format json --output ${quote(report)} --fail-on never --allow-gaps`;
  const ours = await measure(
    `${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(CLI)} scan ${quote(path)} ${options}`,
  );
  const { entries, targets } = JSON.parse(readFileSync(report, "utf8")) as {
    entries: { locations: unknown[] }[];
    targets: { coverage: { blobs: number; bytes: number } }[];
  }; // our own schema
  const { blobs = 0, bytes = 0 } = targets[0]?.coverage ?? {};
  const show = ({ wall, cpu, memory }: Cost): string =>
    `${wall.toFixed(1)} s wall, ${cpu.toFixed(1)} s CPU, ${Math.round(memory)} MB`;
  console.log(`${path}: ${blobs} blobs, ${Math.round(bytes / 1e6)} MB of text`);
  console.log(`  git cat-file  ${show(plain)}`);
  console.log(`  scan          ${show(ours)}  = ${(ours.cpu / plain.cpu).toFixed(1)} x cat-file (CPU)`);
  console.log(
    `  findings      ${entries.length} secrets, ${entries.reduce((sum, entry) => sum + entry.locations.length, 0)} places`,
  );
};

const folder = mkdtempSync(join(tmpdir(), "vb-bench-"));
try {
  const paths = process.argv.slice(2);
  if (paths.length === 0) console.log("Give one or more repositories.");
  for (const path of paths) await bench(path, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
