/** Wiki pages of projects and groups, as they are now. */
import type { SourceItem } from "../../model/blob.ts";
import { readLicensed } from "./licensed.ts";
import { type GroupReading, makeSource, type ProjectReading, toText } from "./resource.ts";

async function* read({ gitlab, place, target }: ProjectReading | GroupReading): AsyncGenerator<SourceItem> {
  for await (const page of gitlab.wikiPages(place)) {
    const webUrl = `${target.webUrl}/-/wikis/${page.slug.split("/").map(encodeURIComponent).join("/")}`;
    yield* toText({ kind: "wiki", item: page.slug, path: "", webUrl }, page.content, `${page.slug}.md`);
  }
}

export const wikis = makeSource({
  name: "wikis",
  summary: "wiki pages of projects, and of groups from Premium on",
  needs: "the Guest role",
  kind: "wiki",
  isOn: ({ wikiAccessLevel }) => wikiAccessLevel !== "disabled",
  ofProject: read,
  ofGroup: (reading) => readLicensed(reading, () => read(reading)),
});
