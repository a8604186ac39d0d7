/** What the command line of the comparison asks for. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const USAGE = `npm run bench:peers -- [FOLDER…] [options]
  FOLDER…             code to scan with every scanner that is installed, one after another
  --tool NAME=PROGRAM where a scanner is, if not on PATH; vaultbound=dist/cli.js: ours as built
  --only NAME         this scanner only (may be given several times); ours always runs
  --corpus FOLDER     also score all of them on examples-dev.jsonl and real-dev.jsonl of this folder
  --sample N          name N random places that only the others report, and N that only we do
  --seed TEXT         … other ones (default 1)`;

const CLI = fileURLToPath(new URL("../../../src/cli.ts", import.meta.url));

export interface Options {
  readonly folders: readonly string[];
  readonly cli: string;
  /** Programs by the name of their scanner. */
  readonly programs: ReadonlyMap<string, string>;
  readonly only: readonly string[];
  readonly corpus: string | undefined;
  readonly sample: { readonly size: number; readonly seed: string };
}

const TEXT = { type: "string" } as const;
const FLAGS = {
  tool: { ...TEXT, multiple: true },
  only: { ...TEXT, multiple: true },
  corpus: TEXT,
  sample: { ...TEXT, default: "0" },
  seed: { ...TEXT, default: "1" },
  help: { type: "boolean", short: "h" },
} as const;

const splitTool = (text: string): readonly [name: string, program: string] => {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new Error(`--tool needs NAME=PROGRAM.\n${USAGE}`);
  const program = text.slice(at + 1);
  // A bare name is looked up on PATH; the scanners start in another folder than we.
  return [text.slice(0, at), program.includes("/") ? resolve(program) : program];
};

/** @returns null if the usage was asked for. @throws Error with the usage. */
export const readOptions = (args: readonly string[]): Options | null => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: FLAGS });
  if (values.help === true || (positionals.length === 0 && values.corpus === undefined)) return null;
  if (!/^\d+$/.test(values.sample)) throw new Error(`--sample needs a number.\n${USAGE}`);
  const programs = new Map((values.tool ?? []).map(splitTool));
  return {
    folders: positionals.map((folder) => resolve(folder)),
    cli: programs.get("vaultbound") ?? CLI,
    programs,
    only: values.only ?? [],
    corpus: values.corpus,
    sample: { size: Number(values.sample), seed: values.seed },
  };
};
