/** What only GraphQL tells: executors of runners, names of Terraform states. */
import * as v from "valibot";
import { makeError } from "../model/errors.ts";
import { type Api, PAGED, ROLES, byId, nameOf } from "./api.ts";
import { runner, runnerDetails, runnerTags, terraformStates } from "./ci-answers.ts";
import type { GitLabRunner, GitLabTerraformState } from "./ci-shapes.ts";
import type { GitLab, Place } from "./gitlab.ts";

type Runners = Pick<GitLab, "runners" | "terraformStates" | "terraformState">;
type Details = Pick<GitLabRunner, "tags" | "executors">;
type Listed = v.InferOutput<typeof runner>;

/** Runners per question: GitLab bounds the complexity of one to 250. */
const AT_ONCE = 10;
/** Instance runners show in every project; beyond so many, the oldest are asked for again. */
const MOST_KNOWN = 20_000;

const NONE: Details = { tags: [], executors: [] };

/** Numbers only: they are written into the question. */
const askForRunners = (ids: readonly number[]): string => {
  const parts = ids.map(
    (id) =>
      `r${id}: runner(id: "gid://gitlab/Ci::Runner/${id}") { tagList managers(first: 20) { nodes { executorName } } }`,
  );
  return `query { ${parts.join(" ")} }`;
};

const createDetails = ({ to, reader }: Api) => {
  const known = new Map<number, Details>();
  let hasGraphQl = true;

  const remember = (id: number, details: Details): void => {
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(id, details);
  };

  const askGraphQl = async (ids: readonly number[]): Promise<boolean> => {
    const subject = { what: "the runners' executors", role: ROLES.maintainer };
    const schema = v.record(v.string(), runnerDetails);
    const answer = await reader.graphQl({ subject, text: askForRunners(ids) }, schema);
    for (const id of answer === null ? [] : ids) remember(id, answer?.[`r${id}`] ?? NONE);
    return answer !== null;
  };

  const askRest = async ({ id, tags }: Listed): Promise<void> => {
    const call = {
      subject: { what: `runner ${id}`, role: ROLES.maintainer },
      address: () => to.Runners.show(id),
    };
    const found = tags ?? (await reader.maybe(call, runnerTags, [403, 404]));
    remember(id, { tags: found ?? [], executors: [] });
  };

  return async (listed: readonly Listed[]): Promise<readonly GitLabRunner[]> => {
    const unknown = listed.filter(({ id }) => !known.has(id));
    if (unknown.length > 0) {
      hasGraphQl &&= await askGraphQl(unknown.map(({ id }) => id));
      if (!hasGraphQl) for (const item of unknown) await askRest(item);
    }
    return listed.map((item) => {
      const { tags, executors } = known.get(item.id) ?? NONE;
      return { ...item, tags: tags.length > 0 ? tags : (item.tags ?? []), executors };
    });
  };
};

async function* readRunners(
  { to, reader }: Api,
  place: Place,
  describe: ReturnType<typeof createDetails>,
): AsyncGenerator<GitLabRunner> {
  const list = reader.many({
    subject: {
      what: `the runners of ${nameOf(place)}`,
      role: "project" in place ? ROLES.maintainer : ROLES.owner,
    },
    address: () =>
      to.Runners.all("project" in place ? { projectId: place.project } : { groupId: place.group }),
    query: PAGED,
    schema: runner,
    identify: byId,
  });
  let batch: Listed[] = [];
  for await (const item of list) {
    batch.push(item);
    if (batch.length < AT_ONCE) continue;
    yield* await describe(batch);
    batch = [];
  }
  yield* await describe(batch);
}

const STATES = `query($path: ID!, $after: String) {
  project(fullPath: $path) {
    terraformStates(first: 100, after: $after) { nodes { name updatedAt } pageInfo { hasNextPage endCursor } }
  }
}`;
const statesAnswer = v.object({
  project: v.nullish(v.object({ terraformStates: v.nullish(terraformStates, null) }), null),
});

async function* readStates({ reader }: Api, path: string): AsyncGenerator<GitLabTerraformState> {
  const what = `the Terraform states of ${path}`;
  const subject = { what, role: ROLES.developer };
  const seen = new Set<string | null>();
  let after: string | null = null;
  while (!seen.has(after)) {
    seen.add(after);
    const variables: { readonly path: string; readonly after: string | null } = { path, after };
    const answer: v.InferOutput<typeof statesAnswer> | null = await reader.graphQl(
      { subject, text: STATES, variables },
      statesAnswer,
    );
    if (answer?.project === null) throw makeError("GITLAB_NOT_FOUND", [{ what }]);
    const states = answer?.project.terraformStates ?? null;
    if (states === null) throw makeError("GITLAB_FORBIDDEN", [{ what, role: ROLES.developer }]);
    yield* states.nodes;
    if (!states.pageInfo.hasNextPage || states.nodes.length === 0) return;
    after = states.pageInfo.endCursor;
  }
}

export const createRunners = (api: Api): Runners => {
  const describe = createDetails(api);
  return {
    runners: (place) => readRunners(api, place, describe),
    terraformStates: (path) => readStates(api, path),
    terraformState: (projectId, name, most) =>
      api.reader.file(
        {
          subject: { what: `Terraform state ${name} of project ${projectId}`, role: ROLES.developer },
          address: () => api.to.ProjectTerraformState.show(projectId, name),
        },
        most,
      ),
  };
};
