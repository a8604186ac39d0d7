/** How a project or group is set up: its merged CI configuration, environments, protections, hooks, integrations. */
import { type Api, PAGED, ROLES, addressOf, byId, nameOf } from "./api.ts";
import { environment, lint, named, protectedBranch, protectedTag } from "./ci-answers.ts";
import type { GitLabEnvironment, GitLabProtection } from "./ci-shapes.ts";
import type { GitLab, Place } from "./gitlab.ts";
import { isRefusal } from "./reader.ts";
import type { GitLabIntegration } from "./shapes.ts";
import { hook, integration, integrationDetails } from "./text-answers.ts";

type Settings = Pick<GitLab, "lint" | "environments" | "protections" | "hooks" | "integrations">;

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

async function* readIntegrations(api: Api, place: Place): AsyncGenerator<GitLabIntegration> {
  const path =
    "project" in place ? `projects/${place.project}/integrations` : `groups/${place.group}/integrations`;
  const role = "project" in place ? ROLES.maintainer : ROLES.owner;
  // One answer: this list has no pages, and gitbeaker only that of projects.
  const list = api.reader.many({
    subject: { what: `the integrations of ${nameOf(place)}`, role },
    address: addressOf(api, path),
    schema: integration,
    identify: byId,
  });
  for await (const item of list) {
    const subject = { what: `integration ${item.slug} of ${nameOf(place)}`, role };
    const address = addressOf(api, `${path}/${encodeURIComponent(item.slug)}`);
    const { properties } = await api.reader.one({ subject, address }, integrationDetails);
    yield { ...item, settings: properties };
  }
}

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
    integrations: (place) => readIntegrations(api, place),
  };
};
