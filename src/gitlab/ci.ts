/** Variables, schedules, pipelines, jobs and what they leave behind. */
import { job, pipeline, plainVariable, schedule, scheduleId, secureFile, variable } from "./ci-answers.ts";
import type { GitLabPlainVariable, GitLabVariable } from "./ci-shapes.ts";
import { type Api, PAGED, ROLES, byId, narrow, sinceQuery } from "./api.ts";
import type { FileBytes, GitLab } from "./gitlab.ts";

type Ci = Pick<
  GitLab,
  | "instanceVariables"
  | "groupVariables"
  | "projectVariables"
  | "schedules"
  | "schedule"
  | "pipelines"
  | "pipelineVariables"
  | "jobs"
  | "jobLog"
  | "jobArtifacts"
  | "secureFiles"
  | "secureFile"
>;

const byKeyAndScope = (item: GitLabVariable): string => JSON.stringify([item.key, item.environmentScope]);
const byKey = (item: GitLabPlainVariable): string => item.key;

const createVariables = ({
  to,
  reader,
}: Api): Pick<Ci, "instanceVariables" | "groupVariables" | "projectVariables"> => {
  const read = (what: string, role: string, address: () => Promise<unknown>) =>
    reader.many({
      subject: { what: `the CI/CD variables of ${what}`, role },
      address,
      query: PAGED,
      schema: variable,
      identify: byKeyAndScope,
    });
  return {
    instanceVariables: () => read("the whole GitLab", ROLES.admin, () => to.InstanceLevelCICDVariables.all()),
    groupVariables: (id) => read(`group ${id}`, ROLES.owner, () => to.GroupVariables.all(id)),
    projectVariables: (id) => read(`project ${id}`, ROLES.ci, () => to.ProjectVariables.all(id)),
  };
};

const createSchedules = ({ to, reader }: Api): Pick<Ci, "schedules" | "schedule"> => {
  const role = ROLES.developer;
  return {
    schedules: (projectId) =>
      reader.many({
        subject: { what: `the pipeline schedules of project ${projectId}`, role },
        address: () => to.PipelineSchedules.all(projectId),
        query: PAGED,
        schema: scheduleId,
        identify: byId,
      }),
    schedule: (projectId, id) => {
      const subject = { what: `pipeline schedule ${id} of project ${projectId}`, role };
      // Listed and gone a moment later; were it forbidden, the list would have been, too.
      return reader.maybe(
        { subject, address: () => to.PipelineSchedules.show(projectId, id) },
        schedule,
        [404],
      );
    },
  };
};

const newestFirst = { order_by: "id", sort: "desc", per_page: "100" };

const createRuns = ({ to, reader }: Api): Pick<Ci, "pipelines" | "pipelineVariables" | "jobs"> => ({
  pipelines: (projectId, since = {}) =>
    narrow(
      reader.many({
        subject: { what: `the pipelines of project ${projectId}`, role: ROLES.reporter },
        address: () => to.Pipelines.all(projectId),
        query: { ...newestFirst, page: "1", ...sinceQuery(since) },
        schema: pipeline,
        identify: byId,
      }),
      since,
      { updatedAt: (run) => run.updatedAt, createdAt: (run) => run.createdAt, isNewestFirst: true },
    ),
  pipelineVariables: (projectId, id) =>
    reader.many({
      subject: { what: `the variables of pipeline ${id} of project ${projectId}`, role: ROLES.maintainer },
      address: () => to.Pipelines.allVariables(projectId, id),
      query: PAGED,
      schema: plainVariable,
      identify: byKey,
    }),
  jobs: (projectId, since = {}) =>
    narrow(
      reader.many({
        subject: { what: `the jobs of project ${projectId}`, role: ROLES.reporter },
        address: () => to.Jobs.all(projectId),
        query: { pagination: "keyset", ...newestFirst, ...sinceQuery({ most: since.most ?? Infinity }) },
        schema: job,
        identify: byId,
      }),
      since,
      {
        updatedAt: (run) => run.finishedAt ?? run.startedAt ?? run.createdAt,
        createdAt: (run) => run.createdAt,
        isNewestFirst: true,
      },
    ),
});

/** Local file header, or the end record of an empty archive (APPNOTE.TXT 4.3.7, 4.3.16). */
const isZip = ({ bytes }: FileBytes): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 8 && (bytes[3] ?? 0) < 8;

const createFiles = ({
  to,
  reader,
}: Api): Pick<Ci, "jobLog" | "jobArtifacts" | "secureFiles" | "secureFile"> => ({
  jobLog: (projectId, jobId, most) => {
    const role = `${ROLES.developer} (a debug log), or Reporter (where logs are not public)`;
    const subject = { what: `the log of job ${jobId} of project ${projectId}`, role };
    return reader.file({ subject, address: () => to.Jobs.showLog(projectId, jobId) }, most);
  },
  jobArtifacts: async (projectId, jobId, most, type = "archive") => {
    const file = await reader.file(
      {
        subject: { what: `the ${type} of job ${jobId} of project ${projectId}`, role: ROLES.developer },
        address: () => to.JobArtifacts.downloadArchive(projectId, { jobId }),
        ...(type === "archive" ? {} : { query: { file_type: type } }),
      },
      most,
    );
    // Versions that do not know the parameter give the archive, whatever was asked for.
    return type !== "archive" && file !== null && isZip(file) ? null : file;
  },
  secureFiles: (projectId) =>
    reader.many({
      subject: { what: `the secure files of project ${projectId}`, role: ROLES.developer },
      address: () => to.SecureFiles.all(projectId),
      query: PAGED,
      schema: secureFile,
      identify: byId,
    }),
  secureFile: (projectId, id, most) => {
    const subject = { what: `secure file ${id} of project ${projectId}`, role: ROLES.developer };
    return reader.file({ subject, address: () => to.SecureFiles.download(projectId, id) }, most);
  },
});

export const createCi = (api: Api): Ci => ({
  ...createVariables(api),
  ...createSchedules(api),
  ...createRuns(api),
  ...createFiles(api),
});
