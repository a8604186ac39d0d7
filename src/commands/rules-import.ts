/** `vaultbound rules import`: rules of other tools as a rule pack of one's own. */
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { printable } from "../lib/printable.ts";
import { makeError } from "../model/errors.ts";
import { FOREIGN_TOOLS, type ForeignFile, type ForeignTool } from "../rules/import-foreign.ts";
import type { ImportedPack, ImportedRule } from "../run/import-rules.ts";
import { readBytes } from "./place.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags {
  readonly from: ForeignTool;
  readonly provider?: string;
  readonly output?: string;
  readonly ignoreOutput?: string;
}

const read = async (file: string, tool: ForeignTool): Promise<ForeignFile> => {
  const text = (await readBytes(file)).toString("utf8");
  const { readForeignFile } = await import("../rules/import-file.ts");
  try {
    return readForeignFile(tool, text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : "unreadable";
    throw makeError("CONFIG_INVALID", [{ option: "rules import", detail: `${file}: ${detail}` }], cause);
  }
};

const write = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw makeError("OUTPUT_FAILED", [{ path: file, detail: cause.code ?? "unwritable" }], cause);
  });

const describe = ({ id, isConverted, notes }: ImportedRule): string => {
  const verdict = isConverted ? (notes.length === 0 ? "ok      " : "differs ") : "left out";
  return [`${verdict}  ${printable(id)}`, ...notes.map((note) => `            ${printable(note)}`)].join(
    "\n",
  );
};

const writePack = async ({ pack, ignores }: ImportedPack, flags: Flags, shell: Shell): Promise<void> => {
  if (pack !== null && flags.output !== undefined) await write(flags.output, pack);
  else if (pack !== null) await shell.print(pack);
  if (ignores === null) return;
  if (flags.ignoreOutput !== undefined) await write(flags.ignoreOutput, ignores);
  else
    shell.note(
      "What is allowed by path belongs in an ignore file: --ignore-output FILE writes one for --ignore.",
    );
};

const runImport = async (file: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  // Loaded when it is needed: other commands need no TOML.
  const [{ toKebab }, { importRules }] = await Promise.all([
    import("../rules/import-convert.ts"),
    import("../run/import-rules.ts"),
  ]);
  const provider = toKebab(flags.provider ?? basename(file).replace(/\.[A-Za-z]+$/, ""));
  if (provider === "")
    throw makeError("CONFIG_INVALID", [{ option: "--provider", detail: "needs letters or digits" }]);
  const imported = importRules(await read(file, flags.from), { provider, name: basename(file) });
  for (const rule of imported.rules) shell.note(describe(rule));
  for (const note of imported.notes) shell.note(note);
  await writePack(imported, flags, shell);
  const converted = imported.rules.filter(({ isConverted }) => isConverted).length;
  shell.note(`${converted} of ${imported.rules.length} rules converted.`);
  return converted === imported.rules.length ? 0 : 1;
};

export const addRulesImport = (rules: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  rules
    .command("import")
    .description(
      "Converts the rules of another tool's configuration into a rule pack for --rules. Says for each rule in what it " +
        "differs, or why it was left out; exits 1 if one was. Rules that could be slow are left out.",
    )
    .argument(
      "<file>",
      "configuration of gitleaks or betterleaks (TOML), or a custom risk type of Vault Radar (YAML)",
    )
    .addOption(new Option("--from <tool>", "whose format it is").choices(FOREIGN_TOOLS).makeOptionMandatory())
    .addOption(
      new Option(
        "--provider <name>",
        "name of the pack, with which all ids begin (default: the file's name)",
      ),
    )
    .addOption(new Option("-o, --output <file>", "write the pack there instead of printing it"))
    .addOption(new Option("--ignore-output <file>", "write what is allowed by path there, as an ignore file"))
    .action(async (file: string, flags: Flags) => done(await runImport(file, flags, shell)));
};
