/** Issues and merge requests: what people wrote, and what they answered. */
import type { GitLabThread } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import type { Resource } from "../../model/provenance.ts";
import type { Source } from "../source.ts";
import { guard, makeSource, type ProjectReading, type ResourceSource, toText } from "./resource.ts";

interface Form {
  readonly kind: "issue" | "merge-request";
  readonly sign: string;
  readonly notes: "issues" | "merge_requests";
}

async function* readNotes(
  { gitlab, id }: ProjectReading,
  form: Form,
  thread: GitLabThread,
): AsyncGenerator<SourceItem> {
  if (thread.notes === 0) return;
  const item = `${form.sign}${thread.iid}`;
  for await (const note of gitlab.notes(id, form.notes, thread.iid)) {
    if (note.system) continue;
    const webUrl = `${thread.webUrl}#note_${note.id}`;
    yield* toText({ kind: form.kind, item, path: `note ${note.id}`, webUrl }, note.body, "note.md");
  }
}

async function* read(reading: ProjectReading, form: Form): AsyncGenerator<SourceItem> {
  const { gitlab, id, context } = reading;
  const { threads: most, since } = context.limits;
  if (most === 0) return;
  const narrow = { most: most + 1, ...(since === null ? {} : { updatedAfter: since }) };
  const list = form.kind === "issue" ? gitlab.issues(id, narrow) : gitlab.mergeRequests(id, narrow);
  let count = 0;
  for await (const thread of list) {
    if (++count > most) {
      yield { kind: "bound", source: form.kind, read: most, left: null };
      return;
    }
    const item = `${form.sign}${thread.iid}`;
    const at: Resource = { kind: form.kind, item, path: "description", webUrl: thread.webUrl };
    yield* toText(at, `${thread.title}\n${thread.description}`, "description.md");
    yield* guard(form.kind, item, () => readNotes(reading, form, thread));
  }
}

const make = (form: Form, rest: Pick<ResourceSource, "name" | "summary" | "needs" | "isOn">): Source =>
  makeSource({ ...rest, kind: form.kind, ofProject: (reading) => read(reading, form) });

export const issues = make(
  { kind: "issue", sign: "#", notes: "issues" },
  {
    name: "issues",
    summary: "descriptions and notes of issues",
    needs: "the Reporter role for confidential ones, else the Guest role",
    isOn: ({ issuesAccessLevel }) => issuesAccessLevel !== "disabled",
  },
);

export const mergeRequests = make(
  { kind: "merge-request", sign: "!", notes: "merge_requests" },
  {
    name: "merge-requests",
    summary: "descriptions and notes of merge requests",
    needs: "the Reporter role",
    isOn: ({ mergeRequestsAccessLevel }) => mergeRequestsAccessLevel !== "disabled",
  },
);
