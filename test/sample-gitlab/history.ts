/** Turns a project's history steps into commits with parents, changes and dates (pure). */
import type { Commit, History, Step, Tag } from "./company.ts";
import { generateChanges } from "./generated-code.ts";
import { NO_TEXT, type Text } from "./placeholders.ts";

type Tree = ReadonlyMap<string, Text>;

interface Branch {
  tip: number;
  tree: Tree;
  /** The tree it started from: the base of a later merge. */
  readonly base: Tree;
}

type CommitStep = Extract<Step, { kind: "commit" }>;

const HOURS_BETWEEN_COMMITS = 7;

/** What a merge of `branch` brings to another branch: everything changed since it was made. */
const changesSinceFork = (branch: Branch): Map<string, Text | null> => {
  const changes = new Map<string, Text | null>();
  for (const [path, text] of branch.tree) {
    if (branch.base.get(path) !== text) changes.set(path, text);
  }
  for (const path of branch.base.keys()) if (!branch.tree.has(path)) changes.set(path, null);
  return changes;
};

const collectChanges = (
  step: Pick<CommitStep, "rename" | "remove" | "write">,
  tree: Tree,
  merged: Branch | null,
): Map<string, Text | null> => {
  const changes = merged === null ? new Map<string, Text | null>() : changesSinceFork(merged);
  for (const [from, to] of step.rename) {
    const text = tree.get(from);
    if (text === undefined) throw new Error(`cannot rename ${from}: no such file at that commit`);
    changes.set(from, null).set(to, text);
  }
  for (const path of step.remove) {
    if (!tree.has(path)) throw new Error(`cannot delete ${path}: no such file at that commit`);
    changes.set(path, null);
  }
  for (const [path, text] of step.write) changes.set(path, text);
  return changes;
};

const applyChanges = (tree: Tree, changes: ReadonlyMap<string, Text | null>): Tree => {
  const next = new Map(tree);
  for (const [path, text] of changes) {
    if (text === null) next.delete(path);
    else next.set(path, text);
  }
  return next;
};

const generatedSteps = (step: Extract<Step, { kind: "generate" }>): readonly CommitStep[] =>
  generateChanges(step.seed, step.commits).map(({ subject, path, text }) => ({
    kind: "commit",
    ref: null,
    merge: null,
    author: step.author,
    message: { ...NO_TEXT, text: subject },
    write: new Map([[path, { ...NO_TEXT, text }]]),
    rename: new Map(),
    remove: [],
  }));

/** Where a history begins. */
interface Beginning {
  /** For errors. */
  readonly path: string;
  readonly defaultBranch: string;
  /** ISO date. */
  readonly started: string;
}

/** @throws Error when a step refers to a branch or file that is not there. */
export const resolveHistory = (
  steps: readonly Step[],
  { path, defaultBranch, started }: Beginning,
): History => {
  const main = `refs/heads/${defaultBranch}`;
  const branches = new Map<string, Branch>();
  const commits: Commit[] = [];
  const tags: Tag[] = [];
  const branchAt = (ref: string): Branch => {
    const branch = branches.get(ref);
    if (branch === undefined) throw new Error(`${path}: ${ref} has no commit yet`);
    return branch;
  };
  const start = Date.parse(`${started}T09:00:00Z`) / 1000;
  const dateNow = (): number => start + (commits.length + tags.length) * HOURS_BETWEEN_COMMITS * 3600;
  const commit = ({ ref: given, merge, author, message, ...step }: CommitStep): void => {
    const ref = given ?? main;
    const from = branches.get(ref) ?? branches.get(main) ?? null;
    const tree = from?.tree ?? new Map<string, Text>();
    const merged = merge === null ? null : branchAt(merge);
    const changes = collectChanges(step, tree, merged);
    const mark = commits.length + 1;
    const parents = [from, merged].flatMap((branch) => (branch === null ? [] : [branch.tip]));
    commits.push({ mark, ref, parents, author, date: dateNow(), message, changes });
    branches.set(ref, {
      tip: mark,
      tree: applyChanges(tree, changes),
      base: branches.get(ref)?.base ?? tree,
    });
  };
  for (const step of steps) {
    if (step.kind === "commit") commit(step);
    else if (step.kind === "generate") generatedSteps(step).forEach(commit);
    else if (step.kind === "delete-ref") branches.delete(step.ref);
    else tags.push({ ...step, target: branchAt(main).tip, date: dateNow() });
  }
  const refs = new Map([...branches].map(([ref, { tip }]) => [ref, tip]));
  return { commits, tags, refs, head: branches.get(main)?.tree ?? new Map() };
};
