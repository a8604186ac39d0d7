/** All ignore rules that concern one target: looks at values while they are sealed, then marks what is ignored. */
import type { SecretId } from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import { markIgnored } from "./marks.ts";
import type { Budget, Matcher } from "./matcher.ts";
import type { IgnoreList, IgnoreOrigin, IgnoreProblem, IgnoreRule } from "./rule.ts";
import { hashValues, USUAL_COST } from "./slow-hash.ts";

export interface IgnoreBook {
  /** Keeps the value in memory while a rule may ask for it. */
  see(id: SecretId, value: string): void;
  /** @param addresses of the repository, as rules may name it; none for a folder. */
  mark(
    findings: readonly SealedFinding[],
    context: { readonly addresses: readonly string[]; readonly signal: AbortSignal },
  ): Promise<readonly SealedFinding[]>;
  /** What was given up, per file. */
  problems(): readonly (IgnoreProblem & Pick<IgnoreList, "origin" | "file">)[];
}

/** A stranger's rules may cost some seconds per target; one's own may cost minutes. */
const STEPS: Readonly<Record<IgnoreOrigin, number>> = { repository: 50_000_000, operator: 5_000_000_000 };
const MOST_HASHES: Readonly<Record<IgnoreOrigin, number>> = { repository: 1000, operator: 100_000 };

type Hashes = ReadonlyMap<SecretId, string>;
const NO_HASHES: Hashes = new Map();

/** What a repository holds itself. Its rules say nothing of variables, job logs or issues: others keep those. */
const IN_REPOSITORY: ReadonlySet<Provenance["kind"]> = new Set([
  "worktree",
  "history",
  "pipeline",
  "commit-message",
]);

/** Of a file; where in an issue or a log something stands is no path. */
const pathOf = (provenance: Provenance): string | null =>
  "path" in provenance && (IN_REPOSITORY.has(provenance.kind) || provenance.kind === "stdin")
    ? provenance.path
    : null;

const begins = (beginnings: readonly string[] | null, text: string): boolean =>
  beginnings === null || beginnings.some((beginning) => text.startsWith(beginning));

/** The lists of one target share what is asked of a text: the same path is asked about for many findings. */
const createAsker = (
  budget: Budget,
): ((matchers: readonly Matcher[] | null, text: string | null) => boolean) => {
  const known = new Map<readonly Matcher[], Map<string, boolean>>();
  return (matchers, text) => {
    if (matchers === null) return true;
    if (text === null) return false;
    const answers = known.get(matchers) ?? new Map<string, boolean>();
    known.set(matchers, answers);
    const answer = answers.get(text) ?? matchers.some((matcher) => matcher(text, budget));
    answers.set(text, answer);
    return answer;
  };
};

class ListReader {
  readonly list: IgnoreList;
  readonly problems: IgnoreProblem[] = [];
  readonly #budget: Budget;
  readonly #asks: ReturnType<typeof createAsker>;
  readonly #values: ReadonlyMap<SecretId, string>;
  readonly #candidates = new Map<string, readonly IgnoreRule[]>();

  constructor(list: IgnoreList, values: ReadonlyMap<SecretId, string>) {
    this.list = list;
    this.#budget = { left: STEPS[list.origin] };
    this.#asks = createAsker(this.#budget);
    this.#values = values;
  }

  /**
   * Rules whose conditions about kind and place hold: the same for all findings of one kind in one file. A hundred
   * thousand findings times hundreds of rules would take minutes otherwise.
   */
  #listCandidates(finding: SealedFinding, addresses: readonly string[]): readonly IgnoreRule[] {
    const { kind } = finding.location.provenance;
    if (this.list.origin === "repository" && !IN_REPOSITORY.has(kind)) return [];
    const path = pathOf(finding.location.provenance);
    const key = JSON.stringify([finding.rule, path, finding.tags]);
    const known = this.#candidates.get(key);
    if (known !== undefined) return known;
    const candidates = this.list.rules.filter(
      (rule) =>
        (rule.tags === null || rule.tags.some((tag) => finding.tags.includes(tag))) &&
        this.#asks(rule.rules, finding.rule) &&
        this.#asks(rule.paths, path) &&
        (rule.repositories === null || addresses.some((address) => this.#asks(rule.repositories, address))),
    );
    this.#candidates.set(key, candidates);
    return candidates;
  }

  /** The conditions about the secret itself, but for the hashes. */
  #holds(rule: IgnoreRule, finding: SealedFinding): boolean {
    return (
      begins(rule.secrets, finding.secretId) &&
      begins(rule.fingerprints, finding.fingerprint) &&
      this.#asks(rule.values, this.#values.get(finding.secretId) ?? null)
    );
  }

  async #hash(
    findings: readonly SealedFinding[],
    { addresses, signal }: { readonly addresses: readonly string[]; readonly signal: AbortSignal },
  ): Promise<Hashes> {
    const { salt, rules, origin } = this.list;
    if (salt === null || rules.every(({ hashes }) => hashes === null)) return NO_HASHES;
    const wanted = new Map<SecretId, string>();
    for (const finding of findings) {
      const value = this.#values.get(finding.secretId);
      if (value === undefined || wanted.has(finding.secretId)) continue;
      const rule = this.#listCandidates(finding, addresses).find(
        (item) => item.hashes !== null && this.#holds(item, finding),
      );
      if (rule === undefined) continue;
      if (wanted.size < MOST_HASHES[origin]) wanted.set(finding.secretId, value);
      else {
        const detail = `more than ${MOST_HASHES[origin]} values would have to be compared with hashes`;
        this.problems.push({ line: rule.line, detail });
        break;
      }
    }
    return hashValues(wanted, { salt, cost: USUAL_COST }, signal);
  }

  /** The first rule that ignores a finding. */
  async read(
    findings: readonly SealedFinding[],
    context: { readonly addresses: readonly string[]; readonly signal: AbortSignal },
  ): Promise<(finding: SealedFinding) => IgnoreRule | undefined> {
    const hashes = await this.#hash(findings, context);
    return (finding) => {
      const rule = this.#listCandidates(finding, context.addresses).find(
        (item) =>
          this.#holds(item, finding) &&
          (item.hashes === null || item.hashes.has(hashes.get(finding.secretId) ?? "")),
      );
      if (this.#budget.left < 0 && this.problems.length === 0)
        this.problems.push({ line: 1, detail: "its patterns are too expensive for so many findings" });
      return rule;
    };
  }
}

/** @param lists the first one that ignores a finding is named: the operator's before the repository's. */
export const createIgnoreBook = (lists: readonly IgnoreList[]): IgnoreBook => {
  const values = new Map<SecretId, string>();
  const needsValues = lists.some(({ rules }) =>
    rules.some((rule) => rule.values !== null || rule.hashes !== null),
  );
  const readers = lists.filter(({ rules }) => rules.length > 0).map((list) => new ListReader(list, values));
  return {
    see: (id, value) => {
      if (needsValues) values.set(id, value);
    },
    mark: async (findings, context) => {
      let marked = findings;
      // The last one to write a mark is the first of the lists.
      for (const reader of readers.toReversed()) {
        const find = await reader.read(marked, context);
        marked = marked.map((finding) => {
          const rule = find(finding);
          return rule === undefined
            ? finding
            : markIgnored(finding, reader.list.origin, `${reader.list.file}:${rule.line}`);
        });
      }
      values.clear();
      return marked;
    },
    problems: () =>
      readers.flatMap(({ list, problems }) =>
        problems.map((problem) => ({ ...problem, origin: list.origin, file: list.file })),
      ),
  };
};
