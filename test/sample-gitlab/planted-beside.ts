/** Where planted values stand beside the code, each with the request that shows it. */
import type { Thread } from "./beside.ts";
import type { Job, Project, Schedule } from "./company.ts";
import { FILE_NAMES } from "./job-files.ts";
import { NO_TEXT, type Text } from "./placeholders.ts";
import type { PlantedPlace } from "./planted.ts";

/** A text with its place: `item` and `path` as `Resource` of src/model/provenance.ts has them. */
export interface PlacedText {
  readonly content: Text;
  readonly source: PlantedPlace["source"];
  readonly item: string;
  readonly path: string;
  /** Below the project's own address. */
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

const ofTexts = ({ beside }: Project): readonly PlacedText[] => [
  ...beside.snippets.flatMap(({ id, description, files }): readonly PlacedText[] => [
    { content: description, source: "snippet", item: `$${id}`, path: "description", address: "/snippets" },
    ...files.map(([path, content]): PlacedText => {
      const address = `/snippets/${id}/files/main/${encodeURIComponent(path)}/raw`;
      return { content, source: "snippet", item: `$${id}`, path, address };
    }),
  ]),
  ...beside.wiki.map(([item, content]): PlacedText => {
    return { content, source: "wiki", item, path: "", address: "/wikis?with_content=1" };
  }),
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

const ofSettings = ({ beside }: Project): readonly PlacedText[] => [
  ...beside.states.map(([item, content]): PlacedText => {
    return { content, source: "terraform-state", item, path: "", address: `/terraform/state/${item}` };
  }),
  ...beside.hooks.map(({ id, name, url }): PlacedText => {
    return { content: url, source: "webhook", item: `webhook ${id}`, path: name, address: "/hooks" };
  }),
  ...beside.integrations.map(({ slug, properties }): PlacedText => {
    const address = `/integrations/${slug}`;
    return { content: properties, source: "integration", item: slug, path: "", address };
  }),
  ...beside.secureFiles.map(({ id, name, content }): PlacedText => {
    const address = `/secure_files/${id}/download`;
    return { content, source: "secure-file", item: `secure file ${id}`, path: name, address };
  }),
];

export const textsBeside = (project: Project): readonly PlacedText[] => [
  ...project.schedules.flatMap(ofSchedule),
  ...project.jobs.flatMap(ofJob),
  ...ofTexts(project),
  ...ofSettings(project),
];
