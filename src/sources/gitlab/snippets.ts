/** Snippets of projects and people: each file as it is now, title, description, and what was answered. */
import { isGitLabCom } from "../../gitlab/address.ts";
import type { GitLab, GitLabSnippet } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { guard, hasCode, type InstanceReading, makeSource, type ProjectReading, toText } from "./resource.ts";

const nameOf = ({ id }: GitLabSnippet): string => `$${id}`;

async function* readSnippet(
  { gitlab, context }: ProjectReading | InstanceReading,
  snippet: GitLabSnippet,
): AsyncGenerator<SourceItem> {
  const item = nameOf(snippet);
  const at = (path: string): Resource => ({ kind: "snippet", item, path, webUrl: snippet.webUrl });
  yield* toText(at("description"), `${snippet.title}\n${snippet.description}`, "description.md");
  for (const file of snippet.files)
    yield* guard("snippet", `${item} ${file.path}`, async () => {
      const content = await gitlab.snippetFile(snippet, file, context.limits.fileBytes);
      if (content === null) return [];
      const subject = `${item} ${file.path}`;
      const text = textOf("TEXT_TOO_LARGE", { what: `snippet ${subject}` });
      const gap = content.isCut ? [makeGap("snippet", subject, { code: "TEXT_TOO_LARGE", ...text })] : [];
      return [...toText(at(file.path), content.bytes), ...gap];
    });
}

async function* readNotes(
  { gitlab, id }: ProjectReading,
  snippet: GitLabSnippet,
): AsyncGenerator<SourceItem> {
  for await (const note of gitlab.notes(id, "snippets", snippet.id)) {
    if (note.system) continue;
    const webUrl = `${snippet.webUrl}#note_${note.id}`;
    const at: Resource = { kind: "snippet", item: nameOf(snippet), path: `note ${note.id}`, webUrl };
    yield* toText(at, note.body, "note.md");
  }
}

async function* ofProject(reading: ProjectReading): AsyncGenerator<SourceItem> {
  for await (const snippet of reading.gitlab.snippets(reading.id)) {
    yield* readSnippet(reading, snippet);
    yield* guard("snippet", nameOf(snippet), () => readNotes(reading, snippet));
  }
}

/** On GitLab.com all that are visible would be the world's. */
async function* listPersonal(gitlab: GitLab): AsyncGenerator<GitLabSnippet> {
  if (!isGitLabCom(gitlab.url))
    try {
      yield* gitlab.personalSnippets("all");
      return;
    } catch (error) {
      // Before 15.8 there was no such list.
      if (!hasCode(error, "GITLAB_NOT_FOUND")) throw error;
    }
  yield* gitlab.personalSnippets("own");
}

async function* ofInstance(reading: InstanceReading): AsyncGenerator<SourceItem> {
  for await (const snippet of listPersonal(reading.gitlab)) yield* readSnippet(reading, snippet);
}

export const snippets = makeSource({
  name: "snippets",
  summary: "files, titles, descriptions and notes of snippets; personal ones with --all",
  needs: "the Guest role; an administrator's rights for everybody's personal ones",
  kind: "snippet",
  isOn: ({ snippetsAccessLevel }) => snippetsAccessLevel !== "disabled",
  ofProject,
  ofInstance,
});
