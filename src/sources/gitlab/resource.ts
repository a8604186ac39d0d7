/** What sources that read through GitLab's API share: who may skip, what a refusal becomes, how a text is addressed. */
import type { GitLab } from "../../gitlab/gitlab.ts";
import { computeBlobId, type SourceItem, type TextBlob } from "../../model/blob.ts";
import { type ErrorCode, VaultboundError } from "../../model/errors.ts";
import type { Gap } from "../../model/gap.ts";
import type { Resource, SourceKind } from "../../model/provenance.ts";
import type { Target } from "../../model/target.ts";
import { makeGap, type Source, type SourceContext } from "../source.ts";

export type GitLabTarget = Extract<Target, { kind: "project" | "group" | "instance" }>;

/** What a reader gets: never without a GitLab. */
interface ReadingOf<Kind extends GitLabTarget["kind"]> {
  readonly gitlab: GitLab;
  readonly target: Extract<GitLabTarget, { kind: Kind }>;
  readonly context: SourceContext;
}

export interface ProjectReading extends ReadingOf<"project"> {
  /** GitLab's number of the target. */
  readonly id: number;
  readonly place: { readonly project: number };
}

export interface GroupReading extends ReadingOf<"group"> {
  readonly id: number;
  readonly place: { readonly group: number };
}

export type InstanceReading = ReadingOf<"instance">;

/** `job 7` → 7. */
export const numberOfItem = ({ item }: Resource): number => Number(/ (\d+)$/.exec(item)?.[1] ?? Number.NaN);

/** Numbers stand behind the colon of a target's id. */
const numberOf = ({ id }: Target): number => Number(id.slice(id.indexOf(":") + 1));

/** Errors that end the run instead of being one source's gap. */
const isFatal = (error: unknown): boolean =>
  !(error instanceof VaultboundError) ||
  ["GITLAB_UNAUTHORIZED", "GITLAB_UNREACHABLE", "INTERRUPTED"].includes(error.code);

/** The refusal of one object as a gap. @throws what every other object would meet too. */
export const toGap = (error: unknown, kind: Gap["source"], subject: string): Gap => {
  if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
  return makeGap(kind, subject, { code: error.code, message: error.message, hint: error.hint });
};

export const hasCode = (error: unknown, ...codes: readonly ErrorCode[]): boolean =>
  error instanceof VaultboundError && codes.includes(error.code);

/** A text that GitLab keeps; empty ones are not worth a look. */
export const toText = (
  provenance: Resource,
  content: string | Uint8Array,
  path: string = provenance.path,
): readonly TextBlob[] => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return bytes.length === 0 ? [] : [{ id: computeBlobId(bytes), bytes, provenance, path }];
};

/** A value of which the name is known: a variable's. */
export const toValue = (provenance: Resource, key: string, value: string): TextBlob => {
  const bytes = Buffer.from(value);
  return { id: computeBlobId(bytes), bytes, provenance, key };
};

export interface ResourceSource extends Pick<Source, "name" | "summary" | "needs"> {
  readonly kind: SourceKind;
  /** False where the project has the feature switched off: nothing to read, so no gap. */
  readonly isOn?: (project: NonNullable<SourceContext["project"]>) => boolean;
  /**
   * How it is read from each kind of target that may have it. What it throws ends this source with a gap; what can go
   * wrong for one object alone it turns into gaps itself.
   */
  readonly ofProject?: (reading: ProjectReading) => AsyncIterable<SourceItem>;
  readonly ofGroup?: (reading: GroupReading) => AsyncIterable<SourceItem>;
  readonly ofInstance?: (reading: InstanceReading) => AsyncIterable<SourceItem>;
  /** One place that an earlier sweep has read and the bounds leave out now. */
  readonly again?: (reading: ProjectReading, place: Resource) => AsyncIterable<SourceItem>;
}

async function* nothing(): AsyncGenerator<never> {}

const open = (
  { ofProject, ofGroup, ofInstance }: ResourceSource,
  { target, gitlab, context }: { target: Target; gitlab: GitLab; context: SourceContext },
): AsyncIterable<SourceItem> => {
  const id = numberOf(target);
  if (target.kind === "project" && ofProject !== undefined)
    return ofProject({ gitlab, target, context, id, place: { project: id } });
  if (target.kind === "group" && ofGroup !== undefined)
    return ofGroup({ gitlab, target, context, id, place: { group: id } });
  if (target.kind === "instance" && ofInstance !== undefined) return ofInstance({ gitlab, target, context });
  return nothing();
};

/** Each place by itself: one that cannot be read is its gap. */
const readAgain = (source: ResourceSource): Pick<Source, "readAgain"> => {
  const { again, kind } = source;
  if (again === undefined) return {};
  return {
    async *readAgain(places, target, context) {
      const { gitlab } = context;
      if (gitlab === null || target.kind !== "project") return;
      const id = numberOf(target);
      const reading = { gitlab, target, context, id, place: { project: id } };
      for (const place of places) yield* guard(kind, place.item, () => again(reading, place));
    },
  };
};

export const makeSource = (source: ResourceSource): Source => {
  const { name, summary, needs, kind, isOn } = source;
  return {
    name,
    summary,
    needs,
    kinds: [kind],
    appliesTo: (target, { gitlab, project }) => {
      if (gitlab === null) return false;
      if (target.kind === "group") return source.ofGroup !== undefined;
      if (target.kind === "instance") return source.ofInstance !== undefined;
      if (target.kind !== "project" || source.ofProject === undefined) return false;
      return project === null || isOn === undefined || isOn(project);
    },
    async *read(target, context) {
      const { gitlab } = context;
      if (gitlab === null) return;
      try {
        yield* open(source, { target, gitlab, context });
      } catch (error) {
        yield toGap(error, kind, "");
      }
    },
    ...readAgain(source),
  };
};

/** Reads one object's parts; a refusal of one is its gap, and the next is read all the same. */
export async function* guard(
  kind: SourceKind,
  subject: string,
  read: () => AsyncIterable<SourceItem> | Promise<Iterable<SourceItem>>,
): AsyncGenerator<SourceItem> {
  try {
    const items = read();
    yield* items instanceof Promise ? await items : items;
  } catch (error) {
    yield toGap(error, kind, subject);
  }
}

/** Where all that was asked is refused for one reason, that is one thing to know. */
export const joinRefusals = (gaps: readonly Gap[], asked: number): readonly Gap[] => {
  const [first] = gaps;
  const isOne = gaps.length === asked && gaps.every(({ code }) => code === first?.code);
  return isOne && first !== undefined ? [{ ...first, subject: "" }] : gaps;
};
