/** Options about what to ignore, shared by the commands that report. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { readIgnoreList } from "../ignore/read-list.ts";
import type { IgnoreList, ReadIgnoreList } from "../ignore/rule.ts";
import { describeIgnored, type IgnoredCount, settleIgnored } from "../ignore/settle.ts";
import { makeError } from "../model/errors.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Shell } from "./shell.ts";

export interface IgnoreFlags {
  readonly ignore: readonly string[];
  readonly repoIgnore: boolean;
  readonly showIgnored?: boolean;
}

export const addIgnoreOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--ignore <file>",
        "ignore what this file says, ours or Vault Radar's; may be given several times",
      )
        .argParser((file: string, files: readonly string[]) => [...files, file])
        .default([], "none"),
    )
    .addOption(
      new Option("--no-repo-ignore", "report also what a repository's own ignore files and comments ignore"),
    )
    .addOption(new Option("--show-ignored", "list what is ignored too, with the file and line that say so"));

const readText = async (file: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const detail = `cannot read ${file} (${cause.code ?? "unreadable"})`;
    throw makeError("CONFIG_INVALID", [{ option: "--ignore", detail }], cause);
  });

const readGiven = async (file: string): Promise<IgnoreList> => {
  const { list, problems }: ReadIgnoreList = readIgnoreList(await readText(file), {
    origin: "operator",
    file,
  });
  const [problem] = problems;
  if (problem !== undefined) {
    const detail = `${file}, line ${problem.line}: ${problem.detail}`;
    throw makeError("CONFIG_INVALID", [{ option: "--ignore", detail }]);
  }
  return list;
};

/** Where Vault Radar's command line keeps what one person ignores. */
const RADAR_HOME = ".hashicorp/vault-radar/ignore.yaml";

const readHome = async (shell: Shell): Promise<readonly IgnoreList[]> => {
  const home = shell.environment["HOME"] ?? "";
  if (home === "") return [];
  const text = await readFile(join(home, RADAR_HOME), "utf8").catch(() => null);
  if (text === null) return [];
  const file = `~/${RADAR_HOME}`;
  const { list, problems } = readIgnoreList(text, { origin: "operator", file });
  for (const { line, detail } of problems) shell.note(`${file}, line ${line}, ignores nothing: ${detail}.`);
  return [list];
};

/** The operator's own lists. @throws VaultboundError CONFIG_INVALID for a given file that is wrong. */
export const readIgnores = async (flags: IgnoreFlags, shell: Shell): Promise<readonly IgnoreList[]> => [
  ...(await Promise.all(flags.ignore.map(readGiven))),
  ...(await readHome(shell)),
];

export interface ReportedFacts {
  /** For the reports. */
  readonly shown: readonly TargetFacts[];
  /** For the exit code: what is ignored fails nothing, shown or not. */
  readonly counted: readonly TargetFacts[];
  /** What was left out, for the reports. */
  readonly ignored: { readonly ignored?: IgnoredCount };
}

/** Leaves ignored secrets out, and says so. */
export const settleFacts = (
  facts: readonly TargetFacts[],
  flags: Pick<IgnoreFlags, "repoIgnore" | "showIgnored">,
  shell: Shell,
): ReportedFacts => {
  const settle = (shows: boolean) => settleIgnored(facts, { honoursRepository: flags.repoIgnore, shows });
  const { facts: counted, ignored } = settle(false);
  const sentence = describeIgnored(ignored);
  if (sentence !== null) {
    const list = flags.showIgnored === true ? "" : " --show-ignored lists them.";
    const off = ignored.repository === 0 ? "" : " --no-repo-ignore turns the repository's own rules off.";
    shell.note(`${sentence}${list}${off}`);
  }
  const isLeftOut = sentence !== null && flags.showIgnored !== true;
  return {
    shown: flags.showIgnored === true ? settle(true).facts : counted,
    counted,
    ignored: isLeftOut ? { ignored } : {},
  };
};
