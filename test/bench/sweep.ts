/**
 * `npm run bench:sweep -- [--projects 200,2000] [--limited 300] [--concurrency 4]`: what a sweep of generated projects
 * costs, the first and the second of the same group, and whether a limit of 600 requests a minute is kept and used. The
 * sample GitLab runs in this process, so its work competes with the sweep's; processor time and memory are the sweep's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { RequestRecord } from "../sample-gitlab/http.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { type Cost, measure, quote } from "./support/cost.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const MINUTE = 60_000;

interface Swept extends Cost {
  readonly calls: number;
  readonly clones: number;
  /** Of the requests, by minutes that begin with each of them. */
  readonly mostPerMinute: number;
  /** From the first request to the last, in seconds. */
  readonly span: number;
}

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "200,2000" },
    limited: { type: "string", default: "300" },
    concurrency: { type: "string", default: "4" },
  },
});

const isApi = ({ path }: { readonly path: string }): boolean => path.startsWith("/api/");

/** The most of these moments within any minute. */
const countMost = (moments: readonly number[]): number => {
  let first = 0;
  let most = 0;
  moments.forEach((moment, index) => {
    while (moment - (moments[first] ?? moment) >= MINUTE) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
};

/** Git asks for the refs first, then for objects: who asked once only looked. */
const countClones = (requests: readonly RequestRecord[]): number => {
  const asked = new Map<string, number>();
  for (const { method, path } of requests)
    if (method === "POST" && path.endsWith("/git-upload-pack")) asked.set(path, (asked.get(path) ?? 0) + 1);
  return [...asked.values()].filter((times) => times > 1).length;
};

const run = async (sample: SampleGitLab, folder: string, options: string): Promise<Swept> => {
  const before = sample.requests.length;
  const command =
    `${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(CLI)} sweep scale ` +
    `--concurrency ${Number(values.concurrency)} --progress none --format json ` +
    `--output ${quote(join(folder, "report.json"))} ${options}`;
  const cost = await measure(command, {
    environment: {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: folder,
      VAULTBOUND_STORE: join(folder, "store.sqlite"),
      GITLAB_URL: sample.url,
      GITLAB_TOKEN: sample.tokens.owner,
    },
    everyMs: 250,
  });
  const requests = sample.requests.slice(before);
  const moments = requests.filter(isApi).map(({ at }) => at);
  moments.sort((a, b) => a - b);
  return {
    ...cost,
    calls: moments.length,
    clones: countClones(requests),
    mostPerMinute: countMost(moments),
    span: ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / 1000,
  };
};

const show = (title: string, projects: number, swept: Swept): void => {
  const cells = [
    title.padEnd(8),
    `${(swept.calls / projects).toFixed(2)} calls`,
    `${((swept.wall * 1000) / projects).toFixed(0)} ms wall`,
    `${((swept.cpu * 1000) / projects).toFixed(0)} ms CPU per project`,
    `${swept.wall.toFixed(1)} s wall`,
    `${swept.cpu.toFixed(1)} s CPU`,
    `${Math.round(swept.largest)} MB (${Math.round(swept.memory)} MB with git)`,
    `${swept.clones} clones`,
  ];
  console.log(`  ${cells.join(" · ")}`);
};

const inFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), "vb-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withSample = async <Result>(
  projects: number,
  work: (sample: SampleGitLab) => Promise<Result>,
): Promise<Result> => {
  const sample = await startSampleGitLab({ generated: { projects } });
  try {
    return await work(sample);
  } finally {
    await sample.close();
  }
};

/** @returns the largest process of the first sweep, MB. */
const benchSize = (projects: number): Promise<number> =>
  withSample(projects, (sample) =>
    inFolder(async (folder) => {
      console.log(`${projects} projects, ${values.concurrency} at a time`);
      const first = await run(sample, folder, "");
      show("first", projects, first);
      show("second", projects, await run(sample, folder, ""));
      return first.largest;
    }),
  );

const PER_MINUTE = 600;

const benchLimit = (projects: number): Promise<void> =>
  withSample(projects, (sample) =>
    inFolder(async (folder) => {
      const swept = await run(sample, folder, `--requests-per-minute ${PER_MINUTE}`);
      // The best that any sweep could do: each minute's allowance used up at its beginning.
      const best = (Math.ceil(swept.calls / PER_MINUTE) - 1) * 60;
      const above = best === 0 ? "" : `, ${((swept.span / best - 1) * 100).toFixed(1)} % above`;
      console.log(`${projects} projects at ${PER_MINUTE} requests a minute: ${swept.calls} calls`);
      console.log(`  at most ${swept.mostPerMinute} in any minute`);
      console.log(`  ${swept.span.toFixed(1)} s from the first to the last; at best ${best} s${above}`);
    }),
  );

const sizes = values.projects
  .split(",")
  .map(Number)
  .filter((size) => size > 0);
const peaks: number[] = [];
for (const size of sizes) peaks.push(await benchSize(size));
const [least = 0, most = 0] = [Math.min(...peaks), Math.max(...peaks)];
if (peaks.length > 1)
  console.log(`Memory: ${(((most - least) / least) * 100).toFixed(0)} % between the sizes`);
if (Number(values.limited) > 0) await benchLimit(Number(values.limited));
