/** Reads `.gitlab-ci.yml`: jobs, their environments and the variables they use. Source: GitLab's ci.json schema. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLParseError,
  type YAMLMap,
} from "yaml";
import type { Pipeline, PipelineJob } from "./pipeline.ts";

/** Top-level keys that are no jobs. */
const KEYWORDS = new Set(
  "default include stages variables workflow spec image services before_script after_script cache pages_path".split(
    " ",
  ),
);

/** `$NAME`, `${NAME…}`, `%NAME%`, `$env:NAME`; `$$` is an escaped dollar. */
const REFERENCE = /(?<!\$)\$(?:env:)?\{?([A-Za-z_]\w*)|%([A-Za-z_]\w*)%/g;

const MAX_SIZE = 2 * 1024 * 1024;

interface Reading {
  readonly text: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

const lineOf = (reading: Reading, offset: number): number => reading.lines.linePos(offset).line;

/** References anywhere in the node's own text, comments left out line by line. */
const findUses = (reading: Reading, node: Node): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>();
  const [start, end] = node.range ?? [0, 0];
  for (const match of reading.text.slice(start, end).matchAll(REFERENCE)) {
    const name = match[1] ?? match[2] ?? "";
    const offset = start + match.index;
    const lineStart = reading.text.lastIndexOf("\n", offset - 1) + 1;
    if (/^\s*#/.test(reading.text.slice(lineStart, offset))) continue;
    if (!uses.has(name)) uses.set(name, lineOf(reading, offset));
  }
  return uses;
};

const readEnvironment = (job: YAMLMap): string | null => {
  const value = job.get("environment");
  const name = isMap(value) ? value.get("name") : value;
  return typeof name === "string" ? name : null;
};

/** What a map is made of beside its own keys, the first to be asked first: `<<: *defaults`, then `extends`, the last parent first. */
const listBases = (
  reading: Reading,
  jobs: ReadonlyMap<string, RawJob>,
  node: YAMLMap,
): readonly unknown[] => {
  const merged = node.items.flatMap(({ key, value }) =>
    isScalar(key) && key.source === "<<" ? (isSeq(value) ? value.items : [value]) : [],
  );
  const parents = readNames(node.get("extends", true)).flatMap((name) => jobs.get(name)?.node ?? []);
  return [
    ...merged.map((item) => (isAlias(item) ? item.resolve(reading.document) : item)),
    ...parents.toReversed(),
  ];
};

/** What the job says of the key, by itself or by what it is made of; a cycle ends at the second visit. */
const findKey = (
  reading: Reading,
  jobs: ReadonlyMap<string, RawJob>,
  { node: start, key }: { readonly node: YAMLMap; readonly key: string },
): unknown => {
  const visited = new Set<unknown>();
  const stack: unknown[] = [start];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isMap(node) || visited.has(node)) continue;
    visited.add(node);
    const own = node.get(key, true);
    if (own !== undefined) return isAlias(own) ? own.resolve(reading.document) : own;
    stack.push(
      ...listBases(reading, jobs, node)
        .toReversed()
        .filter((base) => base !== undefined),
    );
  }
  return undefined;
};

/** A tag that holds a variable is known at run time only. */
const readTags = (node: unknown): readonly string[] => {
  const items = isSeq(node) && node.tag !== "!reference" ? node.items : [];
  const tags = items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []));
  return tags.length < items.length || tags.some((tag) => tag.includes("$")) ? [] : tags;
};

const readIncludes = (node: unknown): readonly string[] => {
  if (isScalar(node) && typeof node.value === "string")
    return /^https?:/.test(node.value) ? [] : [node.value];
  if (isSeq(node)) return node.items.flatMap(readIncludes);
  if (!isMap(node)) return [];
  const local = node.get("local");
  return typeof local === "string" ? [local] : [];
};

/** Names in `extends: name`, `extends: [names]` and `!reference [name, section]`. */
const readNames = (node: unknown): readonly string[] => {
  if (isScalar(node)) return [String(node.value)];
  return isSeq(node) ? node.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : [])) : [];
};

/** Where a job takes text from: jobs by name, and anchored nodes by alias (`<<: *defaults`, `script: *shared`). */
const readParents = (
  reading: Reading,
  job: Node,
): { readonly names: readonly string[]; readonly nodes: readonly Node[] } => {
  const names: string[] = isMap(job) ? [...readNames(job.get("extends", true))] : [];
  const nodes: Node[] = [];
  visit(job, (_, node) => {
    if (isAlias(node)) {
      const resolved = node.resolve(reading.document);
      if (resolved !== undefined) nodes.push(resolved);
    } else if (isSeq(node) && node.tag === "!reference") names.push(...readNames(node).slice(0, 1));
  });
  return { names, nodes };
};

interface RawJob {
  readonly name: string;
  readonly node: YAMLMap;
  readonly keyOffset: number;
}

const collectJobs = (map: YAMLMap): readonly RawJob[] =>
  map.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    if (!isMap(value) || KEYWORDS.has(name) || !isNode(key)) return [];
    return [{ name, node: value, keyOffset: key.range?.[0] ?? 0 }];
  });

/** Uses of a node with those of all it is made of; a cycle ends at the second visit. */
const gatherUses = (
  reading: Reading,
  jobs: ReadonlyMap<string, RawJob>,
  start: readonly Node[],
): Map<string, number> => {
  const uses = new Map<string, number>();
  const visited = new Set<Node>();
  const queue = [...start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (visited.has(node)) continue;
    visited.add(node);
    for (const [variable, line] of findUses(reading, node)) if (!uses.has(variable)) uses.set(variable, line);
    const { names, nodes } = readParents(reading, node);
    queue.push(...nodes);
    for (const name of names) {
      const parent = jobs.get(name);
      if (parent !== undefined) queue.push(parent.node);
    }
  }
  return uses;
};

const defaultTags = ({ document }: Reading): unknown => document.getIn(["default", "tags"], true);

const toJob = (
  reading: Reading,
  jobs: ReadonlyMap<string, RawJob>,
  raw: RawJob,
  shared: readonly Node[],
): PipelineJob => {
  const uses = gatherUses(reading, jobs, [raw.node, ...shared]);
  const end = raw.node.range?.[1] ?? raw.keyOffset;
  return {
    name: raw.name,
    line: lineOf(reading, raw.keyOffset),
    endLine: lineOf(reading, Math.max(raw.keyOffset, end - 1)),
    environment: readEnvironment(raw.node),
    tags: readTags(findKey(reading, jobs, { node: raw.node, key: "tags" }) ?? defaultTags(reading)),
    uses: [...uses]
      .map(([variable, line]) => ({ variable, line }))
      .sort((a, b) => (a.variable < b.variable ? -1 : 1)),
  };
};

/** The parser's own message may quote the file, and so a secret: its code and the place say enough. */
const describeProblem = ({ code, linePos }: YAMLParseError): string => {
  const what = code.toLowerCase().replaceAll("_", " ");
  const at = linePos?.[0];
  return at === undefined ? what : `${what} at line ${at.line}, column ${at.col}`;
};

const EMPTY: Pipeline = { jobs: [], includes: [], problems: [] };

/** Never throws: a file that cannot be understood has problems and no jobs. */
export const parseGitlabCi = (text: string): Pipeline => {
  if (text.length > MAX_SIZE) return { ...EMPTY, problems: ["larger than 2 MiB"] };
  const lines = new LineCounter();
  const tags = [{ tag: "!reference", collection: "seq" as const }];
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    customTags: tags,
    version: "1.1",
    uniqueKeys: false,
  });
  if (!Array.isArray(documents)) return EMPTY;
  const problems = documents.flatMap(({ errors }) => errors.map(describeProblem));
  // `spec:` header documents come first; the pipeline is the last one.
  const document = documents.at(-1);
  const map = document?.contents;
  if (document === undefined || !isMap(map))
    return {
      ...EMPTY,
      problems: problems.length > 0 || map === null || map === undefined ? problems : ["not a mapping"],
    };
  const reading = { text, lines, document };
  const all = collectJobs(map);
  const byName = new Map(all.map((job) => [job.name, job]));
  const shared = ["default", "before_script", "after_script"].flatMap((key) => {
    const node = map.get(key, true);
    return isNode(node) ? [node] : [];
  });
  return {
    // Names with a leading dot are templates; their uses count where they are extended.
    jobs: all.filter(({ name }) => !name.startsWith(".")).map((job) => toJob(reading, byName, job, shared)),
    includes: readIncludes(map.get("include", true)),
    problems,
  };
};
