/** Webhooks and integrations: addresses and settings that hold credentials. */
import type { SourceItem } from "../../model/blob.ts";
import { readLicensed } from "./licensed.ts";
import { type GroupReading, guard, hasCode, makeSource, type ProjectReading, toText } from "./resource.ts";

async function* readHooks({
  gitlab,
  place,
  target,
}: ProjectReading | GroupReading): AsyncGenerator<SourceItem> {
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
  summary: "addresses and settings of webhooks of projects, and of groups from Premium on",
  needs: "the Maintainer role in a project, the Owner role in a group",
  kind: "webhook",
  ofProject: readHooks,
  ofGroup: (reading) => readLicensed(reading, () => readHooks(reading)),
});

async function* readIntegrations({
  gitlab,
  place,
  target,
}: ProjectReading | GroupReading): AsyncGenerator<SourceItem> {
  for await (const { slug, inherited } of gitlab.integrations(place)) {
    if (inherited) continue;
    const webUrl = `${target.webUrl}/-/settings/integrations/${slug}/edit`;
    yield* guard("integration", slug, async () => {
      const settings = await gitlab.integrationSettings(place, slug);
      return toText({ kind: "integration", item: slug, path: "", webUrl }, settings ?? "", `${slug}.json`);
    });
  }
}

async function* readGroupIntegrations(reading: GroupReading): AsyncGenerator<SourceItem> {
  try {
    yield* readIntegrations(reading);
  } catch (error) {
    if (!hasCode(error, "GITLAB_NOT_FOUND")) throw error;
    // Older versions have no such list; a group that is gone has more to say.
    await reading.gitlab.group(reading.id);
  }
}

export const integrations = makeSource({
  name: "integrations",
  summary: "settings of integrations (GitLab leaves their secret fields out)",
  needs: "the Maintainer role in a project, the Owner role in a group",
  kind: "integration",
  ofProject: readIntegrations,
  ofGroup: readGroupIntegrations,
});
