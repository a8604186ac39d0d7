/** `vaultbound rules ignore`: entries for an ignore file that name a value without holding it. */
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { readIgnoreList, REPOSITORY_FILES } from "../ignore/read-list.ts";
import { printSalt, SALT_SIZE } from "../ignore/slow-hash.ts";
import { makeError } from "../model/errors.ts";
import { type IgnoreEntry, makeIgnoreEntries } from "../run/ignore-entry.ts";
import { parsePlace, readBytes } from "./place.ts";
import { buildDetector, readRules, rulesOption } from "./rule-options.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags {
  readonly rules: readonly string[];
  readonly file: string;
}

interface Present {
  readonly isThere: boolean;
  /** Null if it has none yet. */
  readonly salt: Uint8Array | null;
}

/** The file that is to hold the entries. */
const readPresent = async (file: string): Promise<Present> => {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return { isThere: false, salt: null };
  const { list, problems } = readIgnoreList(text, { origin: "operator", file });
  const [problem] = problems;
  if (problem !== undefined)
    throw makeError("CONFIG_INVALID", [
      { option: "--file", detail: `${file}, line ${problem.line}: ${problem.detail}` },
    ]);
  return { isThere: true, salt: list.salt };
};

const advise = (file: string, { isThere, salt }: Present): string => {
  if (!isThere) return `Write this to ${file}.`;
  return salt === null
    ? `${file} has no id yet: put this one at its top, and the rest into its list.`
    : `Add this to the list in ${file}.`;
};

const render = (entry: IgnoreEntry, place: string): string =>
  `  - rules: [${entry.rule}]\n    values: [${entry.hash}]\n    reason: ${JSON.stringify(`why ${place} is no secret`)}\n`;

const printEntries = async (place: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const { file, line } = parsePlace(place);
  const [bytes, rules, present] = await Promise.all([
    readBytes(file),
    readRules(flags.rules, shell),
    readPresent(flags.file),
  ]);
  const salt = present.salt ?? shell.randomBytes(SALT_SIZE);
  const entries = await makeIgnoreEntries({ bytes, line }, buildDetector(rules), {
    salt,
    signal: shell.signal,
  });
  if (entries.length === 0) {
    shell.note("Nothing is found there.");
    return 1;
  }
  if (present.salt === null) await shell.print(`version: 1\nid: ${printSalt(salt)}\nignore:\n`);
  for (const entry of entries) await shell.print(render(entry, place));
  const what = entries.length === 1 ? "a slow hash" : "slow hashes";
  shell.note(`${advise(flags.file, present)} It holds no value: ${what} only.`);
  return 0;
};

export const addRulesIgnore = (rules: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  rules
    .command("ignore")
    .description(
      "Prints entries for an ignore file that ignore what is found at a place, wherever the same value stands. The " +
        "entries hold slow hashes, no values.",
    )
    .argument("<place>", "FILE:LINE, or FILE for all lines")
    .addOption(
      new Option("--file <file>", "ignore file that is to hold them; its id is their salt").default(
        REPOSITORY_FILES[0],
      ),
    )
    .addOption(rulesOption())
    .action(async (place: string, flags: Flags) => done(await printEntries(place, flags, shell)));
};
