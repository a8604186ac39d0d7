/** Credentials that GitLab itself has issued, by what it says of them: their values are shown to nobody. */
import type { GitLabCredential } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { type Gap, isGap } from "../../model/gap.ts";
import type { Resource } from "../../model/provenance.ts";
import { type GroupReading, guard, joinRefusals, makeSource, type ProjectReading } from "./resource.ts";

type Reading = ProjectReading | GroupReading;

const KINDS: Readonly<
  Record<
    GitLabCredential["kind"],
    { readonly name: string; readonly page: string; readonly ofGroups: boolean }
  >
> = {
  "deploy-token": { name: "deploy token", page: "settings/repository", ofGroups: true },
  "access-token": { name: "access token", page: "settings/access_tokens", ofGroups: true },
  trigger: { name: "trigger token", page: "settings/ci_cd", ofGroups: false },
  "deploy-key": { name: "deploy key", page: "settings/repository", ofGroups: false },
};

const toFacts = ({
  scopes,
  expiresAt,
  lastUsedAt,
  createdAt,
  owner,
}: GitLabCredential): Record<string, string> =>
  Object.fromEntries(
    [
      ["scopes", scopes.join(" ")],
      ["expires", expiresAt],
      ["lastUsed", lastUsedAt],
      ["created", createdAt],
      ["owner", owner],
    ].flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
  );

async function* readKind(
  { gitlab, place, target }: Reading,
  kind: GitLabCredential["kind"],
): AsyncGenerator<SourceItem> {
  const { name, page } = KINDS[kind];
  for await (const credential of gitlab.credentials(place, kind)) {
    // Revoked or expired ones open nothing.
    if (!credential.active) continue;
    const provenance: Resource = {
      kind: "credential",
      item: `${name} ${credential.id}`,
      path: credential.name,
      webUrl: `${target.webUrl}/-/${page}`,
    };
    yield { kind: "unreadable-secret", provenance, facts: toFacts(credential) };
  }
}

const ALL = ["deploy-token", "access-token", "trigger", "deploy-key"] as const;

/** Triggers belong to CI/CD: where that is switched off, there are none to ask for. */
const isOff = ({ context }: Reading, kind: GitLabCredential["kind"]): boolean =>
  kind === "trigger" && context.project?.buildsAccessLevel === "disabled";

async function* read(reading: Reading): AsyncGenerator<SourceItem> {
  const ofGroup = reading.target.kind === "group";
  const kinds = ALL.filter((kind) => !isOff(reading, kind) && (!ofGroup || KINDS[kind].ofGroups));
  const gaps: Gap[] = [];
  for (const kind of kinds)
    for await (const item of guard("credential", KINDS[kind].name, () => readKind(reading, kind)))
      if (isGap(item)) gaps.push(item);
      else yield item;
  yield* joinRefusals(gaps, kinds.length);
}

export const credentials = makeSource({
  name: "credentials",
  summary: "deploy tokens, access tokens, trigger tokens and deploy keys, by name",
  needs: "the Maintainer role in a project, the Owner role in a group",
  kind: "credential",
  ofProject: read,
  ofGroup: read,
});
