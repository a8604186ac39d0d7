/** What sources that read through GitLab's API share: who may skip, what a refusal becomes, how a text is addressed. */
import type { GitLab } from "../../gitlab/gitlab.ts";
import { computeBlobId, type SourceItem, type TextBlob } from "../../model/blob.ts";
import { VaultboundError } from "../../model/errors.ts";
import type { Resource, SourceKind } from "../../model/provenance.ts";
import type { Target } from "../../model/target.ts";
import { makeGap, type Source, type SourceContext } from "../source.ts";

export type GitLabTarget = Extract<Target, { kind: "project" | "group" }>;

/** What a reader gets: never without a GitLab. */
export interface Reading {
  readonly gitlab: GitLab;
  readonly target: GitLabTarget;
  /** GitLab's number of the target. */
  readonly id: number;
  readonly place: { readonly project: number } | { readonly group: number };
  readonly context: SourceContext;
}

/** Numbers stand behind the colon of a target's id. */
export const numberOf = ({ id }: Target): number => Number(id.slice(id.indexOf(":") + 1));

/** Errors that end the run instead of being one source's gap. */
const isFatal = (error: unknown): boolean =>
  !(error instanceof VaultboundError) ||
  ["GITLAB_UNAUTHORIZED", "GITLAB_UNREACHABLE", "INTERRUPTED"].includes(error.code);

/** The refusal of one object as a gap. @throws what every other object would meet too. */
export const toGap = (error: unknown, kind: SourceKind, subject: string): SourceItem => {
  if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
  return makeGap(kind, subject, { code: error.code, message: error.message, hint: error.hint });
};

/** A text that GitLab keeps; empty ones are not worth a look. */
export const toText = (
  provenance: Resource,
  content: string | Uint8Array,
  path: string = provenance.path,
): readonly TextBlob[] => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return bytes.length === 0 ? [] : [{ id: computeBlobId(bytes), bytes, provenance, path }];
};

export interface ResourceSource extends Pick<Source, "name" | "summary" | "needs"> {
  readonly kind: SourceKind;
  readonly targets: readonly GitLabTarget["kind"][];
  /** False where the project has the feature switched off: nothing to read, so no gap. */
  readonly isOn?: (project: NonNullable<SourceContext["project"]>) => boolean;
  /** What it throws ends this source with a gap; what can go wrong for one object alone it turns into gaps itself. */
  readonly read: (reading: Reading) => AsyncIterable<SourceItem>;
}

export const makeSource = ({ name, summary, needs, kind, targets, isOn, read }: ResourceSource): Source => ({
  name,
  summary,
  needs,
  kinds: [kind],
  appliesTo: (target, { gitlab, project }) =>
    gitlab !== null &&
    (target.kind === "project" || target.kind === "group") &&
    targets.includes(target.kind) &&
    (project === null || target.kind !== "project" || isOn === undefined || isOn(project)),
  async *read(target, context) {
    const { gitlab } = context;
    if (gitlab === null || (target.kind !== "project" && target.kind !== "group")) return;
    const id = numberOf(target);
    const place = target.kind === "project" ? { project: id } : { group: id };
    try {
      yield* read({ gitlab, target, id, place, context });
    } catch (error) {
      yield toGap(error, kind, "");
    }
  },
});

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
