/** Notes of a snippet that fail, beside the snippet that does not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isGap } from "../../../src/model/gap.ts";
import { isResource } from "../../../src/model/provenance.ts";
import { snippets } from "../../../src/sources/gitlab/snippets.ts";
import { type SampleGitLab, startSampleGitLab } from "../../sample-gitlab/server.ts";
import { readSource } from "./open-gitlab.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

describe("notes of a snippet", () => {
  it("that cannot be read are a gap of that snippet, and everything else is read", async () => {
    const { items } = await readSource(sample, snippets, { path: "acme/web/shop" }, [
      { path: "/api/v4/projects/114/snippets/21/notes*", effect: { kind: "server-error", status: 500 } },
    ]);
    expect(items.filter(isGap).map(({ source, subject }) => `${source} ${subject}`)).toEqual(["snippet $21"]);
    const places = items.flatMap((item) =>
      "provenance" in item && item.provenance !== null && isResource(item.provenance)
        ? [`${item.provenance.item} ${item.provenance.path}`]
        : [],
    );
    expect(places).toEqual([
      "$21 description",
      "$21 list.sh",
      "$21 docs/usage.md",
      "$22 description",
      "$22 fonts.css",
    ]);
  });
});
