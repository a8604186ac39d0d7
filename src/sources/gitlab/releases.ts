/** Release notes and the links beside them. */
import type { SourceItem } from "../../model/blob.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeSource, type ProjectReading, toText } from "./resource.ts";

async function* read({ gitlab, id }: ProjectReading): AsyncGenerator<SourceItem> {
  for await (const release of gitlab.releases(id)) {
    const at = (path: string): Resource => ({
      kind: "release",
      item: release.tag,
      path,
      webUrl: release.webUrl,
    });
    yield* toText(at("description"), `${release.name}\n${release.description}`, "release.md");
    const links = release.links.map(({ name, url }) => `${name}: ${url}\n`).join("");
    yield* toText(at("links"), links, "links.md");
  }
}

export const releases = makeSource({
  name: "releases",
  summary: "release notes and their links",
  needs: "the Guest role",
  kind: "release",
  isOn: ({ releasesAccessLevel }) => releasesAccessLevel !== "disabled",
  ofProject: read,
});
