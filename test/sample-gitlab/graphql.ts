/** The two questions a crawler has for GraphQL: names of Terraform states and executors of runners. */
import { canSeeProject, canUse, projectLevel } from "./access.ts";
import { jsonReply, type Reply } from "./answers.ts";
import { LEVELS } from "./company.ts";
import type { View } from "./entities.ts";
import { mayReadRunner } from "./setup-routes.ts";

const UPDATED = "2024-01-03T10:00:00Z";
const AT_MOST = 100;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const readStates = ({ company, caller }: View, variables: Readonly<Record<string, unknown>>): unknown => {
  const project = company.projects.find(({ path }) => path === variables["path"]);
  if (project === undefined || !canSeeProject(company, caller, project)) return null;
  const mayRead =
    canUse(company, caller, project, "infrastructure") &&
    projectLevel(company, caller, project) >= LEVELS.developer;
  if (!mayRead) return { terraformStates: null };
  const { states } = project.beside;
  const from = Number(variables["after"] ?? 0);
  const end = Math.min(from + AT_MOST, states.length);
  return {
    terraformStates: {
      nodes: states.slice(from, end).map(([name]) => ({ name, updatedAt: UPDATED })),
      pageInfo: { hasNextPage: end < states.length, endCursor: states.length === 0 ? null : String(end) },
    },
  };
};

const readRunners = (view: View, query: string): unknown =>
  Object.fromEntries(
    [...query.matchAll(/(\w+): runner\(id: "gid:\/\/gitlab\/Ci::Runner\/(\d+)"\)/g)].map(
      ([, alias = "", id]) => {
        const runner = view.company.runners.find((candidate) => String(candidate.id) === id);
        if (runner === undefined || !mayReadRunner(view, runner)) return [alias, null];
        return [alias, { tagList: runner.tags, managers: { nodes: [{ executorName: runner.executor }] } }];
      },
    ),
  );

/** @param body JSON text: the question and its variables. Mistakes are answered with 200, as GraphQL does. */
export const answerGraphQl = (body: string, view: View): Reply => {
  const asked: unknown = JSON.parse(body);
  const { query, variables } = isMapping(asked) ? asked : {};
  if (typeof query !== "string")
    return jsonReply(200, { errors: [{ message: "No query string was present" }] });
  if (query.includes("terraformStates"))
    return jsonReply(200, { data: { project: readStates(view, isMapping(variables) ? variables : {}) } });
  if (query.includes("Ci::Runner")) return jsonReply(200, { data: readRunners(view, query) });
  return jsonReply(200, { errors: [{ message: "The sample knows no such field" }] });
};
