/** Which pipelines' variables are read. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isGap } from "../../../src/model/gap.ts";
import { isResource } from "../../../src/model/provenance.ts";
import { pipelineVariables } from "../../../src/sources/gitlab/pipeline-variables.ts";
import type { SourceLimits } from "../../../src/sources/source.ts";
import type { TokenName } from "../../sample-gitlab/company.ts";
import { type SampleGitLab, startSampleGitLab } from "../../sample-gitlab/server.ts";
import { readSource } from "./open-gitlab.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

const read = (limits: Partial<SourceLimits> = {}, token: TokenName = "owner") =>
  readSource(sample, pipelineVariables, { path: "acme/payments/fraud/models", limits, token });
const placesOf = ({ items }: Awaited<ReturnType<typeof read>>): readonly string[] =>
  items.flatMap((item) =>
    "provenance" in item && item.provenance !== null && isResource(item.provenance)
      ? [`${item.provenance.item} ${item.provenance.path}`]
      : [],
  );

describe("variables of past pipelines", () => {
  it("are asked for where somebody started the pipeline, and one value is one place", async () => {
    const all = await read();
    expect(placesOf(all)).toEqual(["pipeline 4005 DRY_RUN", "pipeline 4002 SCORES_DB_PASSWORD"]);
    const asked = all.requests.filter((path) => path.includes("/variables"));
    expect(asked.map((path) => /pipelines\/(\d+)/.exec(path)?.[1])).toEqual(["4005", "4002"]);
  });

  it("end at the limit, and what is left is counted", async () => {
    const one = await read({ pipelines: 1 });
    expect(placesOf(one)).toEqual(["pipeline 4005 DRY_RUN"]);
    expect(one.items).toContainEqual({ kind: "bound", source: "pipeline-variable", read: 1, left: 1 });
    expect(await read({ pipelines: 0 })).toMatchObject({ items: [], requests: [] });
  });

  it("of pipelines before a date are not asked for", async () => {
    expect((await read({ since: "2024-01-03T00:00:00.000Z" })).items).toEqual([]);
  });

  it("that are all refused are one gap of the whole project", async () => {
    const { items } = await read({}, "developer");
    expect(items.filter(isGap)).toEqual([
      expect.objectContaining({
        code: "GITLAB_FORBIDDEN",
        subject: "",
        message: "Cannot read the variables of past pipelines of acme/payments/fraud/models (403).",
      }),
    ]);
  });
});
