/** Adds to a target's facts how it is set up: only what decides something about what was found, and only what is new. */
import type { Detector } from "../detect/detector.ts";
import { listTree, readFileAtHead } from "../git/repository.ts";
import type { GitLabProject } from "../gitlab/gitlab.ts";
import { computeBlobId } from "../model/blob.ts";
import { textOf, VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { TargetFacts } from "../model/run.ts";
import type { OwnedPaths, Settings } from "../model/settings.ts";
import type { SourceMark } from "../model/watermark.ts";
import {
  PART_NAMES,
  readSettings,
  SETTINGS,
  SETTINGS_PARTS,
  type SettingsPart,
} from "../sources/gitlab/settings.ts";
import { makeGap, type Source, type SourceContext } from "../sources/source.ts";
import { CODE_OWNERS_PATHS, parseCodeOwners } from "./code-owners.ts";
import { isFatal } from "./fatal.ts";

const OF_CODE_OWNERS = "CODEOWNERS";

/** Sources of texts: this file asks for the settings, once it is known what they have to decide. */
export const isOfTexts = ({ name }: Source): boolean => name !== SETTINGS;

/** What an earlier sweep knew, and which of it still holds. */
interface Earlier {
  readonly facts: TargetFacts;
  readonly carried: ReadonlySet<string>;
}

interface Request {
  readonly context: SourceContext;
  readonly scanner: { readonly sources: readonly Source[]; readonly detector: Detector };
  readonly earlier: Earlier | null;
  /** What is known of the repository was found by an earlier sweep. */
  readonly isSameRepository: boolean;
  /** When the run began; null: nothing is kept. */
  readonly now: string | null;
}

/** A project without secrets and without jobs that use variables has nothing to decide: it costs no call. */
const listNeeds = ({ target, findings, usages }: TargetFacts): readonly SettingsPart[] => {
  if (target.kind === "group") return ["owners"];
  if (target.kind !== "project") return [];
  const variables = findings.flatMap(({ location: { provenance } }) =>
    provenance.kind === "variable" ? [provenance] : [],
  );
  // Which of a group's variables they use, and whether these are protected, is not known here.
  const hasJobs = usages.length > 0;
  const needs: Readonly<Record<SettingsPart, boolean>> = {
    owners: findings.length > 0,
    protectedRefs: hasJobs || variables.some(({ flags }) => flags.protected),
    environments:
      usages.some(({ environment }) => environment !== null) ||
      variables.some(({ environmentScope }) => environmentScope !== "*"),
    runners: hasJobs,
  };
  return SETTINGS_PARTS.filter((part) => needs[part]);
};

const pick = (settings: Settings, parts: readonly SettingsPart[]): Settings =>
  parts.reduce<Settings>((picked, part) => {
    const value = settings[part];
    return value === undefined ? picked : { ...picked, [part]: value };
  }, {});

interface Read {
  readonly settings: Settings;
  readonly gaps: readonly Gap[];
  readonly mark: SourceMark | null;
}

const isOfPart = (gap: Gap, part: SettingsPart): boolean =>
  gap.source === SETTINGS && gap.subject === PART_NAMES[part];

/** By what the list of projects shows anyway; who sees half of a project cannot tell (its access levels are not shown). */
const guessPlan = (project: GitLabProject | null): Pick<Settings, "plan"> =>
  project === null || project.buildsAccessLevel === ""
    ? {}
    : { plan: project.isLicensed === true ? "paid" : "free" };

/** What an earlier sweep read, if that is all that is needed now and GitLab shows no activity since. */
const carry = (parts: readonly SettingsPart[], earlier: Earlier | null): Read | null => {
  const { settings = {}, gaps, mark } = earlier?.facts ?? { gaps: [] };
  const before = mark?.sources.find(({ name }) => name === SETTINGS);
  if (earlier?.carried.has(SETTINGS) !== true || before === undefined) return null;
  const told = gaps.filter((gap) => parts.some((part) => isOfPart(gap, part)));
  const isEnough = parts.every(
    (part) => settings[part] !== undefined || told.some((gap) => isOfPart(gap, part)),
  );
  return isEnough ? { settings: pick(settings, parts), gaps: told, mark: before } : null;
};

/** A refusal lasts, so it is asked again as seldom as what was read; a fault passes. */
const isLasting = ({ code }: Gap): boolean =>
  ["SETTINGS_LIMIT", "GITLAB_FORBIDDEN", "GITLAB_NOT_FOUND", "GITLAB_SCOPE"].includes(code);

/** A GitLab that has not answered twice is not asked again for this target: each time takes a minute. */
const findOutage = (gaps: readonly Gap[]): Gap | null =>
  gaps.filter(({ code }) => code === "GITLAB_UNREACHABLE")[1] ?? null;

/** The next sweep asks again. */
const NEVER: SourceMark = { name: SETTINGS, readAt: "", blobs: 0, bytes: 0, commits: 0, variables: 0 };

const ask = async (
  parts: readonly SettingsPart[],
  { target, gaps }: TargetFacts,
  { context, now }: Request,
): Promise<Read> => {
  const { gitlab, project } = context;
  if (gitlab === null || parts.length === 0) return { settings: {}, gaps: [], mark: null };
  const outage = findOutage(gaps);
  if (outage !== null)
    return { settings: {}, gaps: [{ ...outage, source: SETTINGS, subject: "" }], mark: NEVER };
  try {
    const read = await readSettings({ gitlab, target, project, parts });
    return { ...read, mark: { ...NEVER, readAt: read.gaps.every(isLasting) ? (now ?? "") : "" } };
  } catch (error) {
    context.git.signal.throwIfAborted();
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    const { code, message, hint } = error;
    return { settings: {}, gaps: [makeGap(SETTINGS, "", { code, message, hint })], mark: NEVER };
  }
};

const listPaths = ({ findings }: TargetFacts): readonly string[] => {
  const paths = findings.flatMap(({ location: { provenance } }) =>
    provenance.kind === "worktree" || provenance.kind === "history" || provenance.kind === "pipeline"
      ? [provenance.path]
      : [],
  );
  return [...new Set(paths)].sort();
};

/** The file that holds it, where a text is packed in one. */
const fileOf = (path: string): string => path.split("!/", 1)[0] ?? path;

/** Whoever writes `@` before a token makes it look like a name: none may be stored. */
const createIsName = (detector: Detector): ((text: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (text) => {
    const bytes = Buffer.from(text);
    const blob = { id: computeBlobId(bytes), bytes, provenance: null };
    const isName = known.get(text) ?? detector.detect(blob).findings.length === 0;
    known.set(text, isName);
    return isName;
  };
};

const readCodeOwners = async (
  facts: TargetFacts,
  { context: { repository, git }, scanner }: Request,
): Promise<Omit<Read, "mark">> => {
  const none = { settings: {}, gaps: [] };
  const paths = listPaths(facts);
  if (repository === null || repository.head === null || paths.length === 0) return none;
  // A repository that cannot be listed is a gap of its history already.
  const present = await listTree(repository, repository.head, git).catch(() => new Map<string, string>());
  git.signal.throwIfAborted();
  const path = CODE_OWNERS_PATHS.find((candidate) => present.has(candidate));
  const text = path === undefined ? null : await readFileAtHead(repository, path, git);
  if (path === undefined || text === null) return none;
  const file = parseCodeOwners(text);
  const isName = createIsName(scanner.detector);
  const owned = paths.map((found) => ({ path: found, owners: file.find(fileOf(found)).filter(isName) }));
  const byOwners = Map.groupBy(owned, ({ owners }) => JSON.stringify(owners));
  const codeOwners = [...byOwners.values()].flatMap((group): readonly OwnedPaths[] => {
    const owners = group[0]?.owners ?? [];
    return owners.length === 0 ? [] : [{ owners, paths: group.map((item) => item.path) }];
  });
  const detail = { what: `entries in ${path} of ${facts.target.path}`, most: 5000 };
  const gap = makeGap("settings", OF_CODE_OWNERS, {
    code: "SETTINGS_LIMIT",
    ...textOf("SETTINGS_LIMIT", detail),
  });
  return { settings: codeOwners.length === 0 ? {} : { codeOwners }, gaps: file.isCut() ? [gap] : [] };
};

/** As long as the repository is the same, so are its file and the paths in it. */
const carryCodeOwners = (earlier: Earlier | null): Omit<Read, "mark"> => {
  const { settings: { codeOwners } = {}, gaps = [] } = earlier?.facts ?? {};
  return {
    settings: codeOwners === undefined ? {} : { codeOwners },
    gaps: gaps.filter(({ source, subject }) => source === SETTINGS && subject === OF_CODE_OWNERS),
  };
};

/** Nobody chose the settings this time: what an earlier sweep knew of them stays. */
const keepSettings = (facts: TargetFacts, earlier: Earlier | null): TargetFacts => {
  if (earlier === null) return facts;
  const { settings, gaps, mark: before } = earlier.facts;
  const { mark } = facts;
  const marks = before?.sources.filter(({ name }) => name === SETTINGS) ?? [];
  return {
    ...facts,
    gaps: [...facts.gaps, ...gaps.filter(({ source }) => source === SETTINGS)],
    ...(settings === undefined ? {} : { settings }),
    ...(mark === undefined ? {} : { mark: { ...mark, sources: [...mark.sources, ...marks] } }),
  };
};

/** @param facts what was found, complete. @throws what ends the whole run. */
export const addSettings = async (facts: TargetFacts, request: Request): Promise<TargetFacts> => {
  const { scanner, earlier, isSameRepository, context } = request;
  if (scanner.sources.every(isOfTexts)) return keepSettings(facts, earlier);
  const parts = listNeeds(facts);
  const asked = carry(parts, earlier) ?? (await ask(parts, facts, request));
  const inCode = isSameRepository ? carryCodeOwners(earlier) : await readCodeOwners(facts, request);
  const settings: Settings = {
    ...asked.settings,
    ...(Object.keys(asked.settings).length === 0 ? {} : guessPlan(context.project)),
    ...inCode.settings,
  };
  const { mark } = facts;
  const marks = mark === undefined || asked.mark === null ? [] : [asked.mark];
  return {
    ...facts,
    gaps: [...facts.gaps, ...asked.gaps, ...inCode.gaps],
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(mark === undefined ? {} : { mark: { ...mark, sources: [...mark.sources, ...marks] } }),
  };
};
