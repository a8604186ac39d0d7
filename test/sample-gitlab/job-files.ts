/** What jobs left behind, as GitLab keeps it: archives as zip, reports as gzip. */
import { gzipSync } from "node:zlib";
import { makeZip } from "../support/zip.ts";
import type { Item } from "./answers.ts";
import type { Job, JobFile } from "./company.ts";

/** As the runner names them (gitlab-runner, artifacts uploader). */
export const FILE_NAMES = { archive: "artifacts.zip", dotenv: ".env.gz" } as const;

export const renderJobFile = ({ type, contents }: JobFile): Buffer =>
  type === "archive"
    ? makeZip(contents.map(([name, { text: content }]) => ({ name, content })))
    : gzipSync(contents.map(([, { text }]) => text).join(""));

/** With the log, which has a list entry as well. */
export const listJobFiles = (job: Job): readonly Item[] => [
  ...job.files.map((file) => ({
    file_type: file.type,
    size: renderJobFile(file).length,
    filename: FILE_NAMES[file.type],
    file_format: file.type === "archive" ? "zip" : "gzip",
  })),
  ...(job.log.text === "" || job.erased
    ? []
    : [
        {
          file_type: "trace",
          size: Buffer.byteLength(job.log.text),
          filename: "job.log",
          file_format: "raw",
        },
      ]),
];
