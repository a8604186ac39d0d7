/** Snippets of a project: each file as it is now, its title and description. */
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { guard, makeSource, type Reading, toText } from "./resource.ts";

async function* read({ gitlab, id, context }: Reading): AsyncGenerator<SourceItem> {
  const most = context.limits.fileBytes;
  for await (const snippet of gitlab.snippets(id)) {
    const item = `$${snippet.id}`;
    const at = (path: string): Resource => ({ kind: "snippet", item, path, webUrl: snippet.webUrl });
    yield* toText(at("description"), `${snippet.title}\n${snippet.description}`, "description.md");
    for (const file of snippet.files)
      yield* guard("snippet", `${item} ${file.path}`, async () => {
        const content = await gitlab.snippetFile(snippet, file, most);
        if (content === null) return [];
        const subject = `${item} ${file.path}`;
        const text = textOf("TEXT_TOO_LARGE", { what: `snippet ${subject}` });
        const gap = content.isCut ? [makeGap("snippet", subject, { code: "TEXT_TOO_LARGE", ...text })] : [];
        return [...toText(at(file.path), content.bytes), ...gap];
      });
  }
}

export const snippets = makeSource({
  name: "snippets",
  summary: "files, titles and descriptions of project snippets",
  needs: "the Guest role",
  kind: "snippet",
  targets: ["project"],
  isOn: ({ snippetsAccessLevel }) => snippetsAccessLevel !== "disabled",
  read,
});
