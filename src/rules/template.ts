/** Expands templates of synthetic secrets: rule files and fixtures hold no value that looks live. */
import { createSeededRandom } from "../lib/seeded-random.ts";
import { ALPHABETS, GENERATORS, TRANSFORMS } from "./generators.ts";

const expandOne = (body: string): string => {
  const [head = "", ...steps] = body.split("|").map((part) => part.trim());
  const [kind = "", ...words] = head.split(/\s+/);
  const options = new Map<string, string>();
  let length = 0;
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1));
    else length = Number(word);
  }
  const random = createSeededRandom(`${kind} ${length} ${options.get("seed") ?? "0"}`);
  const alphabet = ALPHABETS[kind];
  const generate = GENERATORS[kind];
  let text: string;
  if (alphabet !== undefined && length > 0)
    text = (options.get("prefix") ?? "") + random.pick(alphabet, length);
  else if (generate !== undefined) text = generate(random, options);
  else throw new Error(`unknown template {{${body}}}`);
  for (const step of steps) {
    const transform = TRANSFORMS[step];
    if (transform === undefined) throw new Error(`unknown transform "${step}" in {{${body}}}`);
    text = transform(text);
  }
  return text;
};

/**
 * Replaces every `{{kind length option=value | transform}}`, e.g. `ghp_{{b62 30 seed=1 | crc-b62}}`,
 * `{{u64 20 seed=2 prefix=glpat-}}`, `{{pem label=RSA_PRIVATE_KEY seed=3}}`, `{{jwt iss=https://x seed=4}}`. The same
 * template always gives the same text. `{{"…"}}` stands for the text itself (to write braces).
 * @throws Error naming an unknown kind or transform.
 */
export const expandTemplate = (template: string): string =>
  template.replaceAll(
    /\{\{"(.*?)"\}\}|\{\{(.*?)\}\}/gs,
    (_, literal: string | undefined, body: string | undefined) => literal ?? expandOne(body ?? ""),
  );
