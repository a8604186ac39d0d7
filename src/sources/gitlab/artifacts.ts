/** Files that jobs left behind: dotenv reports and archives. */
import type { GitLabJob } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { LISTED, listJobs } from "./jobs.ts";
import { chooseJobs } from "./job-logs.ts";
import { guard, makeSource, numberOfItem, type ProjectReading, toText } from "./resource.ts";

/** The log has a source of its own; metadata is a table of contents. */
const READ = new Set(["archive", "dotenv", "terraform", "secret_detection", "sast", "junit"]);

/** By the names that GitLab gives reports (lib/gitlab/ci: `gl-sast-report.json`, `.env.gz`, `junit.xml.gz`); the rest is the archive. */
const guessType = (name: string): string => {
  if (/\.env\b|dotenv/i.test(name)) return "dotenv";
  const type = [...READ].find((word) => name.includes(word.replaceAll("_", "-")));
  return type ?? (/tfplan/.test(name) ? "terraform" : "archive");
};

/** As GitLab keeps them: archives are zip, reports gzip, and the conveyor opens both within its limits. */
async function* readFiles(
  { gitlab, id, context }: ProjectReading,
  job: GitLabJob,
): AsyncGenerator<SourceItem> {
  const { artifactBytes } = context.limits;
  for (const { type, name, size } of job.artifacts) {
    if (!READ.has(type)) continue;
    const item = `job ${job.id}`;
    const provenance: Resource = { kind: "artifact", item, path: name, webUrl: job.webUrl };
    const file =
      size > artifactBytes
        ? { isCut: true, bytes: null }
        : await gitlab.jobArtifacts(id, job.id, artifactBytes, type);
    if (file === null) continue;
    if (file.isCut || file.bytes === null) {
      const text = textOf("ARTIFACT_TOO_LARGE", { item, name });
      yield makeGap("artifact", `${item} ${name}`, { code: "ARTIFACT_TOO_LARGE", ...text });
    } else yield* toText(provenance, file.bytes, name);
  }
}

async function* read(reading: ProjectReading): AsyncGenerator<SourceItem> {
  const { artifacts: most } = reading.context.limits;
  if (most === 0) return;
  const listed = await listJobs(reading);
  const jobs = listed.filter((job) => job.artifacts.some(({ type }) => READ.has(type)));
  const chosen = chooseJobs(jobs, most);
  for (const job of chosen) yield* guard("artifact", `job ${job.id}`, () => readFiles(reading, job));
  const left = jobs.length - chosen.length;
  const isFull = listed.length === LISTED;
  if (left > 0 || isFull)
    yield { kind: "bound", source: "artifact", read: chosen.length, left: isFull ? null : left };
}

export const artifacts = makeSource({
  name: "artifacts",
  summary: "artifacts of the newest jobs: dotenv reports and archives (--artifacts)",
  needs: "the Reporter role",
  kind: "artifact",
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  ofProject: read,
  async *again({ gitlab, id, context }, place) {
    const { artifacts: most, artifactBytes } = context.limits;
    if (most === 0) return;
    const job = numberOfItem(place);
    const file = await gitlab.jobArtifacts(id, job, artifactBytes, guessType(place.path));
    if (file !== null && !file.isCut) yield* toText(place, file.bytes);
  },
});
