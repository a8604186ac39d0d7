/** Literal credentials in pipeline and deployment files: path and text in, values with their places out. Pure. */
import { isCredential } from "./admit.ts";
import { classifyFile, type FileKind, HEAD_LENGTH, isTemplateFile } from "./deployment-file.ts";
import type { Literal, Offer, Sink } from "./literal.ts";
import { plainText, spanOf } from "./mapped-text.ts";
import { readDockerfile } from "./readers/dockerfile.ts";
import { readDotenv } from "./readers/dotenv.ts";
import { readInventory } from "./readers/inventory.ts";
import { readMakefile } from "./readers/makefile.ts";
import { readSource } from "./readers/source.ts";
import { readXml } from "./readers/xml.ts";
import { readShell } from "./shell/script.ts";
import { walkTree } from "./yaml/walk.ts";
import { parseYaml } from "./yaml/parse.ts";

export type { Literal } from "./literal.ts";
export { isDeploymentFile } from "./deployment-file.ts";

/** Larger files are data, and read by rules alone. */
const MAX_LENGTH = 1_000_000;

/** Without one of these in it YAML names no credential and runs no command that takes one: it need not be parsed. */
const MARKS =
  /pass|pwd|\bpw|psk|psw|secret|token|key|auth|cred|salt|cookie|\bpat\b|jwt|pepper|identified|@|[\s"'](?:-{1,2}[a-zA-Z]|\/[a-z]{1,8}[:\s])|login|add_user|config|alias|using/i;

const readBy = (
  { reader, platform }: FileKind,
  text: string,
  sink: (offer: Offer, job?: string) => void,
): void => {
  const whole = plainText(text, 0);
  const plain: Sink = (offer) => sink(offer);
  switch (reader) {
    case "yaml":
      for (const tree of parseYaml(text)) walkTree(tree, { platform, sink });
      return;
    case "dockerfile":
      return readDockerfile(text, plain);
    case "dotenv":
      return readDotenv(text, plain);
    case "makefile":
      return readMakefile(text, plain);
    case "shell":
      return readShell(whole, plain, { dialect: "sh" });
    case "powershell":
    case "cmd":
      return readShell(whole, plain, { dialect: reader });
    case "groovy":
    case "hcl":
      return readSource(text, reader, plain);
    case "xml":
      return readXml(text, plain);
    case "inventory":
      return readInventory(text, plain);
  }
};

/** What base64 under `data` stands for; null if it is no text. */
const decode = (value: string): string | null => {
  const compact = value.replaceAll(/\s/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
  const text = Buffer.from(compact, "base64").toString("utf8").trim();
  return text !== "" && !/[\p{Cc}\ufffd]/u.test(text.replaceAll(/[\r\n\t]/g, "")) ? text : null;
};

const toLiteral = (offer: Offer, job: string | undefined, isTemplate: boolean): Literal | null => {
  const { name, value: word, place, user, host } = offer;
  const written = word.text.text;
  if (word.opens.length > 0 || written === "") return null;
  const value = offer.secret === "encoded" ? decode(written) : written;
  if (value === null || !isCredential(offer, value, isTemplate)) return null;
  return {
    name,
    value,
    ...spanOf(word.text),
    place,
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(job === undefined ? {} : { job }),
  };
};

/** By place; of those that overlap the one that was found first. */
const withoutOverlaps = (literals: readonly Literal[]): readonly Literal[] => {
  const sorted = literals
    .map((literal, index) => ({ literal, index }))
    .sort((a, b) => a.literal.start - b.literal.start || a.index - b.index);
  const kept: (typeof sorted)[number][] = [];
  for (const item of sorted) {
    const last = kept.at(-1);
    if (last === undefined || item.literal.start >= last.literal.end) kept.push(item);
    else if (item.index < last.index) kept[kept.length - 1] = item;
  }
  return kept.map(({ literal }) => literal);
};

/**
 * @param path of the file in its repository: says what kind it is, or leaves that to the text.
 * @returns literals in order of their place; none for other files and for texts over a million characters.
 */
export const findLiterals = (path: string, text: string): readonly Literal[] => {
  if (text.length > MAX_LENGTH) return [];
  const kind = classifyFile(path, text.slice(0, HEAD_LENGTH));
  if (kind === null || (kind.reader === "yaml" && !MARKS.test(text))) return [];
  const isTemplate = isTemplateFile(path);
  const literals: Literal[] = [];
  readBy(kind, text, (offer, job) => {
    const literal = toLiteral(offer, job, isTemplate);
    if (literal !== null) literals.push(literal);
  });
  return withoutOverlaps(literals);
};
