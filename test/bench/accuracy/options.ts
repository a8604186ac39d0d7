/** What the command line of the accuracy benchmark asks for. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { FoldChoice } from "./train.ts";

export const USAGE = `npm run bench:accuracy -- [CORPUS-FOLDER] [options]
  CORPUS-FOLDER     examples-dev.jsonl and its neighbours (default: shared/corpus beside the repository)
  --wild FOLDER…    also count reports in folders of code without labels
  --sample N        print N random ones of these (default 20)
  --seed TEXT       … other ones (default 1)
  --fold N          labelled values: this fold only
  --without-fold N  labelled values: all folds but this one
  --top N           groups of misses and false alarms to print (default 12)
  --json FILE       write everything, every single case too`;

const CORPUS = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));

export interface Options {
  readonly corpus: string;
  readonly wild: readonly string[];
  readonly sample: { readonly size: number; readonly seed: string };
  readonly folds: FoldChoice;
  readonly top: number;
  readonly json: string | undefined;
}

const readCount = (text: string, name: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`${name} needs a number.\n${USAGE}`);
  return Number(text);
};

const TEXT = { type: "string" } as const;
const FLAGS = {
  wild: { ...TEXT, multiple: true },
  sample: { ...TEXT, default: "20" },
  seed: { ...TEXT, default: "1" },
  fold: TEXT,
  "without-fold": TEXT,
  top: { ...TEXT, default: "12" },
  json: TEXT,
  help: { type: "boolean", short: "h" },
} as const;

/** `--wild` takes all folders after it. @returns null if the usage was asked for. @throws Error with the usage. */
export const readOptions = (args: readonly string[]): Options | null => {
  const { values, tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    tokens: true,
    options: FLAGS,
  });
  if (values.help === true) return null;
  const corpora: string[] = [];
  const wild: string[] = [];
  let isWild = false;
  for (const token of tokens)
    if (token.kind === "positional") (isWild ? wild : corpora).push(token.value);
    else if (token.kind === "option" && token.name === "wild") {
      isWild = true;
      wild.push(token.value);
    }
  const [corpus = CORPUS, ...rest] = corpora;
  if (rest.length > 0) throw new Error(`One corpus folder only.\n${USAGE}`);
  const { fold, "without-fold": without } = values;
  return {
    corpus,
    wild,
    sample: { size: readCount(values.sample, "--sample"), seed: values.seed },
    folds: {
      ...(fold === undefined ? {} : { only: readCount(fold, "--fold") }),
      ...(without === undefined ? {} : { without: readCount(without, "--without-fold") }),
    },
    top: readCount(values.top, "--top"),
    json: values.json,
  };
};
