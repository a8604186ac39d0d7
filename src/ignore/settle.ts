/** What becomes of ignored findings when an inventory is made: left out and counted, or shown. Pure. */
import type { SecretId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import { forgetWho, type IgnoredBy, nameComment, unmark, whoIgnores } from "./marks.ts";

export interface SettleOptions {
  /** False turns off what a repository says of itself: its ignore files and the comments in it. */
  readonly honoursRepository: boolean;
  /** Whether ignored secrets stay among the findings; they are marked, and worth a note only. */
  readonly shows: boolean;
}

/** Secrets that are ignored wherever they stand, by who ignores them. */
export type IgnoredCount = Readonly<Record<IgnoredBy, number>>;

export interface Settled {
  readonly facts: readonly TargetFacts[];
  readonly ignored: IgnoredCount;
}

/** The repository counts where without its own rules the secret would be reported. */
const blame = (whos: ReadonlySet<IgnoredBy | null>): IgnoredBy | null => {
  if (whos.has(null)) return null;
  if (whos.has("repository")) return "repository";
  return whos.has("operator") ? "operator" : "baseline";
};

const blameAll = (findings: Iterable<SealedFinding>): ReadonlyMap<SecretId, IgnoredBy | null> => {
  const whos = new Map<SecretId, Set<IgnoredBy | null>>();
  for (const finding of findings) {
    const known = whos.get(finding.secretId);
    if (known === undefined) whos.set(finding.secretId, new Set([whoIgnores(finding)]));
    else known.add(whoIgnores(finding));
  }
  return new Map([...whos].map(([id, set]) => [id, blame(set)]));
};

/** A secret that is ignored in one place and not in another is reported with all its places, but for known ones. */
const settleFinding = (
  finding: SealedFinding,
  who: IgnoredBy | null,
  shows: boolean,
): readonly SealedFinding[] => {
  const own = whoIgnores(finding);
  if (own === null) return [finding];
  if (who !== null) return shows ? [nameComment(finding)] : [];
  return own === "baseline" && !shows ? [] : [forgetWho(finding)];
};

/** As if the repository said nothing of itself. */
export const forgetRepository = (facts: TargetFacts): TargetFacts => ({
  ...facts,
  findings: facts.findings.map((finding) =>
    whoIgnores(finding) === "repository" ? unmark(finding) : finding,
  ),
});

export const settleIgnored = (
  facts: readonly TargetFacts[],
  { honoursRepository, shows }: SettleOptions,
): Settled => {
  const honoured = honoursRepository ? facts : facts.map(forgetRepository);
  const who = blameAll(honoured.flatMap(({ findings }) => findings));
  const ignored: Record<IgnoredBy, number> = { repository: 0, operator: 0, baseline: 0 };
  for (const by of who.values()) if (by !== null) ignored[by]++;
  const settled = honoured.map((item) => ({
    ...item,
    findings: item.findings.flatMap((finding) =>
      settleFinding(finding, who.get(finding.secretId) ?? null, shows),
    ),
  }));
  return { facts: settled, ignored };
};

const PARTS: readonly { readonly by: IgnoredBy; readonly name: string }[] = [
  { by: "repository", name: "the repository's own rules" },
  { by: "operator", name: "your ignore file" },
  { by: "baseline", name: "the baseline" },
];

/** One sentence, or null if nothing was ignored. */
export const describeIgnored = (ignored: IgnoredCount): string | null => {
  const parts = PARTS.filter(({ by }) => ignored[by] > 0).map(({ by, name }) => `${ignored[by]} by ${name}`);
  const total = ignored.repository + ignored.operator + ignored.baseline;
  return total === 0 ? null : `Ignored: ${total} secret${total === 1 ? "" : "s"} (${parts.join(", ")}).`;
};
