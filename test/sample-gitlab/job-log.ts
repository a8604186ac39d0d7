/** Writes a job log the way current runners do (gitlab-runner, FF_TIMESTAMPS). */
import type { Job } from "./company.ts";

const START = Date.parse("2024-01-02T10:00:00Z");

/** `2024-01-02T10:00:00.000000Z 00O ` + text; `+` instead of the last space continues the line before. */
export const renderJobLog = (job: Job): string => {
  const { text } = job.log;
  if (job.erased || !job.timestamps) return job.erased ? "" : text;
  const lines = text.replace(/\n$/, "").split("\n");
  return lines
    .flatMap((line, index) => {
      const time = new Date(START + index * 1000).toISOString().replace(/\.\d{3}Z$/, ".000000Z");
      const pieces = line.match(new RegExp(`.{1,${job.lineLimit}}`, "g")) ?? [""];
      return pieces.map((piece, part) => `${time} 01O${part === 0 ? " " : "+"}${piece}\n`);
    })
    .join("");
};
