/** Lists what the sample company plants, and where, from the places of its labels. */
import { enterPath, type ResourceKind } from "../../src/model/provenance.ts";
import type { Company, Group, History, Project, Variable } from "./company.ts";
import type { LabelledValue, Text } from "./placeholders.ts";
import { textsBeside, textsBesideGroup, textsOfInstance } from "./planted-beside.ts";

export interface PlantedPlace {
  /** The instance has the number 0 and no path. */
  readonly owner: {
    readonly kind: "instance" | "group" | "project";
    readonly id: number;
    readonly path: string;
  };
  /** The words of `Provenance.kind`; `worktree` = at the tip of the default branch, `history` = only elsewhere. */
  readonly source:
    | "worktree"
    | "history"
    | "commit-message"
    | "variable"
    | Exclude<ResourceKind, "credential">;
  /** The text as it stands there: indented, escaped or encoded as the fixture says. */
  readonly text: string;
  /** Of files, and of what stands beside the code: where in its item. */
  readonly path?: string;
  /** Of files and messages: a full ref that leads to it. */
  readonly ref?: string;
  /** Of variables. */
  readonly key?: string;
  readonly environmentScope?: string;
  /** Of what stands beside the code: which one, as `Resource.item` has it, and the request that shows it. */
  readonly item?: string;
  readonly address?: string;
}

export interface PlantedSecret {
  readonly label: string;
  readonly value: string;
  readonly places: readonly PlantedPlace[];
}

interface Labelled {
  readonly label: string;
  readonly place: PlantedPlace;
}
type Where = Omit<PlantedPlace, "text">;

const placesOf = (content: Text | null, where: Where): readonly Labelled[] =>
  (content?.labels ?? []).map(({ label, text, inner = "" }) => {
    const { path } = where;
    const inside = path === undefined ? {} : { path: enterPath(path, inner) };
    return { label, place: { ...where, ...inside, text } };
  });

const variablePlaces = (variables: readonly Variable[], owner: PlantedPlace["owner"]): readonly Labelled[] =>
  variables.flatMap(({ key, scope, value }) =>
    placesOf(value, { owner, source: "variable", key, environmentScope: scope }),
  );

/** A version of a file counts once: at the path where the tip has it, otherwise where it was written. */
const filePlaces = (owner: PlantedPlace["owner"], history: History, main: string): readonly Labelled[] => {
  const places = new Map<string, Labelled>();
  const add = (text: Text, where: Where): void => {
    for (const labelled of placesOf(text, where)) {
      const key = `${labelled.label} ${where.path}`;
      if (!places.has(key)) places.set(key, labelled);
    }
  };
  const current = new Set(history.head.values());
  for (const [path, text] of history.head) add(text, { owner, source: "worktree", path, ref: main });
  for (const { changes, ref } of history.commits) {
    // A branch that is gone was merged: its commits are reached from the default branch.
    const from = history.refs.has(ref) ? ref : main;
    for (const [path, text] of changes) {
      if (text !== null && !current.has(text)) add(text, { owner, source: "history", path, ref: from });
    }
  }
  return [...places.values()];
};

const projectPlaces = (project: Project): readonly Labelled[] => {
  const owner = { kind: "project", id: project.id, path: project.path } as const;
  const { history } = project;
  const messages = [
    ...history.commits.flatMap(({ message, ref }) =>
      placesOf(message, { owner, source: "commit-message", ref }),
    ),
    ...history.tags.flatMap(({ message, name }) =>
      placesOf(message, { owner, source: "commit-message", ref: `refs/tags/${name}` }),
    ),
  ];
  return [
    ...variablePlaces(project.variables, owner),
    ...filePlaces(owner, history, `refs/heads/${project.defaultBranch}`),
    ...messages,
    ...textsBeside(project).flatMap(({ content, ...where }) => placesOf(content, { ...where, owner })),
  ];
};

const groupPlaces = (group: Group): readonly Labelled[] => {
  const owner = { kind: "group", id: group.id, path: group.path } as const;
  return [
    ...variablePlaces(group.variables, owner),
    ...textsBesideGroup(group).flatMap(({ content, ...where }) => placesOf(content, { ...where, owner })),
  ];
};

const instancePlaces = (company: Company): readonly Labelled[] => {
  const owner = { kind: "instance", id: 0, path: "" } as const;
  return [
    ...variablePlaces(company.variables, owner),
    ...textsOfInstance(company).flatMap(({ content, ...where }) => placesOf(content, { ...where, owner })),
  ];
};

const listLabelled = (company: Company, kind: LabelledValue["kind"]): readonly PlantedSecret[] => {
  const places = [
    ...instancePlaces(company),
    ...company.groups.flatMap(groupPlaces),
    ...company.projects.flatMap(projectPlaces),
  ];
  const byLabel = Map.groupBy(places, ({ label }) => label);
  return [...company.values]
    .filter(([, value]) => value.kind === kind)
    .map(([label, { value }]) => ({
      label,
      value,
      places: (byLabel.get(label) ?? []).map(({ place }) => place),
    }));
};

/** Every value that a complete scan must find, with all its places. */
export const plantedSecrets = (company: Company): readonly PlantedSecret[] =>
  listLabelled(company, "planted");

/** Values that look like secrets and must not be reported, with their places. */
export const plantedDecoys = (company: Company): readonly PlantedSecret[] => listLabelled(company, "decoy");
