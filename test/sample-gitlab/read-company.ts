/** Loads fixtures/sample-gitlab: company.yml and one file per project. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { expandTemplate } from "../../src/rules/template.ts";
import { readBesideGroup, readSnippet } from "./beside.ts";
import { type Company, type Group, type Person, type Project, type Token, TOKEN_NAMES } from "./company.ts";
import { type Fields, readAll, readFields } from "./fields.ts";
import { resolveHistory } from "./history.ts";
import { readLabelledValues } from "./placeholders.ts";
import { type ProjectDraft, readLevels, readProject, readVisibility } from "./read-project.ts";
import { readVariables, type Shared } from "./read-shared.ts";
import { readRunner } from "./setup.ts";

const FIXTURE = fileURLToPath(new URL("../../fixtures/sample-gitlab", import.meta.url));
const SUFFIX = ".yml";

const readFile = (folder: string, path: string): Fields =>
  readFields(parse(readFileSync(join(folder, path), "utf8")), path);

const readPeople = (company: Fields): ReadonlyMap<string, Person> =>
  new Map(
    company.entries("people").map(([username, fields]): [string, Person] => {
      const person = {
        id: fields.number("id"),
        username,
        name: fields.text("name"),
        email: fields.text("email"),
        timezone: fields.text("timezone"),
        isAdministrator: fields.flag("administrator"),
      };
      fields.assertAllRead();
      return [username, person];
    }),
  );

const readTokens = (company: Fields, shared: Shared): readonly Token[] => {
  const entries = new Map(company.entries("tokens"));
  return TOKEN_NAMES.map((name, index) => {
    const fields = entries.get(name);
    if (fields === undefined) throw new Error(`${company.where}.tokens.${name} is missing`);
    const state = fields.text("state", "active");
    if (state !== "active" && state !== "expired" && state !== "revoked") {
      throw new Error(`${fields.where}.state: unknown "${state}"`);
    }
    const token = {
      id: 700 + index,
      name,
      state,
      person: shared.person(fields.text("person"), fields.where),
      scopes: fields.texts("scopes"),
      value: expandTemplate(fields.text("value")),
    } as const;
    fields.assertAllRead();
    return token;
  });
};

const readGroup = ([path, fields]: readonly [string, Fields], shared: Shared): Group => {
  const group = {
    id: fields.number("id"),
    path,
    name: fields.text("name"),
    description: fields.text("description", ""),
    visibility: readVisibility(fields),
    members: readLevels(fields, "members"),
    variables: readVariables(fields, "variables", shared),
    beside: readBesideGroup(fields, shared),
  };
  fields.assertAllRead();
  return group;
};

const readInstance = (fields: Fields): Company["instance"] => {
  const instance = {
    version: fields.text("version"),
    revision: fields.text("revision"),
    enterprise: fields.flag("enterprise"),
    // With everything that GitLab has; edition.ts takes away.
    tier: "ultimate",
    kind: "self-managed",
  } as const;
  fields.assertAllRead();
  return instance;
};

const byId = (a: { id: number }, b: { id: number }): number => a.id - b.id;

const assertUniqueIds = (items: readonly { id: number; path: string }[]): void => {
  const seen = new Map<number, string>();
  for (const { id, path } of items) {
    const other = seen.get(id);
    if (other !== undefined) throw new Error(`${path}: id ${id} belongs to ${other} already`);
    seen.set(id, path);
  }
};

/** A fork has its parent's branches and tags, as the same commits, below its own. */
const inheritSteps = (draft: ProjectDraft, all: readonly ProjectDraft[]): ProjectDraft => {
  if (draft.forkedFrom === null) return draft;
  const parent = all.find(({ path }) => path === draft.forkedFrom);
  if (parent === undefined) throw new Error(`${draft.path}: there is no project ${draft.forkedFrom} to fork`);
  const inherited = parent.steps.filter(
    (step) => step.kind !== "commit" || step.ref === null || step.ref.startsWith("refs/heads/"),
  );
  const { started, defaultBranch } = parent;
  return { ...draft, started, defaultBranch, steps: [...inherited, ...draft.steps] };
};

const finishProject = ({ steps, ...project }: ProjectDraft): Project => ({
  ...project,
  history: resolveHistory(steps, project),
});

/** @throws Error that names the file and the field in question. */
export const readCompany = (folder = FIXTURE): Company => {
  const file = readFile(folder, "company.yml");
  const people = readPeople(file);
  const values = readLabelledValues(file);
  const shared: Shared = {
    values,
    person: (username, where) => {
      const person = people.get(username);
      if (person === undefined) throw new Error(`${where}: nobody is called ${username}`);
      return person;
    },
  };
  const groups = file
    .entries("groups")
    .map((entry) => readGroup(entry, shared))
    .sort(byId);
  const projects = readdirSync(join(folder, "projects"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(SUFFIX))
    .map((path) =>
      readProject(readFile(folder, join("projects", path)), path.slice(0, -SUFFIX.length), shared),
    )
    .sort(byId)
    .map((draft, _, all) => finishProject(inheritSteps(draft, all)));
  const tokens = readTokens(file, shared);
  const variables = readVariables(file, "instance_variables", shared);
  const snippets = readAll(file, "personal_snippets", (item) => readSnippet(item, shared));
  const runners = readAll(file, "runners", readRunner);
  const instance = readInstance(file.mapping("instance"));
  file.assertAllRead();
  assertUniqueIds(groups);
  assertUniqueIds(projects);
  return { instance, values, people, tokens, variables, snippets, runners, groups, projects };
};
