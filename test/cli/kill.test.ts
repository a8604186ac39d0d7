/** Killed at any moment and run again, a sweep leaves the store that an unbroken one leaves. */
import { mkdirSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { openStore } from "../../src/store/registry.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { type CliResult, runCli } from "../support/run-cli.ts";

/** Small, and with findings at many kinds of place; then thin projects, so that there are many to lose. */
const PLACES = ["acme/payments", "scale"];
const THIN_PROJECTS = 5;
/** Each has a GitLab, and kills its sweep again and again until it has finished. */
const LANES = 4;
const KILLS = 50;
/** No point lies behind these: a run that goes on from there gets through. */
const MOST_REQUESTS = 90;
const MOST_WRITES = 12;

/** When to kill: at a request before it is answered (a clone makes several), or while the store is written. */
interface Point {
  readonly at: "request" | "write";
  readonly number: number;
}

interface Lane {
  readonly gitlab: SampleGitLab;
  /** Called with the path of each request. */
  onRequest: (path: string) => void;
}

const lanes: Lane[] = [];
/** Compiled once for all processes. */
let compileCache: string;

const openLane = async (): Promise<Lane> => {
  const hooks: Pick<Lane, "onRequest"> = { onRequest: () => undefined };
  const gitlab = await startSampleGitLab({
    now: () => new Date("2026-03-01T00:00:00Z"),
    generated: { projects: THIN_PROJECTS },
    onRequest: ({ path }) => hooks.onRequest(path),
  });
  return Object.assign(hooks, { gitlab });
};

beforeAll(async () => {
  compileCache = makeTestFolder();
  lanes.push(...(await Promise.all(Array.from({ length: LANES }, openLane))));
});
afterAll(async () => {
  await Promise.all(lanes.map(({ gitlab }) => gitlab.close()));
  removeTestFolders();
});

const makePlace = (): string => {
  const folder = makeTestFolder();
  mkdirSync(join(folder, "tmp"));
  mkdirSync(join(folder, "store"));
  return folder;
};

interface Attempt extends CliResult {
  /** Paths of the requests. */
  readonly asked: readonly string[];
}

/** @param point null: nothing kills it. */
const sweep = async (lane: Lane, folder: string, point: Point | null): Promise<Attempt> => {
  const { gitlab } = lane;
  const asked: string[] = [];
  let writes = 0;
  let kill = (): void => undefined;
  lane.onRequest = (path) => {
    asked.push(path);
    if (point?.at === "request" && asked.length === point.number) kill();
  };
  const watcher = watch(join(folder, "store"), () => {
    if (point?.at === "write" && ++writes === point.number) kill();
  });
  try {
    const args = [
      "--store",
      join(folder, "store", "store.sqlite"),
      "--concurrency",
      "2",
      "--output",
      "/dev/null",
    ];
    const result = await runCli(["sweep", ...PLACES, "--gitlab-url", gitlab.url, "--allow-gaps", ...args], {
      env: {
        GITLAB_TOKEN: gitlab.tokens.owner,
        TMPDIR: join(folder, "tmp"),
        HOME: folder,
        NODE_COMPILE_CACHE: compileCache,
      },
      onStart: (child) => {
        kill = () => void child.kill("SIGKILL");
      },
    });
    return { ...result, asked };
  } finally {
    watcher.close();
    lane.onRequest = () => undefined;
  }
};

/**
 * Everything a store holds, without what names the run, its time and the address of this GitLab; null while the sweep
 * has not finished.
 */
const exportStore = async ({ gitlab }: Lane, folder: string): Promise<string | null> => {
  const store = await openStore(join(folder, "store", "store.sqlite"));
  try {
    const run = await store.latestRun();
    if (run === null || run.finishedAt === null) return null;
    const rows: unknown[] = [];
    for await (const facts of store.readTargets(run.scope)) rows.push(facts);
    for await (const sighting of store.readSightings(run.scope)) rows.push(sighting);
    return rows
      .map((row) => JSON.stringify(row))
      .join("\n")
      .replaceAll(run.startedAt, "(beginning)")
      .replaceAll(gitlab.url, "(gitlab)");
  } finally {
    await store.close();
  }
};

const choosePoints = (label: string, count: number): readonly Point[] => {
  const random = createSeededRandom(label);
  const upTo = (most: number): number => 1 + (Buffer.from(random.bytes(4)).readUInt32BE() % most);
  return Array.from({ length: count }, (_, index) =>
    index % 3 === 2
      ? { at: "write", number: upTo(MOST_WRITES) }
      : { at: "request", number: upTo(MOST_REQUESTS) },
  );
};

const finishedProjects = ({ stderr }: CliResult): readonly string[] =>
  [...stderr.matchAll(/^project (\S+?):/gm)].map(([, path = ""]) => path);

interface Outcome {
  readonly kills: number;
  /** One for each sweep that came to its end. */
  readonly stores: readonly (string | null)[];
  /** Requests for projects that an earlier part of the same sweep had stored. */
  readonly repeated: readonly string[];
  readonly leftBehind: readonly string[];
}

/** Kills until so many points were met, with a new place whenever a sweep has come to its end. */
const torture = async (lane: Lane, points: readonly Point[]): Promise<Outcome> => {
  const ids = new Map(lane.gitlab.company.projects.map(({ path, id }) => [path, id]));
  const stores: (string | null)[] = [];
  const repeated: string[] = [];
  const leftBehind: string[] = [];
  let folder = makePlace();
  let stored = new Set<string>();
  let kills = 0;
  const attempt = async (point: Point | null): Promise<void> => {
    const result = await sweep(lane, folder, point);
    for (const path of stored) {
      const own = [`/projects/${ids.get(path)}/`, `/${path}.git/`];
      repeated.push(...result.asked.filter((asked) => own.some((part) => asked.includes(part))));
    }
    for (const path of finishedProjects(result)) stored.add(path);
    const isKilled = result.signal === "SIGKILL";
    if (isKilled) kills++;
    else if (result.code !== 0) throw new Error(`exit ${result.code}: ${result.stderr}`);
    const store = await exportStore(lane, folder);
    // Killed after the last write, it has finished all the same.
    if (isKilled && store === null) return;
    stores.push(store);
    if (!isKilled) leftBehind.push(...readdirSync(join(folder, "tmp")));
    folder = makePlace();
    stored = new Set();
  };
  for (const point of points) await attempt(point);
  await attempt(null);
  return { kills, stores, repeated, leftBehind };
};

describe("a sweep that is killed again and again", () => {
  it(`ends with the store of an unbroken one, reads no project twice and leaves no clone behind (${KILLS} times)`, async () => {
    const [first] = lanes;
    if (first === undefined) throw new Error("there is no lane");
    const place = makePlace();
    const whole = await sweep(first, place, null);
    expect(whole.code).toBe(0);
    // The points lie before the end of it.
    expect(whole.asked.length).toBeGreaterThan(MOST_REQUESTS);
    expect(whole.asked.filter((path) => path.includes(".git/")).length).toBeGreaterThan(10);
    const unbroken = await exportStore(first, place);
    // Some points are not met, because what is left of a sweep is shorter.
    const each = Math.ceil((KILLS * 1.2) / LANES);
    const outcomes = await Promise.all(
      lanes.map((lane, index) => torture(lane, choosePoints(`kill ${index}`, each))),
    );
    const all = <Part>(part: (outcome: Outcome) => readonly Part[]): readonly Part[] =>
      outcomes.flatMap(part);
    expect(all(({ repeated }) => repeated)).toEqual([]);
    expect(all(({ leftBehind }) => leftBehind)).toEqual([]);
    for (const store of all(({ stores }) => stores)) expect(store).toBe(unbroken);
    expect(outcomes.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS);
  }, 240_000);
});
