/** The whole program, on a corpus of a few rows. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { makeExample, makeLabel, makePipelinePlace, makeValue } from "./demo.ts";

afterEach(removeTestFolders);

const PROGRAM = fileURLToPath(new URL("../bench/accuracy.ts", import.meta.url));
/** One for which the shipped rules have a format. */
const TOKEN = expandTemplate("glpat-{{u64 20 seed=1}}");
const LINE = `token: ${TOKEN}`;

const run = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Every row holds the same token, so that everything is found and every look-alike is a false alarm. */
const makeCorpus = (): { readonly corpus: string; readonly wild: string; readonly json: string } => {
  const root = makeTestFolder();
  const [corpus, pipelines, wild] = [
    join(root, "corpus"),
    join(root, "gitlab/ci-corpus"),
    join(root, "wild"),
  ];
  for (const folder of [corpus, pipelines, wild]) mkdirSync(folder, { recursive: true });
  const examples = [
    makeExample({ text: LINE, secret: TOKEN }),
    makeExample({ text: LINE, expect: "clean", negative: "benign" }),
  ];
  const labels = [makeLabel({ line: 1 }), makeLabel({ line: 2, label: "F" })];
  const values = [
    makeValue(LINE, TOKEN, { fold: 3 }),
    makeValue(LINE, TOKEN, { fold: 4, label: "F", core: false }),
  ];
  const places = [makePipelinePlace(1, "T"), makePipelinePlace(2, "F")];
  writeFileSync(join(corpus, "examples-dev.jsonl"), toLines(examples));
  writeFileSync(
    join(corpus, "real-dev.jsonl"),
    toLines([{ repo: "made/up", path: "a.py", text: `${LINE}\n${LINE}`, labels }]),
  );
  writeFileSync(join(corpus, "real-train.jsonl.gz"), gzipSync(toLines(values)));
  writeFileSync(join(corpus, "pipelines-dev.jsonl"), toLines(places));
  writeFileSync(join(pipelines, "index.json"), '[{ "file": "001.yml" }]');
  writeFileSync(join(pipelines, "001.yml"), `${LINE}\n${LINE}\n${LINE}\n`);
  writeFileSync(join(wild, "a.txt"), `${LINE}\n`);
  return { corpus, wild, json: join(root, "scores.json") };
};

describe("the accuracy benchmark", () => {
  it("scores every corpus, for people and for machines, and shows no value", async () => {
    const { corpus, wild, json } = makeCorpus();
    const { code, stdout, stderr } = await run(corpus, "--wild", wild, "--json", json, "--without-fold", "4");
    expect([code, stderr]).toEqual([0, ""]);
    const scores = readFileSync(json, "utf8");
    expect(JSON.parse(scores)).toMatchObject({
      figures: expect.arrayContaining([
        expect.objectContaining({ name: "examples: recall", value: 1 }),
        expect.objectContaining({ name: "examples: benign rows reported", value: 1 }),
        expect.objectContaining({ name: "real code: recall strong", value: 1 }),
        expect.objectContaining({ name: "real code: look-alikes reported", value: 1 }),
        expect.objectContaining({ name: "pipelines: recall", value: 1 }),
        expect.objectContaining({ name: "pipelines: look-alikes reported", value: 1 }),
        expect.objectContaining({ name: "pipelines: other lines reported", value: 1000 / 3 }),
        expect.objectContaining({ name: "wild: reports", value: 1000 }),
      ]),
      train: { total: { "T strong": { hit: 1, total: 1 } }, alarms: [] },
      wild: { sample: [expect.objectContaining({ place: "a.txt:1" })] },
    });
    expect(stdout).toMatch(/^examples: recall +100\.0 % +target ≥ 95\.0 % +met$/m);
    expect(stdout).toMatch(/^examples: benign rows reported +100\.0 % +target ≤ 2\.0 % +MISSED$/m);
    expect(stdout).toMatch(/^a\.txt:1:\S+ {2}token: «/m);
    for (const text of [stdout, scores]) expect(text).not.toContain(TOKEN.slice("glpat-".length));
  });

  it("says where the corpus should be if it is not there", async () => {
    const { code, stdout, stderr } = await run("/nowhere/at/all");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^There is no corpus at \/nowhere\/at\/all\./);
  });

  it("refuses what it does not understand", async () => {
    expect((await run("--unknown")).code).toBe(2);
  });
});
