/** Unlabelled look-alikes: nameless runs in the files of installed packages. Nearly none of them is a credential. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastGlob from "fast-glob";
import type { ValueCandidate } from "../../src/detect/extract/candidate.ts";
import { extractLine } from "../../src/detect/extract/extract.ts";
import { isSpeaking } from "../../src/detect/extract/lexicon.ts";
import { compareText } from "../../src/lib/compare-text.ts";
import type { Example } from "./examples.ts";
import { extensionOf } from "./rows.ts";
import { FOLDS } from "./training.ts";

/** Enough to show what is common, few enough to train in a minute. */
const MAX_FILES = 6000;
const MAX_FILE = 1_500_000;
const MAX_LINE = 2000;
const MAX_PER_FILE = 60;
const MAX_PER_PACKAGE = 500;
const MAX_EXAMPLES = 8000;
const WEIGHT = 0.3;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const packageOf = (file: string): string =>
  /^(?:.*node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "";

export interface Unlabelled {
  /** Nameless runs, to learn from. */
  readonly examples: readonly Example[];
  /** Values with a credential's name: only counted, never learnt from. */
  readonly named: readonly ValueCandidate[];
  readonly files: number;
  readonly lines: number;
  readonly packages: readonly string[];
  readonly sha256: string;
}

/** Files in an order that depends on their names alone. */
const listFiles = (folder: string): readonly string[] =>
  fastGlob
    .sync(["**/*.{js,cjs,mjs,ts,json,md,css,map}"], {
      cwd: folder,
      ignore: ["**/.*/**", ".*"],
      suppressErrors: true,
    })
    .map((file) => ({ file, order: hashOf(file) }))
    .sort((a, b) => compareText(a.order, b.order))
    .map(({ file }) => file);

/** A run beside a credential's word may be one: it teaches nothing either way. */
const isNearCredential = ({ line, start }: ValueCandidate): boolean =>
  isSpeaking(line.slice(Math.max(0, start - 40), start));

/** @param folder node_modules as the lock file fills it. */
export const readUnlabelled = (folder: string): Unlabelled => {
  const examples: Example[] = [];
  const named: ValueCandidate[] = [];
  const perPackage = new Map<string, number>();
  const digest = createHash("sha256");
  let lines = 0;
  let files = 0;
  for (const file of listFiles(folder)) {
    if (files >= MAX_FILES || examples.length >= MAX_EXAMPLES) break;
    const name = packageOf(file);
    if ((perPackage.get(name) ?? 0) >= MAX_PER_PACKAGE) continue;
    const bytes = readFileSync(join(folder, file));
    if (bytes.length > MAX_FILE) continue;
    files++;
    digest.update(`${file}\0`).update(bytes);
    const fold = Number.parseInt(hashOf(name).slice(0, 8), 16) % FOLDS;
    let taken = 0;
    for (const line of bytes.toString("utf8").split("\n")) {
      if (taken >= MAX_PER_FILE) break;
      lines++;
      for (const candidate of extractLine(line.slice(0, MAX_LINE), extensionOf(file))) {
        if (candidate.gate === "named") named.push(candidate);
        if (candidate.gate === "named" || isNearCredential(candidate)) continue;
        examples.push({ candidate, target: 0, weight: WEIGHT, fold, repo: `package ${name}` });
        taken++;
      }
    }
    perPackage.set(name, (perPackage.get(name) ?? 0) + taken);
  }
  return {
    examples,
    named,
    files,
    lines,
    packages: [...perPackage.keys()].sort(compareText),
    sha256: digest.digest("hex"),
  };
};
