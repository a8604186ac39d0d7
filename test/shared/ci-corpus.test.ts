/** Real pipeline files: each is understood, and what stands in them as a literal credential is found. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { blobId } from "../../src/model/ids.ts";
import { parseGitlabCi } from "../../src/pipelines/gitlab-ci.ts";
import { DETECTOR } from "../support/scanner.ts";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));
const FOLDER = join(SHARED, "gitlab/ci-corpus");
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));

interface Label {
  readonly file: string;
  readonly line: number;
  readonly label: "T" | "F" | "X";
}

/** One JSON object a line, as the corpus' README describes. */
const labels = readFileSync(join(SHARED, "corpus/pipelines-dev.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Label); // its format is documented

const findingLines = (file: string): ReadonlySet<number> => {
  const bytes = readFileSync(join(SHARED, "gitlab", file));
  return new Set(
    DETECTOR.detect({ id: blobId("x"), bytes, provenance: null }).findings.map(({ region }) => region.line),
  );
};

describe("the pipeline corpus", () => {
  it("is there", () => {
    expect(files.length).toBeGreaterThan(80);
  });

  it.each(files)("%s is read as a pipeline, or said to be invalid", (name) => {
    const text = readFileSync(join(FOLDER, name), "utf8");
    const { jobs, includes, problems } = parseGitlabCi(text);
    for (const job of jobs) {
      expect(job.line).toBeGreaterThan(0);
      expect(job.endLine).toBeGreaterThanOrEqual(job.line);
      expect(job.endLine).toBeLessThanOrEqual(text.split("\n").length);
    }
    // 011 is known to be broken; a file of templates or includes alone has no job of its own.
    expect(problems.length > 0).toBe(name === "011.yml");
    const hasOther = /^\.|^spec:|^variables:|^include:|^workflow:/m.test(text);
    expect(jobs.length > 0 || includes.length > 0 || problems.length > 0 || hasOther).toBe(true);
  });

  it("shows no more than one false alarm in a hundred labelled look-alikes", () => {
    const found = new Map(
      [...new Set(labels.map(({ file }) => file))].map((file) => [file, findingLines(file)]),
    );
    const clean = labels.filter(({ label }) => label === "F");
    const alarms = clean.filter(({ file, line }) => found.get(file)?.has(line) === true);
    expect(clean.length).toBeGreaterThan(300);
    expect(alarms.length / clean.length).toBeLessThanOrEqual(0.01);
  });
});
