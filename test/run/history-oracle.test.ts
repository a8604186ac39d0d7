/** The history reader finds exactly what the plain sweep of all blobs finds, on repositories with everything in them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRepository } from "../../src/git/repository.ts";
import { history } from "../../src/sources/history.ts";
import { DEFAULT_LIMITS } from "../../src/sources/source.ts";
import { isGap } from "../../src/model/gap.ts";
import { targetId } from "../../src/model/ids.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeRepository, removeTestFolders } from "../support/git-repository.ts";
import { sweepPlainly } from "../support/plain-sweep.ts";
import { DETECTOR, makeGitContext } from "../support/scanner.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { expandTemplate } from "../../src/rules/template.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

/** Lines `blob rule start end`, as the oracle writes them. */
const readHistory = async (path: string): Promise<readonly string[]> => {
  const git = makeGitContext();
  const repository = await openRepository(path, git);
  const context = {
    git,
    gitlab: null,
    repository,
    input: null,
    withHistory: true,
    project: null,
    limits: DEFAULT_LIMITS,
    knownTips: [],
  };
  const lines: string[] = [];
  for await (const item of history.read(
    { kind: "repository", id: targetId("x"), path, name: "x" },
    context,
  )) {
    if (isGap(item)) throw new Error(`unexpected gap ${item.code}`);
    if (!("bytes" in item) || item.provenance !== null) continue;
    for (const { rule, span } of DETECTOR.detect(item).findings)
      lines.push(`${item.id} ${rule} ${span.start} ${span.end}`);
  }
  return lines.sort();
};

/** A repository of random merges, renames, reverts and deletions over files with and without secrets. */
const makeTangle = (seed: string): string => {
  const random = createSeededRandom(`tangle ${seed}`);
  const pick = (count: number): number => (random.bytes(1)[0] ?? 0) % count;
  const repository = makeRepository();
  repository.commit("base", { "a.txt": "a\n" });
  for (let step = 0; step < 60; step++) {
    const file = `f${pick(9)}.env`;
    const secret = expandTemplate(`glpat-{{u64 20 seed=${seed}-${pick(25)}}}`);
    const action = pick(8);
    if (action === 0) repository.git("checkout", "--quiet", "-B", `b${pick(4)}`);
    else if (action === 1) {
      try {
        repository.git("merge", "--quiet", "--no-edit", "-X", "ours", `b${pick(4)}`);
      } catch {
        repository.git("reset", "--quiet", "--hard");
      }
    } else if (action === 2 && readdirSync(repository.path).includes(file)) {
      repository.git("rm", "--quiet", "--force", file);
      repository.commit(`remove ${step}`);
    } else if (action === 3 && readdirSync(repository.path).includes(file)) {
      repository.git("mv", "--force", file, `g${pick(9)}.env`);
      repository.commit(`rename ${step}`);
    } else
      repository.commit(`write ${step}`, {
        [join("deep", file)]: "x\n",
        [file]: `A=${step}\nTOKEN=${secret}\n`,
      });
  }
  if (pick(2) === 0) repository.git("gc", "--quiet", "--aggressive", "--prune=now");
  return repository.path;
};

describe("the history reader and the plain sweep", () => {
  it("agree on every repository of the sample company", async () => {
    let total = 0;
    for (const path of Object.values(gitlab.repositories)) {
      const expected = sweepPlainly(path, DETECTOR);
      expect(await readHistory(path)).toEqual(expected);
      total += expected.length;
    }
    expect(total).toBeGreaterThan(30);
  });

  it.each(["one", "two", "three"])("agree on a tangle of branches, packed or loose (%s)", async (seed) => {
    const path = makeTangle(seed);
    const expected = sweepPlainly(join(path, ".git"), DETECTOR);
    expect(expected.length).toBeGreaterThan(10);
    expect(await readHistory(path)).toEqual(expected);
  });
});
