/** `vaultbound doctor`: whether a sweep can work here, and what it would miss. */
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { jsonObject } from "../reports/json-text.ts";
import { createCanvas, item } from "../reports/table-text.ts";
import { type Check, check, checkError, checkToken, type Verdict } from "../run/check-token.ts";
import { chooseSources } from "../run/choose-sources.ts";
import { checkPlaces } from "../run/doctor.ts";
import { normalizePaths } from "../run/select-projects.ts";
import { addConnectOptions, connect, type ConnectFlags, readServerTime, readToken } from "./connect.ts";
import { checkClock, checkGit, checkNetwork, checkSpace, checkStore } from "./doctor-machine.ts";
import { configOption, readConfig, storeOption } from "./options.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags extends ConnectFlags {
  readonly store?: string;
  readonly format: "table" | "json";
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  ok: "ok",
  note: "note",
  warning: "warning",
  missing: "missing",
  unusable: "UNUSABLE",
};
const STYLES = {
  ok: "green",
  note: "dim",
  warning: "yellow",
  missing: "yellow",
  unusable: "red",
} as const satisfies Readonly<Record<Verdict, unknown>>;

const chooseCode = (checks: readonly Check[]): ExitCode => {
  const has = (verdict: Verdict): boolean => checks.some((one) => one.verdict === verdict);
  return has("unusable") ? 2 : has("missing") ? 1 : 0;
};

const CONCLUSIONS: Readonly<Record<0 | 1 | 2, string>> = {
  0: "A sweep can read everything that was tried.",
  1: "A sweep works; what is missing above it lists as gaps.",
  2: "A sweep cannot work like this.",
};

const SIGN_WIDTH = 10;

function* renderText(checks: readonly Check[], { columns, color }: Shell): Generator<string> {
  const canvas = createCanvas(columns, color);
  for (const { name, verdict, detail, hint } of checks) {
    const lines = [
      ...item(canvas, SIGN_WIDTH, `${name}: ${detail}`),
      ...(hint === "" ? [] : item(canvas, SIGN_WIDTH + 2, hint)),
    ];
    const [first = "", ...rest] = lines;
    yield `${canvas.paint(STYLES[verdict], SIGNS[verdict].padEnd(SIGN_WIDTH))}${first.slice(SIGN_WIDTH)}\n`;
    for (const line of rest) yield `${line}\n`;
  }
  const code = chooseCode(checks);
  yield `\n${code === 1 || code === 2 ? CONCLUSIONS[code] : CONCLUSIONS[0]}\n`;
}

function* renderJson(checks: readonly Check[]): Generator<string> {
  yield* jsonObject(
    [
      { name: "version", value: 1 },
      { name: "exitCode", value: chooseCode(checks) },
      { name: "checks", items: checks },
    ],
    0,
  );
  yield "\n";
}

/** What only an answering GitLab can tell; nothing after the first thing that makes a sweep impossible. */
const checkGitLab = async (
  paths: readonly string[],
  config: Config,
  shell: Shell,
): Promise<readonly Check[]> => {
  let token: string;
  try {
    token = await readToken(config, shell);
  } catch (error) {
    return [checkError("token", "unusable", error)];
  }
  const now = shell.now().getTime();
  try {
    const gitlab = await connect(config, token, shell);
    try {
      const identity = await checkToken(gitlab, now);
      if (identity.some(({ verdict }) => verdict === "unusable")) return identity;
      const clock = checkClock(await readServerTime(config, token, shell), shell.now().getTime());
      const places = await checkPlaces({
        gitlab,
        paths,
        sources: chooseSources(null, []),
        git: { environment: shell.environment, signal: shell.signal },
        clone: { token, caFile: config.caFile, tempParent: shell.tempFolder, owner: shell.pid },
      });
      const calls = check("calls", "note", `${gitlab.calls()} API calls were made to find this out`);
      return [...identity, clock, ...places, calls];
    } finally {
      await gitlab.close();
    }
  } catch (error) {
    return [checkError("gitlab", "unusable", error)];
  }
};

const runDoctor = async (places: readonly string[], flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig(flags, shell);
  const context = { environment: shell.environment, signal: shell.signal };
  const checks = [
    await checkGit(context, shell.tempFolder),
    await checkStore(config.store),
    await checkSpace(shell.tempFolder),
    ...checkNetwork(shell, config),
    ...(await checkGitLab(normalizePaths(places), config, shell)),
  ];
  for (const chunk of flags.format === "json" ? renderJson(checks) : renderText(checks, shell))
    await shell.print(chunk);
  return chooseCode(checks);
};

export const addDoctor = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("doctor")
    .summary("whether a sweep can work here, and what it would miss")
    .description(
      "Looks at git, store, disk, proxy, clock and token, and tries every source on a few projects of the groups named " +
        "(or of those the token belongs to): what would be a gap, and what to grant. Reads little and stores nothing. " +
        "Exits 0 if all is fine, 1 if something will be missing, 2 if a sweep cannot work.",
    )
    .argument("[place...]", "full paths of groups and projects");
  addConnectOptions(command)
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(
      new Option("-f, --format <name>", "what to print: table, json")
        .choices(["table", "json"])
        .default("table"),
    )
    .action(async (places: readonly string[], flags: Flags) => done(await runDoctor(places, flags, shell)));
};
