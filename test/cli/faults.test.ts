/**
 * The whole sweep under every fault script of fixtures/sample-gitlab/faults: what can be reached is found, the rest is
 * said, nothing gets out, and nothing hangs. Runs the command in this process, where hours of waiting take moments.
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RESOURCE_KINDS } from "../../src/model/provenance.ts";
import { REPORTERS } from "../../src/reports/registry.ts";
import { readFaults } from "../sample-gitlab/read-faults.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { canariesOf, findLeaks, readTree } from "../support/leaks.ts";
import { type Compared, compareWithPlanted, describeGaps } from "../support/planted-inventory.ts";
import { type CommandResult, createFastClock, runCommand } from "../support/run-command.ts";

const SCRIPTS = fileURLToPath(new URL("../../fixtures/sample-gitlab/faults", import.meta.url));
const START = "2026-03-01T00:00:00Z";
/** One group with its subgroup: something of almost everything. */
const FEW = ["acme/payments"];
/** With a project that has one token at every kind of place. */
const MORE = ["acme/payments", "acme/platform/monolith"];
const ALL = ["acme"];

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date(START) });
});
afterEach(() => gitlab.faults.clear());
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

interface Swept extends CommandResult {
  /** Of the JSON report; null where the sweep ended before there was one. */
  readonly inventory: Compared | null;
  readonly folder: string;
  /** What it has waited, by its own clock; with --progress none, as the display waits too. */
  readonly seconds: number;
}

const makePlace = (): string => {
  const folder = makeTestFolder();
  for (const name of ["tmp", "out"]) mkdirSync(join(folder, name));
  return folder;
};

const sweep = async (args: readonly string[], folder = makePlace()): Promise<Swept> => {
  const reports = REPORTERS.flatMap(({ name }) => [
    "--report",
    `${name}=${join(folder, "out", `report.${name}`)}`,
  ]);
  const clock = createFastClock(START);
  const result = await runCommand(["sweep", "--progress", "plain", ...args, ...reports], {
    folder,
    clock,
    environment: {
      GITLAB_URL: gitlab.url,
      GITLAB_TOKEN: gitlab.tokens.owner,
      VAULTBOUND_STORE: join(folder, "store.sqlite"),
      VAULTBOUND_HASH_KEY: "07".repeat(32),
    },
  });
  const report = join(folder, "out", "report.json");
  const isThere = readdirSync(join(folder, "out")).includes("report.json");
  // Our own form, held against its schema elsewhere.
  const inventory = isThere ? (JSON.parse(readFileSync(report, "utf8")) as Compared) : null;
  const seconds = (clock.now() - Date.parse(START)) / 1000;
  return { ...result, inventory, folder, seconds };
};

const sweepUnder = async (script: string, args: readonly string[]): Promise<Swept> => {
  gitlab.faults.set(readFaults(join(SCRIPTS, script)));
  const swept = await sweep(args);
  // A script that no longer strikes proves nothing.
  expect(gitlab.faults.unmet()).toEqual([]);
  gitlab.faults.clear();
  return swept;
};

/** The groups above are read along. */
const scopeOf =
  (places: readonly string[]) =>
  (path: string): boolean =>
    places.some((place) => path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`));

const undisturbed = new Map<readonly string[], Promise<Swept>>();
const sweepInPeace = (places: readonly string[]): Promise<Swept> => {
  const swept = undisturbed.get(places) ?? sweep(places);
  undisturbed.set(places, swept);
  return swept;
};

/** No value and no token in what was printed, in any report, in the store, or left in the temporary folder. */
const expectNoLeak = ({ stdout, stderr, folder }: Swept, token = gitlab.tokens.owner): void => {
  const canaries = canariesOf(gitlab.company, token);
  expect(findLeaks(stdout, canaries)).toEqual([]);
  expect(findLeaks(stderr, canaries)).toEqual([]);
  expect(findLeaks(readTree(folder), canaries)).toEqual([]);
  expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  expect(gitlab.elsewhere.requests.filter(({ carriedToken }) => carriedToken)).toEqual([]);
};

const inventoryOf = ({ inventory, stderr }: Swept): Compared => {
  if (inventory === null) throw new Error(`no report: ${stderr}`);
  return inventory;
};

/** Everything that can be reached is one entry per value, and nothing else is one. */
const expectComplete = (swept: Swept, places: readonly string[]) => {
  const compared = compareWithPlanted(inventoryOf(swept), gitlab.company, scopeOf(places));
  expect(compared).toMatchObject({ missing: [], wrong: [], twice: [] });
  return compared;
};

describe("an undisturbed sweep", () => {
  it.each([[FEW], [MORE], [ALL]])("of %s finds everything", async (places) => {
    const swept = await sweepInPeace(places);
    const { found, lost } = expectComplete(swept, places);
    expect(found.length).toBeGreaterThan(places === ALL ? 90 : 35);
    expect(lost).toEqual([]);
    expectNoLeak(swept);
  });
});

/**
 * After these the sweep has found what it would have found without them. Seconds it has to wait at least, because the
 * server said so, and may wait at most.
 */
const PASSING = [
  ["rate-limit-storm.yml", FEW, [91, 1400]],
  ["rate-limit-silent.yml", FEW, [10, 600]],
  ["server-errors.yml", MORE, [1, 120]],
  ["resets.yml", MORE, [1, 120]],
  ["slow.yml", FEW, [0, 1]],
  ["moved.yml", MORE, [0, 1]],
  ["shrinking-pages.yml", ALL, [0, 1]],
  ["clock-skew.yml", FEW, [60, 300]],
] as const;

describe("a sweep through trouble that passes", () => {
  it.each(PASSING)("comes to the same inventory: %s", async (script, places, [least, most]) => {
    const peace = inventoryOf(await sweepInPeace(places));
    const swept = await sweepUnder(script, [...places, "--progress", "none"]);
    const { entries, gaps } = inventoryOf(swept);
    expect(gaps).toEqual(peace.gaps);
    expect(entries).toEqual(peace.entries);
    expect(swept.seconds).toBeGreaterThanOrEqual(least);
    expect(swept.seconds).toBeLessThanOrEqual(most);
    expectNoLeak(swept);
  });
});

const PROJECTS = ["acme/payments/api", "acme/payments/fraud/models", "acme/payments/worker"];
const MOST = [...PROJECTS, "acme/platform/monolith"];
/** Every source that stands beside the code; but merged configurations are asked for where something is included. */
const BESIDE = RESOURCE_KINDS.filter((kind) => kind !== "ci-config");
const INCLUDING = ["acme/payments/worker", "acme/platform/monolith"];
const GROUPS = ["acme", "acme/payments", "acme/payments/fraud"];
const gaps = (code: string, places: readonly string[], source: string): readonly string[] =>
  places.map((place) => `${code} | ${place} | ${source} | `);

/** Every gap, and how many places with planted values lie behind them. */
const LASTING: readonly (readonly [
  script: string,
  places: readonly string[],
  gaps: readonly string[],
  lost: number,
])[] = [
  [
    "broken-for-good.yml",
    FEW,
    [
      "GITLAB_SERVER_ERROR | acme/payments/api | issue | ",
      "GITLAB_SERVER_ERROR | acme/payments/api | variable | ",
      "GITLAB_SERVER_ERROR | acme/payments/fraud/models | job-log | job 8013",
    ],
    8,
  ],
  ["half-json.yml", FEW, ["GITLAB_BAD_ANSWER | acme/payments/api | webhook | "], 1],
  ["login-pages.yml", FEW, ["GITLAB_BAD_ANSWER | acme/payments/api | integration | "], 1],
  [
    "vanishing.yml",
    FEW,
    [
      "GITLAB_NOT_FOUND | acme/payments/api | wiki | ",
      "GIT_CLONE_FAILED | acme/payments/worker | history | ",
      // States are listed by GraphQL, which has not heard of it yet.
      ...["variable", "ci-config", ...BESIDE]
        .filter((source) => source !== "terraform-state")
        .flatMap((source) => gaps("GITLAB_NOT_FOUND", ["acme/payments/worker"], source)),
    ],
    7,
  ],
  ["broken-clones.yml", FEW, gaps("GIT_CLONE_FAILED", PROJECTS, "history"), 18],
  ["refused-variables.yml", FEW, gaps("GITLAB_FORBIDDEN", [...GROUPS, ...PROJECTS], "variable"), 12],
  [
    "refused-beside.yml",
    MORE,
    [
      ...gaps("GITLAB_FORBIDDEN", [...GROUPS, "acme/platform"], "credential"),
      ...gaps("GITLAB_FORBIDDEN", INCLUDING, "ci-config"),
      ...BESIDE.flatMap((source) => gaps("GITLAB_FORBIDDEN", MOST, source)),
    ],
    33,
  ],
];

describe("a sweep through trouble that stays", () => {
  it.each(LASTING)(
    "finds the rest, and names what it could not read: %s",
    async (script, places, expected, lost) => {
      const swept = await sweepUnder(script, places);
      const compared = expectComplete(swept, places);
      expect(describeGaps(inventoryOf(swept))).toEqual(expected.toSorted());
      expect(compared.lost).toHaveLength(lost);
      expect(swept.code).toBe(3);
      expectNoLeak(swept);
    },
  );
});

const ENDING = ["expired-token.yml", "expired-while-cloning.yml"];

describe("a sweep whose token expires", () => {
  it.each(ENDING)(
    "stops, keeps what it has, and the next one comes to the same inventory: %s",
    async (script) => {
      const peace = inventoryOf(await sweepInPeace(MORE));
      const swept = await sweepUnder(script, [...MORE, "--concurrency", "1"]);
      expect([swept.code, swept.stderr]).toEqual([2, expect.stringContaining("GITLAB_UNAUTHORIZED")]);
      expectNoLeak(swept);
      const again = await sweep(MORE, swept.folder);
      expect(again.stderr).toContain("Continuing the sweep of");
      expect(inventoryOf(again).entries).toEqual(peace.entries);
      expect(inventoryOf(again).gaps).toEqual(peace.gaps);
      expectNoLeak(again);
    },
  );
});

describe("the fault scripts", () => {
  it("are all tried here", () => {
    const tried = [...PASSING.map(([script]) => script), ...LASTING.map(([script]) => script), ...ENDING];
    expect(readdirSync(SCRIPTS).sort()).toEqual(tried.sort());
  });
});
