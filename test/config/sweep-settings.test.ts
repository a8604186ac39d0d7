import { describe, expect, it } from "vitest";
import { resolveConfig, type Settings } from "../../src/config/config.ts";

const read = (flags: Settings, environment: Record<string, string> = {}) =>
  resolveConfig({ flags, environment, file: new Map(), defaults: { store: "store.sqlite" } });
const refusal = (flags: Settings): string => {
  try {
    read(flags);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
};

describe("settings of a sweep", () => {
  it("take lists from repeated flags and from one variable, separated by commas", () => {
    expect(read({ include: ["a/**,b", "c"] }).include).toEqual(["a/**", "b", "c"]);
    expect(read({}, { VAULTBOUND_EXCLUDE: " a , b,," }).exclude).toEqual(["a", "b"]);
    expect(read({ skip: ["wikis"] }, { VAULTBOUND_SKIP: "issues" }).skip).toEqual(["wikis"]);
    expect(read({}).sources).toEqual([]);
  });

  it("take zero as nothing of it, and no limit as the usual one", () => {
    expect(read({ jobLogs: "0", threads: "25" })).toMatchObject({ jobLogs: 0, threads: 25 });
    expect(read({}).artifacts).toBeUndefined();
  });

  it.each([
    [{ jobLogs: "-1" }, "--job-logs: must be at least 0"],
    [{ artifacts: "1.5" }, "--artifacts: must be a whole number"],
    [{ threads: "" }, "--threads:"],
    [{ refreshDays: "0" }, "--refresh-days: must be at least 1"],
    [{ since: "30" }, "--since: must be a date"],
    [{ since: "2026-13-01" }, "--since: is no day of the calendar"],
    [{ activeSince: "2026-02-29" }, "--active-since: is no day of the calendar"],
    [{ archived: "no" }, "--archived: must be one of include, exclude, only"],
    [{ visibility: ["hidden"] }, "--visibility: must be of private, internal, public"],
    [{ failOnNew: "bad" }, "--fail-on-new: must be one of"],
  ])("refuse %j", (flags, message) => {
    expect(refusal(flags)).toContain(message);
  });

  it.each(["2024-02-29", "90d", "0d"])("take %s as a moment", (since) => {
    expect(read({ since }).since).toBe(since);
  });
});
