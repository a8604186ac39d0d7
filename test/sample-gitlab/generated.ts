/** A generated group for scale tests: many thin projects that share the repositories of a few. */
import { expandTemplate } from "../../src/rules/template.ts";
import { type Company, type Group, LEVELS, type Project } from "./company.ts";
import { readFields } from "./fields.ts";
import { resolveHistory } from "./history.ts";
import type { LabelledValue } from "./placeholders.ts";
import { readProject } from "./read-project.ts";
import type { Shared } from "./read-shared.ts";

export interface Generated {
  /** How many; every tenth has a secret of its own in a variable, as many as there are templates in the code. */
  readonly projects: number;
}

/** Path of the top group; the projects are spread over groups below it. */
const ROOT = "scale";
const FIRST_GROUP = 5000;
const FIRST_PROJECT = 10_000;
/** Repositories, and groups below the top one. */
const TEMPLATES = 20;
const EVERY = 10;

const twoDigits = (number: number): string => String(number).padStart(2, "0");
const labelOf = (index: number): string => `generated-${index}`;
const codeLabelOf = (template: number): string => `generated-code-${template}`;

const makeGroup = (id: number, path: string): Group => ({
  id,
  path,
  name: path.slice(path.lastIndexOf("/") + 1),
  description: "Generated",
  visibility: "private",
  members: new Map(path === ROOT ? [["ada", LEVELS.owner]] : []),
  variables: [],
  beside: { credentials: [], hooks: [], integrations: [], wiki: [] },
});

const makeValues = ({ projects }: Generated): readonly (readonly [string, LabelledValue])[] => {
  const plant = (label: string): readonly [string, LabelledValue] => [
    label,
    { kind: "planted", value: expandTemplate(`glpat-{{u64 20 seed=${label}}}`) },
  ];
  return [
    ...Array.from({ length: Math.min(TEMPLATES, projects) }, (_, template) => plant(codeLabelOf(template))),
    ...Array.from({ length: Math.ceil(projects / EVERY) }, (_, index) => plant(labelOf(index * EVERY))),
  ];
};

/** As a project file of the fixture would say it. */
const describeProject = (index: number): unknown => ({
  id: FIRST_PROJECT + index,
  description: `Generated project ${index}`,
  variables: [
    { key: "LOG_LEVEL", value: "info" },
    ...(index % EVERY === 0 ? [{ key: "DEPLOY_TOKEN", value: `@{${labelOf(index)}}`, masked: true }] : []),
  ],
});

const describeTemplate = (template: number): unknown => ({
  id: template,
  description: "Template",
  history: [
    {
      message: "Start",
      author: "ada",
      write: {
        "README.md": `# Service ${template}\n`,
        "src/settings.py": `REGION = "eu-west-${template}"\nTOKEN = "@{${codeLabelOf(template)}}"\n`,
        ".gitlab-ci.yml": 'test:\n  script:\n    - make test\n    - deploy --token "$DEPLOY_TOKEN"\n',
      },
    },
  ],
});

/** The company with the generated group beside its own. */
export const addGenerated = (company: Company, generated: Generated): Company => {
  const values = new Map([...company.values, ...makeValues(generated)]);
  const shared: Shared = {
    values,
    person: (username, where) => {
      const person = company.people.get(username);
      if (person === undefined) throw new Error(`${where}: nobody is called ${username}`);
      return person;
    },
  };
  const histories = Array.from({ length: Math.min(TEMPLATES, generated.projects) }, (_, template) => {
    const { steps, ...project } = readProject(readFields(describeTemplate(template), ROOT), ROOT, shared);
    return resolveHistory(steps, project);
  });
  const projects = Array.from({ length: generated.projects }, (_, index): Project => {
    const template = index % TEMPLATES;
    const path = `${ROOT}/team-${twoDigits(template)}/service-${String(index).padStart(4, "0")}`;
    const { steps: _steps, ...project } = readProject(readFields(describeProject(index), path), path, shared);
    const history = histories[template] ?? { commits: [], tags: [], refs: new Map(), head: new Map() };
    return { ...project, history, store: `${ROOT}-${twoDigits(template)}.git` };
  });
  const groups = [
    makeGroup(FIRST_GROUP, ROOT),
    ...histories.map((_, template) =>
      makeGroup(FIRST_GROUP + 1 + template, `${ROOT}/team-${twoDigits(template)}`),
    ),
  ];
  return {
    ...company,
    values,
    groups: [...company.groups, ...groups],
    projects: [...company.projects, ...projects],
  };
};
