/** Where planted values stand beside the code, each with the request that shows it. */
import type { BesideGroup, Snippet, Thread } from "./beside.ts";
import type { Company, Group, Job, Project, Schedule } from "./company.ts";
import { FILE_NAMES } from "./job-files.ts";
import { NO_TEXT, type Text } from "./placeholders.ts";
import type { PlantedPlace } from "./planted.ts";

/** A text with its place: `item` and `path` as `Resource` of src/model/provenance.ts has them. */
export interface PlacedText {
  readonly content: Text;
  readonly source: PlantedPlace["source"];
  readonly item: string;
  readonly path: string;
  /** Below the address of the project, group or instance. */
  readonly address: string;
}

const ofSchedule = (schedule: Schedule): readonly PlacedText[] =>
  [
    ...schedule.variables.map(({ key, value }) => ({ path: key, content: value ?? NO_TEXT })),
    ...schedule.inputs.map(([path, content]) => ({ path, content })),
  ].map((text) => ({
    ...text,
    source: "schedule",
    item: `schedule ${schedule.id}`,
    address: `/pipeline_schedules/${schedule.id}`,
  }));

const ofJob = (job: Job): readonly PlacedText[] => {
  const item = `job ${job.id}`;
  const files = job.files.flatMap(({ type, contents }) =>
    contents.map(([name, content]): PlacedText => ({
      content,
      source: "artifact",
      item,
      path: type === "archive" ? `${FILE_NAMES.archive}!/${name}` : FILE_NAMES[type],
      address: `/jobs/${job.id}/artifacts${type === "archive" ? "" : `?file_type=${type}`}`,
    })),
  );
  return [
    { content: job.log, source: "job-log", item, path: job.name, address: `/jobs/${job.id}/trace` },
    ...files,
  ];
};

const ofThread = (
  { iid, description, notes }: Thread,
  form: { readonly source: "issue" | "merge-request"; readonly sign: string; readonly list: string },
): readonly PlacedText[] => {
  const { source, list } = form;
  const item = `${form.sign}${iid}`;
  return [
    { content: description, source, item, path: "description", address: `/${list}` },
    ...notes.map(({ id, body }): PlacedText => {
      return { content: body, source, item, path: `note ${id}`, address: `/${list}/${iid}/notes` };
    }),
  ];
};

const ofSnippet = ({ id, description, files, notes }: Snippet, list: string): readonly PlacedText[] => {
  const item = `$${id}`;
  return [
    { content: description, source: "snippet", item, path: "description", address: list },
    ...files.map(([path, content]): PlacedText => {
      const address = `/snippets/${id}/files/main/${encodeURIComponent(path)}/raw`;
      return { content, source: "snippet", item, path, address };
    }),
    ...notes.map(({ id: note, body }): PlacedText => {
      const address = `/snippets/${id}/notes`;
      return { content: body, source: "snippet", item, path: `note ${note}`, address };
    }),
  ];
};

const ofWiki = ({ wiki }: Pick<BesideGroup, "wiki">): readonly PlacedText[] =>
  wiki.map(([item, content]) => ({
    content,
    source: "wiki",
    item,
    path: "",
    address: "/wikis?with_content=1",
  }));

const ofIntegrations = ({ integrations }: Pick<BesideGroup, "integrations">): readonly PlacedText[] =>
  integrations.map(({ slug, properties }) => ({
    content: properties,
    source: "integration",
    item: slug,
    path: "",
    address: `/integrations/${slug}`,
  }));

const ofTexts = ({ beside }: Project): readonly PlacedText[] => [
  ...beside.snippets.flatMap((snippet) => ofSnippet(snippet, "/snippets")),
  ...ofWiki(beside),
  ...beside.issues.flatMap((thread) => ofThread(thread, { source: "issue", sign: "#", list: "issues" })),
  ...beside.mergeRequests.flatMap((thread) =>
    ofThread(thread, { source: "merge-request", sign: "!", list: "merge_requests" }),
  ),
  ...beside.releases.flatMap(({ tag, description, links }): readonly PlacedText[] => [
    { content: description, source: "release", item: tag, path: "description", address: "/releases" },
    ...links.map(({ url }): PlacedText => {
      return { content: url, source: "release", item: tag, path: "links", address: "/releases" };
    }),
  ]),
];

const ofPipelines = ({ beside, setup }: Project): readonly PlacedText[] => [
  ...setup.pipelines.flatMap(({ id, variables }) =>
    variables.map(({ key, value }): PlacedText => {
      const address = `/pipelines/${id}/variables`;
      const item = `pipeline ${id}`;
      return { content: value ?? NO_TEXT, source: "pipeline-variable", item, path: key, address };
    }),
  ),
  ...beside.remoteIncludes.map(([, content]): PlacedText => {
    return { content, source: "ci-config", item: "merged CI configuration", path: "", address: "/ci/lint" };
  }),
];

const ofSettings = ({ beside }: Project): readonly PlacedText[] => [
  ...beside.states.map(([item, content]): PlacedText => {
    return { content, source: "terraform-state", item, path: "", address: `/terraform/state/${item}` };
  }),
  ...beside.hooks.map(({ id, name, url }): PlacedText => {
    return { content: url, source: "webhook", item: `webhook ${id}`, path: name, address: "/hooks" };
  }),
  ...ofIntegrations(beside),
  ...beside.secureFiles.map(({ id, name, content }): PlacedText => {
    const address = `/secure_files/${id}/download`;
    return { content, source: "secure-file", item: `secure file ${id}`, path: name, address };
  }),
];

export const textsBeside = (project: Project): readonly PlacedText[] => [
  ...project.schedules.flatMap(ofSchedule),
  ...project.jobs.flatMap(ofJob),
  ...ofPipelines(project),
  ...ofTexts(project),
  ...ofSettings(project),
];

/** The name of a group's webhook is not told. */
export const textsBesideGroup = ({ beside }: Group): readonly PlacedText[] => [
  ...ofWiki(beside),
  ...ofIntegrations(beside),
  ...beside.hooks.map(({ id, url }): PlacedText => {
    return { content: url, source: "webhook", item: `webhook ${id}`, path: "", address: "/hooks" };
  }),
];

export const textsOfInstance = ({ snippets }: Company): readonly PlacedText[] =>
  snippets.flatMap((snippet) => ofSnippet(snippet, "/snippets/all"));
