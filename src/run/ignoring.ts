/** What to ignore in one target: the operator's lists and the repository's own, which is a stranger's. */
import type { GitContext } from "../git/process.ts";
import { type OpenedRepository, readFileAtHead } from "../git/repository.ts";
import { createIgnoreBook } from "../ignore/book.ts";
import { readIgnoreList, REPOSITORY_FILES } from "../ignore/read-list.ts";
import type { IgnoreList, IgnoreProblem, ReadIgnoreList } from "../ignore/rule.ts";
import type { Gap } from "../model/gap.ts";
import type { TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import { readTextInside } from "../sources/files.ts";
import { makeGap, type SourceContext } from "../sources/source.ts";
import type { OnValue } from "./seal.ts";

export interface Ignoring {
  readonly onValue: OnValue;
  mark(
    findings: readonly SealedFinding[],
  ): Promise<{ readonly findings: readonly SealedFinding[]; readonly gaps: readonly Gap[] }>;
}

/** As a person at a working tree has it now; in a bare clone as the default branch has it. */
const readFrom = async (
  repository: OpenedRepository | null,
  target: Target,
  { name, git }: { readonly name: string; readonly git: GitContext },
): Promise<string | null> => {
  if (repository === null) return target.kind === "folder" ? readTextInside(target.path, name) : null;
  return repository.workTree === null
    ? readFileAtHead(repository, name, git)
    : readTextInside(repository.workTree, name);
};

const readOwn = async (
  target: Target,
  { repository, git }: SourceContext,
): Promise<readonly ReadIgnoreList[]> => {
  const lists: ReadIgnoreList[] = [];
  for (const name of REPOSITORY_FILES) {
    const text = await readFrom(repository, target, { name, git });
    if (text !== null) lists.push(readIgnoreList(text, { origin: "repository", file: name }));
  }
  return lists;
};

/** Whether the repository ignores anything by itself: that can depend on values which are not read again. */
export const hasOwnIgnores = async (repository: OpenedRepository, git: GitContext): Promise<boolean> => {
  for (const name of REPOSITORY_FILES)
    if ((await readFileAtHead(repository, name, git)) !== null) return true;
  return false;
};

/** As Vault Radar's `repo_url` may name a project. */
const listAddresses = (target: Target): readonly string[] => {
  if (target.kind !== "project") return [];
  const { host, pathname } = new URL(target.webUrl);
  return [target.webUrl, `${target.webUrl}.git`, `git://${host}${pathname}.git`];
};

const toGap = ({ line, detail, file }: IgnoreProblem & Pick<IgnoreList, "file">): Gap =>
  makeGap("worktree", file, {
    code: "IGNORE_INVALID",
    message: `${file}, line ${line}, ignores nothing: ${detail}.`,
    hint: "The format is described in docs/ignoring.md. Everything was scanned and is reported.",
  });

/** Marks what is stored already: rules of the operator that ask for no value. */
export const markStored = async (
  facts: TargetFacts,
  lists: readonly IgnoreList[],
  signal: AbortSignal,
): Promise<TargetFacts> => {
  const context = { addresses: listAddresses(facts.target), signal };
  return { ...facts, findings: await createIgnoreBook(lists).mark(facts.findings, context) };
};

export const openIgnores = async (
  target: Target,
  operator: readonly IgnoreList[],
  context: SourceContext,
): Promise<Ignoring> => {
  const own = await readOwn(target, context);
  const book = createIgnoreBook([...operator, ...own.map(({ list }) => list)]);
  const wrong = own.flatMap(({ list, problems }) =>
    problems.map((problem) => ({ ...problem, file: list.file })),
  );
  return {
    onValue: (id, value) => book.see(id, value),
    mark: async (findings) => {
      const marked = await book.mark(findings, {
        addresses: listAddresses(target),
        signal: context.git.signal,
      });
      return { findings: marked, gaps: [...wrong, ...book.problems()].map(toGap) };
    },
  };
};
