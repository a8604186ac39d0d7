/** The command line as a whole: global options, help, exit codes. */
import { Command, CommanderError } from "commander";
import { COMMANDS } from "./registry.ts";
import type { ExitCode, Shell } from "./shell.ts";

const EXAMPLES = `
Examples:
  vaultbound scan                       this repository, files and whole history
  vaultbound scan - < deploy.log        standard input
  GITLAB_TOKEN=… vaultbound sweep acme --gitlab-url https://gitlab.example.com
  vaultbound inventory --format json --output inventory.json

Exit codes:
  0    nothing at or above --fail-on (scan: low; sweep, inventory, changes: never)
       doctor: all that was tried can be read
  1    findings at or above --fail-on; sweep and changes: something new, or back,
       at or above --fail-on-new
       doctor: a sweep works, but something will be missing
  2    wrong usage, configuration or token, or it could not finish
       doctor: a sweep cannot work
  3    finished, but something could not be scanned (--allow-gaps makes it 0)
  130  interrupted
  Findings go before gaps: 1 may mean both.

Settings: an option goes before its environment variable (--fail-on is
VAULTBOUND_FAIL_ON), that before the file of --config, that before the default.

The token needs the scopes read_api and read_repository. Secret values are never
printed or stored.`;

const buildProgram = (shell: Shell, done: (code: ExitCode) => void, output: string[]): Command => {
  const program = new Command("vaultbound")
    .description("Finds every secret in GitLab and says exactly how each one moves into HashiCorp Vault.")
    .version(shell.version, "-V, --version")
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(shell.columns, 100) })
    .configureOutput({
      writeOut: (text) => void output.push(text),
      writeErr: (text) => shell.note(text.trimEnd()),
    })
    .showHelpAfterError("(vaultbound --help tells what there is)")
    .addHelpText("after", EXAMPLES);
  for (const add of COMMANDS) add(program, shell, done);
  return program;
};

/** Help of every command as it is printed 100 columns wide, for the documentation. */
export const describeProgram = (
  shell: Shell,
): readonly { readonly name: string; readonly help: string }[] => {
  const output: string[] = [];
  const program = buildProgram(shell, () => undefined, output);
  program.outputHelp();
  const main = { name: program.name(), help: output.splice(0).join("") };
  const rest = program.commands.map((command) => {
    command.outputHelp();
    return { name: `${program.name()} ${command.name()}`, help: output.splice(0).join("") };
  });
  return [main, ...rest];
};

/** @returns the exit code; 2 for wrong usage, which commander has explained on standard error. */
export const runProgram = async (args: readonly string[], shell: Shell): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const output: string[] = [];
  const program = buildProgram(
    shell,
    (result) => {
      code = result;
    },
    output,
  );
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  }
  for (const text of output) await shell.print(text);
  return code;
};
