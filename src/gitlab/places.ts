/** Tokens, groups, projects, members: where a sweep goes and as whom. */
import { associations, credentials, group, member, metadata, project, tokenIdentity } from "./answers.ts";
import { type Api, BY_ID, PAGED, ROLES, addressOf, byId, nameOf, readId } from "./api.ts";
import type { GitLab } from "./gitlab.ts";
import type { GitLabAssociation, GitLabCredential } from "./shapes.ts";

type Places = Pick<
  GitLab,
  | "tokenIdentity"
  | "associations"
  | "metadata"
  | "group"
  | "project"
  | "topGroups"
  | "descendantGroups"
  | "groupProjects"
  | "userProjects"
  | "allProjects"
  | "members"
  | "credentials"
>;

/** Tokens that are not a person's, project's or group's access token cannot ask about themselves. */
const CANNOT_ASK = [400, 403, 404];

/** Both lists share their pages: the longer one says how many there are. */
async function* readAssociations(api: Api): AsyncGenerator<GitLabAssociation> {
  const { to, reader } = api;
  const subject = { what: "the roles of the token's owner", role: ROLES.guest };
  const address = () => to.PersonalAccessTokens.show();
  const seen = new Set<string>();
  for (let page = 1; page <= 1000; page += 1) {
    // Without a level GitLab adds what everybody can see.
    const query = { min_access_level: "10", page: String(page), per_page: "100" };
    const below = async (): Promise<string> => `${String(await address())}/associations`;
    const { groups, projects } = await reader.one({ subject, address: below, query }, associations);
    const all = [...groups, ...projects];
    const fresh = all.filter(({ kind, id }) => !seen.has(`${kind} ${id}`));
    for (const item of fresh) seen.add(`${item.kind} ${item.id}`);
    yield* fresh;
    if (fresh.length === 0 || (groups.length < 100 && projects.length < 100)) return;
  }
}

const createLists = (
  api: Api,
): Pick<Places, "topGroups" | "descendantGroups" | "groupProjects" | "allProjects"> => {
  const { to, reader } = api;
  return {
    topGroups: (filter = {}) =>
      reader.many({
        subject: { what: "the groups of this GitLab", role: ROLES.guest },
        address: () => to.Groups.all(),
        query: {
          top_level_only: "true",
          all_available: String(filter.membership !== true),
          ...(filter.owned === true ? { owned: "true" } : {}),
          ...BY_ID,
        },
        schema: group,
        identify: byId,
      }),
    descendantGroups: (id) =>
      reader.many({
        subject: { what: `the groups below group ${id}`, role: ROLES.guest },
        address: () => to.Groups.allDescendantGroups(id, {}),
        // Else GitLab leaves out public groups that the user is no member of.
        query: { all_available: "true", ...BY_ID },
        schema: group,
        identify: byId,
      }),
    groupProjects: (id) =>
      reader.many({
        subject: { what: `the projects of group ${id}`, role: ROLES.guest },
        address: () => to.Groups.allProjects(id),
        query: { include_subgroups: "true", with_shared: "false", ...BY_ID },
        schema: project,
        identify: byId,
      }),
    allProjects: (filter = {}) =>
      reader.many({
        subject: { what: "the projects of this GitLab", role: ROLES.guest },
        address: () => to.Projects.all(),
        query: {
          ...(filter.owned === true ? { owned: "true" } : {}),
          ...(filter.membership === true ? { membership: "true" } : {}),
          pagination: "keyset",
          order_by: "id",
          sort: "asc",
          per_page: "100",
        },
        schema: project,
        identify: byId,
      }),
  };
};

/** Nothing of this kind hangs on a group. */
async function* nothing(): AsyncGenerator<never> {}

/** GitLab keeps keys and triggers past their date without a word on it. */
async function* markExpired(
  items: AsyncIterable<GitLabCredential>,
  now: () => number,
): AsyncGenerator<GitLabCredential> {
  for await (const item of items) {
    const isDated = item.kind === "deploy-key" || item.kind === "trigger";
    yield isDated && Date.parse(item.expiresAt ?? "") <= now() ? { ...item, active: false } : item;
  }
}

const createCredentials = ({ to, reader, now }: Api): Places["credentials"] => {
  const addressOfKind = (place: Parameters<Places["credentials"]>[0], kind: string) => {
    if ("project" in place) {
      const { project: id } = place;
      if (kind === "deploy-token") return () => to.DeployTokens.all({ projectId: id });
      if (kind === "access-token") return () => to.ProjectAccessTokens.all(id);
      return kind === "trigger"
        ? () => to.PipelineTriggerTokens.all(id)
        : () => to.DeployKeys.all({ projectId: id });
    }
    if (kind === "deploy-token") return () => to.DeployTokens.all({ groupId: place.group });
    return kind === "access-token" ? () => to.GroupAccessTokens.all(place.group) : null;
  };
  return (place, kind) => {
    const address = addressOfKind(place, kind);
    if (address === null) return nothing();
    const role = "project" in place ? ROLES.maintainer : ROLES.owner;
    const subject = { what: `the ${kind}s of ${nameOf(place)}`, role };
    const isVague = kind === "access-token";
    const list = reader.many({
      subject,
      address,
      isVague,
      query: PAGED,
      schema: credentials[kind],
      identify: byId,
    });
    return markExpired(list, now);
  };
};

export const createPlaces = (api: Api): Places => {
  const { to, reader } = api;
  return {
    tokenIdentity: () => {
      const subject = { what: "the token's own description", role: ROLES.guest };
      const address = () => to.PersonalAccessTokens.show();
      return reader.maybe({ subject, address }, tokenIdentity, CANNOT_ASK);
    },
    associations: () => readAssociations(api),
    metadata: async () => {
      const subject = { what: "the version of this GitLab", role: ROLES.guest };
      const found = await reader.maybe({ subject, address: () => to.Metadata.show() }, metadata, [404]);
      // Before 15.2 there was only this.
      return found ?? reader.one({ subject, address: addressOf(api, "version") }, metadata);
    },
    group: async (idOrPath) => {
      const { id, what } = readId("group", idOrPath);
      const query = { with_projects: "false" };
      return reader.one(
        { subject: { what, role: ROLES.guest }, address: () => to.Groups.show(id), query },
        group,
      );
    },
    project: async (idOrPath) => {
      const { id, what } = readId("project", idOrPath);
      return reader.one(
        { subject: { what, role: ROLES.guest }, address: () => to.Projects.show(id) },
        project,
      );
    },
    ...createLists(api),
    userProjects: (idOrName) =>
      reader.many({
        subject: { what: `the projects of user ${String(idOrName)}`, role: ROLES.guest },
        // gitbeaker wants a number; GitLab takes names as well.
        address: () => to.Users.allProjects(idOrName),
        query: BY_ID,
        schema: project,
        identify: byId,
      }),
    members: (place, whose = "all") =>
      reader.many({
        subject: { what: `the members of ${nameOf(place)}`, role: ROLES.guest },
        address: () =>
          "project" in place
            ? to.ProjectMembers.all(place.project, { includeInherited: whose === "all" })
            : to.GroupMembers.all(place.group, { includeInherited: whose === "all" }),
        query: PAGED,
        schema: member,
        identify: byId,
      }),
    credentials: createCredentials(api),
  };
};
