/** Secure files: keystores, provisioning profiles, certificates with their keys. */
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { guard, makeSource, type ProjectReading, toText } from "./resource.ts";

async function* read({ gitlab, id, target, context }: ProjectReading): AsyncGenerator<SourceItem> {
  for await (const file of gitlab.secureFiles(id))
    yield* guard("secure-file", file.name, async () => {
      const webUrl = `${target.webUrl}/-/settings/ci_cd`;
      const provenance: Resource = {
        kind: "secure-file",
        item: `secure file ${file.id}`,
        path: file.name,
        webUrl,
      };
      const content = await gitlab.secureFile(id, file.id, context.limits.fileBytes);
      if (content === null) return [];
      const text = textOf("TEXT_TOO_LARGE", { what: `secure file ${file.name}` });
      const gap = content.isCut
        ? [makeGap("secure-file", file.name, { code: "TEXT_TOO_LARGE", ...text })]
        : [];
      return [...toText(provenance, content.bytes, file.name), ...gap];
    });
}

export const secureFiles = makeSource({
  name: "secure-files",
  summary: "secure files: keystores, profiles, keys",
  needs: "the Developer role",
  kind: "secure-file",
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  ofProject: read,
});
