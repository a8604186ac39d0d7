/** Webhooks and integrations: addresses and settings that hold credentials. */
import type { SourceItem } from "../../model/blob.ts";
import { makeSource, type Reading, toText } from "./resource.ts";

async function* readHooks({ gitlab, place, target }: Reading): AsyncGenerator<SourceItem> {
  for await (const hook of gitlab.hooks(place)) {
    const webUrl = `${target.webUrl}/-/hooks/${hook.id}/edit`;
    const text = `url: ${hook.url}\n${hook.settings === "{}" ? "" : hook.settings}`;
    yield* toText(
      { kind: "webhook", item: `webhook ${hook.id}`, path: hook.name, webUrl },
      text,
      "webhook.yml",
    );
  }
}

export const webhooks = makeSource({
  name: "webhooks",
  summary: "addresses and settings of webhooks",
  needs: "the Maintainer role",
  kind: "webhook",
  // Group webhooks are a Premium feature; asking costs a call and a 403 on Free, which says nothing.
  targets: ["project"],
  read: readHooks,
});

async function* readIntegrations({ gitlab, place, target }: Reading): AsyncGenerator<SourceItem> {
  for await (const { slug, settings, inherited } of gitlab.integrations(place)) {
    if (inherited) continue;
    const webUrl = `${target.webUrl}/-/settings/integrations/${slug}/edit`;
    yield* toText({ kind: "integration", item: slug, path: "", webUrl }, settings, `${slug}.json`);
  }
}

export const integrations = makeSource({
  name: "integrations",
  summary: "settings of integrations (GitLab leaves their secret fields out)",
  needs: "the Maintainer role",
  kind: "integration",
  targets: ["project"],
  read: readIntegrations,
});
