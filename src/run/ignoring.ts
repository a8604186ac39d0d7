/** What to ignore in one target: the operator's lists and the repository's own, which is a stranger's. */
import type { GitContext } from "../git/process.ts";
import { type OpenedRepository, readFileAtHead } from "../git/repository.ts";
import { createIgnoreBook } from "../ignore/book.ts";
import { unmark, whoIgnores } from "../ignore/marks.ts";
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

const asksForValues = (lists: readonly IgnoreList[]): boolean =>
  lists.some(({ rules }) => rules.some(({ values, hashes }) => values !== null || hashes !== null));

/**
 * Whether what is not read again bears the marks that it would get if it were: a rule may ask for its value, and a
 * repository's own rules may be others now.
 */
export const holdsMarks = async (
  { findings, mark }: TargetFacts,
  operator: readonly IgnoreList[],
  { repository, git }: { readonly repository: OpenedRepository; readonly git: GitContext },
): Promise<boolean> => {
  if ((mark?.objects.length ?? 0) > 0 && asksForValues(operator)) return false;
  // Those are carried with their marks.
  const messages = findings.filter(({ location }) => location.provenance.kind === "commit-message");
  if (messages.some((finding) => whoIgnores(finding) === "repository")) return false;
  for (const name of REPOSITORY_FILES)
    if ((await readFileAtHead(repository, name, git)) !== null) return false;
  return true;
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

/**
 * Marks what could not be read again. Where the operator's rules may be others now, their marks go by those of today;
 * a rule that asks for the value cannot hold, and the finding is told.
 */
export const markKept = async (
  { mark }: Ignoring,
  isSameEngine: boolean,
  findings: readonly SealedFinding[],
): Promise<readonly SealedFinding[]> => {
  if (isSameEngine || findings.length === 0) return findings;
  const bare = findings.map((finding) => (whoIgnores(finding) === "operator" ? unmark(finding) : finding));
  return (await mark(bare)).findings;
};

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
