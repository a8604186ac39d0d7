/** Makes ordinary-looking commits in bulk: source files that grow function by function, without anything secret. */
import { createSeededRandom } from "../../src/lib/seeded-random.ts";

interface GeneratedChange {
  readonly subject: string;
  readonly path: string;
  readonly text: string;
}

const NOUNS = ["order", "invoice", "account", "report", "customer", "address", "basket", "shipment"];
const VERBS = ["load", "save", "count", "render", "validate", "merge", "archive", "export"];
const FOLDERS = ["billing", "catalogue", "delivery", "search"];
const FUNCTIONS_PER_FILE = 12;

const makeFunction = (verb: string, noun: string, number: number): string =>
  [
    `/** ${verb}s ${noun} ${number}. */`,
    `export function ${verb}${noun.charAt(0).toUpperCase()}${noun.slice(1)}${number}(${noun}, options = {}) {`,
    `  const limit = options.limit ?? ${(number % 50) + 10};`,
    `  const token = options.token ?? tokenFor(${noun}.id);`,
    `  return ${noun}.items.slice(0, limit).map((item) => ({ ...item, key: item.key, token }));`,
    "}",
    "",
  ].join("\n");

/** The same seed always gives the same commits. Each rewrites one file with one function more. */
export const generateChanges = (seed: string, count: number): readonly GeneratedChange[] => {
  const random = createSeededRandom(`commits ${seed}`);
  const pick = (words: readonly string[]): string => words[(random.bytes(1)[0] ?? 0) % words.length] ?? "";
  const files = new Map<string, readonly string[]>();
  return Array.from({ length: count }, (_, number) => {
    const [verb, noun] = [pick(VERBS), pick(NOUNS)];
    const path = `src/${pick(FOLDERS)}/${seed}-${noun}.js`;
    const functions = [...(files.get(path) ?? []), makeFunction(verb, noun, number)].slice(
      -FUNCTIONS_PER_FILE,
    );
    files.set(path, functions);
    return { subject: `${verb} ${noun} faster (#${number + 1})`, path, text: functions.join("\n") };
  });
};
