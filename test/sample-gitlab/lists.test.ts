/** Lists of groups by what the caller belongs to, and by what is open to everybody. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import type { TokenName } from "./company.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

const askAs = (who: TokenName | "nobody", path: string) =>
  ask(sample, path, who === "nobody" ? null : sample.tokens[who]);

describe("a list of groups", () => {
  it("leaves out what is open to everybody, unless asked for all that is available", async () => {
    const path = "/groups/acme/descendant_groups?order_by=id&all_available=true";
    const { json } = await askAs("subgroupMaintainer", path);
    expect(pluck(json, "full_path")).toEqual(["acme/payments", "acme/platform", "acme/payments/fraud"]);
    const tops = async (who: "subgroupMaintainer" | "administrator" | "nobody", query: string) =>
      pluck((await askAs(who, `/groups?top_level_only=true${query}`)).json, "full_path");
    expect(await tops("subgroupMaintainer", "")).toEqual(["acme"]);
    expect(await tops("subgroupMaintainer", "&all_available=true")).toContain("acme-open");
    for (const who of ["administrator", "nobody"] as const)
      expect(await tops(who, "")).toContain("acme-open");
  });
});
