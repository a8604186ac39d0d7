/** How a project or group is set up: its merged CI configuration, environments, protections, hooks, integrations. */
import { type Api, PAGED, ROLES, addressOf, byId, nameOf } from "./api.ts";
import { environment, lint, named, protectedBranch, protectedTag } from "./ci-answers.ts";
import type { GitLabEnvironment, GitLabProtection } from "./ci-shapes.ts";
import { clean } from "./errors.ts";
import type { GitLab, Place } from "./gitlab.ts";
import { isRefusal } from "./reader.ts";
import { hook, integration, integrationDetails } from "./text-answers.ts";

type Settings = Pick<
  GitLab,
  "lint" | "environments" | "protections" | "hooks" | "integrations" | "integrationSettings"
>;

const byName = (item: { readonly name: string }): string => item.name;

/** Names of protected environments; null where GitLab has no such thing (no Premium) or hides it. */
const readGuarded = async ({ to, reader }: Api, projectId: number): Promise<ReadonlySet<string> | null> => {
  const names = new Set<string>();
  try {
    const list = reader.many({
      subject: { what: `the protected environments of project ${projectId}`, role: ROLES.maintainer },
      address: () => to.ProjectProtectedEnvironments.all(projectId),
      query: PAGED,
      schema: named,
      identify: byName,
    });
    for await (const { name } of list) names.add(name);
    return names;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
};

async function* readEnvironments(api: Api, projectId: number): AsyncGenerator<GitLabEnvironment> {
  const list = api.reader.many({
    subject: { what: `the environments of project ${projectId}`, role: ROLES.reporter },
    address: () => api.to.Environments.all(projectId),
    query: PAGED,
    schema: environment,
    identify: byId,
  });
  // Asked for once the first environment is there: most projects have none.
  let guarded: ReadonlySet<string> | null | undefined;
  for await (const item of list) {
    if (guarded === undefined) guarded = await readGuarded(api, projectId);
    yield { ...item, protected: guarded === null ? null : guarded.has(item.name) };
  }
}

async function* readProtections({ to, reader }: Api, projectId: number): AsyncGenerator<GitLabProtection> {
  const role = ROLES.developer;
  const place = `project ${projectId}`;
  yield* reader.many({
    subject: { what: `the protected branches of ${place}`, role },
    address: () => to.ProtectedBranches.all(projectId),
    query: PAGED,
    schema: protectedBranch,
    identify: byName,
  });
  yield* reader.many({
    subject: { what: `the protected tags of ${place}`, role },
    address: () => to.ProtectedTags.all(projectId),
    query: PAGED,
    schema: protectedTag,
    identify: byName,
  });
}

const createIntegrations = (api: Api): Pick<Settings, "integrations" | "integrationSettings"> => {
  const pathOf = (place: Place): string =>
    "project" in place ? `projects/${place.project}/integrations` : `groups/${place.group}/integrations`;
  const roleOf = (place: Place): string => ("project" in place ? ROLES.maintainer : ROLES.owner);
  return {
    // One answer: this list has no pages, and gitbeaker only that of projects.
    integrations: (place) =>
      api.reader.many({
        subject: { what: `the integrations of ${nameOf(place)}`, role: roleOf(place) },
        address: addressOf(api, pathOf(place)),
        schema: integration,
        identify: byId,
      }),
    integrationSettings: async (place, slug) => {
      const subject = { what: `integration ${clean(slug)} of ${nameOf(place)}`, role: roleOf(place) };
      const address = addressOf(api, `${pathOf(place)}/${encodeURIComponent(slug)}`);
      const found = await api.reader.maybe({ subject, address }, integrationDetails, [404]);
      return found?.properties ?? null;
    },
  };
};

export const createSettings = (api: Api): Settings => {
  const { to, reader } = api;
  return {
    lint: (projectId) =>
      reader.one(
        {
          subject: { what: `the merged CI configuration of project ${projectId}`, role: ROLES.reporter },
          address: () => to.Lint.check(projectId, {}),
          query: { dry_run: "false", include_jobs: "false" },
        },
        lint,
      ),
    environments: (projectId) => readEnvironments(api, projectId),
    protections: (projectId) => readProtections(api, projectId),
    hooks: (place) =>
      reader.many({
        subject: {
          what: `the webhooks of ${nameOf(place)}`,
          role: "project" in place ? ROLES.maintainer : `${ROLES.owner} (and Premium)`,
        },
        address: () =>
          "project" in place ? to.ProjectHooks.all(place.project) : to.GroupHooks.all(place.group),
        query: PAGED,
        schema: hook,
        identify: byId,
      }),
    ...createIntegrations(api),
  };
};
