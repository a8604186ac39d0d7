/** What an earlier sweep knew of what could not be read now: it stays, beside the gap, until that is read again or gone. */
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { Fingerprint } from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import type { TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import type { SourceMark } from "../model/watermark.ts";
import { makeGap, type Source } from "../sources/source.ts";

const OF_TEXTS: ReadonlySet<string> = new Set([
  "RULE_OVER_BUDGET",
  "DECODE_LIMIT",
  "GIT_LFS_NOT_READ",
  "PIPELINE_INVALID",
  "IGNORE_INVALID",
]);

/** Said of a text that was read: as long as the text is the same, reading it again says the same. */
export const isOfText = ({ code }: Gap): boolean => code.startsWith("ARCHIVE_") || OF_TEXTS.has(code);

/** Said of a text of the repository wherever it stands, not of how it is used. */
export const isOfObject = (gap: Gap): boolean =>
  isOfText(gap) &&
  (gap.source === "history" || gap.source === "commit-message") &&
  gap.code !== "IGNORE_INVALID";

/** The pipeline definition is a file of the history that was given a better name. */
export const kindsOf = ({ name, kinds }: Source): ReadonlySet<string> =>
  new Set(name === "history" ? [...kinds, "pipeline"] : kinds);

/** Names under which a gap may speak of the place or of what holds it. */
const listNames = (provenance: Provenance): readonly string[] => {
  if (provenance.kind === "variable") return [provenance.key];
  if (provenance.kind === "commit-message") return [provenance.introduced?.commit ?? ""];
  if ("item" in provenance) return [`${provenance.item} ${provenance.path}`, provenance.path];
  return [provenance.path];
};

/** `job 4` speaks of all in it, `deploy token` of all of them, `lib.zip` of what is packed in it. */
const isNamed = (subject: string, provenance: Provenance): boolean =>
  listNames(provenance).some(
    (name) => name === subject || name.startsWith(`${subject} `) || name.startsWith(`${subject}!/`),
  );

const makeMatch = (gaps: readonly Gap[], { mark }: TargetFacts): ((finding: SealedFinding) => boolean) => {
  if (gaps.some(({ subject }) => subject === "")) return () => true;
  const subjects = gaps.map(({ subject }) => subject);
  const unread = new Set(subjects);
  // An object of the history is named by its id, which no place holds.
  const matches = (mark?.objects ?? []).flatMap((item) => (unread.has(item.object) ? item.matches : []));
  const inObjects = new Set(matches.map(({ rule, secretId }) => `${rule} ${secretId}`));
  return ({ rule, secretId, location }) =>
    inObjects.has(`${rule} ${secretId}`) || subjects.some((subject) => isNamed(subject, location.provenance));
};

/** When the source was last read to its end; null: nobody knows. */
const lastWhole = (mark: SourceMark | undefined): string | null => mark?.wholeAt ?? mark?.readAt ?? null;

const makeKeptGap = (
  source: Gap["source"],
  about: { readonly what: string; readonly count: number; readonly since: string | null },
): Gap => makeGap(source, "", { code: "EARLIER_KEPT", ...textOf("EARLIER_KEPT", about) });

/** What reading one source came to. */
export interface Reading extends Omit<SourceMark, "name" | "readAt" | "wholeAt"> {
  readonly source: Source;
  /** All of this reading, what texts say of themselves among them. */
  readonly gaps: readonly Gap[];
}

export interface Kept {
  readonly findings: readonly SealedFinding[];
  readonly gaps: readonly Gap[];
  readonly mark: SourceMark;
}

/** A source that a passing fault cut short is read again by the next sweep. */
const NEVER = "";
const LASTING: ReadonlySet<string> = new Set([
  "GITLAB_FORBIDDEN",
  "GITLAB_LIST_LIMIT",
  "GITLAB_NOT_FOUND",
  "GITLAB_SCOPE",
]);
const isLasting = ({ code }: Gap): boolean => !code.startsWith("GITLAB_") || LASTING.has(code);

/**
 * What of `earlier` this reading did not come by. Only what was really read and not found is gone.
 * @param seen what was found now. @param now when the run began; "" if it keeps no time.
 */
export const keepUnread = (
  { source, gaps, ...counts }: Reading,
  earlier: TargetFacts | null,
  { seen, now }: { readonly seen: ReadonlySet<Fingerprint>; readonly now: string },
): Kept => {
  const { name } = source;
  const holes = gaps.filter((gap) => !isOfText(gap));
  const before = earlier?.mark?.sources.find((mark) => mark.name === name);
  const readAt = gaps.every(isLasting) ? now : NEVER;
  if (holes.length === 0 || earlier === null)
    return {
      findings: [],
      gaps: [],
      mark: { name, readAt, ...(holes.length === 0 ? {} : { wholeAt: NEVER }), ...counts },
    };
  const kinds = kindsOf(source);
  const isConcerned = makeMatch(holes, earlier);
  const findings = earlier.findings.filter(
    (finding) =>
      kinds.has(finding.location.provenance.kind) && !seen.has(finding.fingerprint) && isConcerned(finding),
  );
  const isWhole = holes.some(({ subject }) => subject === "");
  const told = new Set(gaps.map((gap) => JSON.stringify(gap)));
  const since = lastWhole(before);
  const about = { what: name, count: findings.length, since: since === NEVER ? null : since };
  const most = (count: "blobs" | "bytes" | "commits" | "variables"): number =>
    Math.max(counts[count], isWhole ? (before?.[count] ?? 0) : 0);
  return {
    findings,
    gaps: [
      ...(isWhole ? earlier.gaps : []).filter(
        (gap) => kinds.has(gap.source) && isOfText(gap) && !told.has(JSON.stringify(gap)),
      ),
      ...(findings.length === 0 ? [] : [makeKeptGap(source.kinds[0] ?? "target", about)]),
    ],
    mark: {
      name,
      // Where it could be read before, it is asked for each time.
      readAt: findings.length === 0 ? readAt : NEVER,
      wholeAt: since ?? NEVER,
      blobs: most("blobs"),
      bytes: most("bytes"),
      commits: most("commits"),
      variables: most("variables"),
    },
  };
};

/** For the sightings: nobody saw them now. */
export const listKept = (findings: readonly SealedFinding[]): readonly Fingerprint[] =>
  [...new Set(findings.map((finding) => finding.fingerprint))].sort();

/** Links to places go by the address of the project. */
export const isSameAddress = (a: Target, b: Target): boolean =>
  "webUrl" in a && "webUrl" in b && a.webUrl === b.webUrl;

const NOTHING_READ = { blobs: 0, bytes: 0, commits: 0, variables: 0 } as const;

/** A target of which nothing could be read now: all that is known of it stays. */
export const keepTarget = (target: Target, gap: Gap, earlier: TargetFacts | null): TargetFacts => {
  if (earlier === null) return { target, findings: [], usages: [], gaps: [gap], coverage: NOTHING_READ };
  const { findings, usages, gaps, coverage, settings, mark } = earlier;
  const times = mark?.sources.map((source) => lastWhole(source) ?? "").sort() ?? [];
  const since = times.at(-1) ?? "";
  const about = { what: target.path, count: findings.length, since: since === "" ? null : since };
  return {
    target,
    findings,
    usages,
    gaps: [
      gap,
      ...(findings.length === 0 ? [] : [makeKeptGap("target", about)]),
      ...gaps.filter(({ source }) => source !== "target"),
    ],
    coverage,
    ...(settings === undefined ? {} : { settings }),
    ...(mark !== undefined && isSameAddress(target, earlier.target)
      ? { mark: { ...mark, kept: listKept(findings) } }
      : {}),
  };
};
