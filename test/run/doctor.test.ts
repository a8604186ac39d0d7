import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGitLab } from "../../src/gitlab/client.ts";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import {
  type Check,
  checkExpiry,
  checkScopes,
  checkToken,
  nameRole,
  roleAt,
} from "../../src/run/check-token.ts";
import { chooseSources } from "../../src/run/choose-sources.ts";
import { makeError } from "../../src/model/errors.ts";
import { checkPlaces } from "../../src/run/doctor.ts";
import type { TokenName } from "../sample-gitlab/company.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeGitContext } from "../support/scanner.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
let sample: SampleGitLab;
const opened: GitLab[] = [];
beforeAll(async () => {
  sample = await startSampleGitLab({ now: () => new Date(NOW) });
});
afterAll(async () => {
  for (const gitlab of opened) await gitlab.close();
  await sample.close();
});

const open = (name: TokenName): GitLab => {
  const gitlab = createGitLab({
    url: sample.url,
    token: sample.tokens[name],
    userAgent: "vaultbound-test",
    signal: new AbortController().signal,
    sleep: (milliseconds, stop) => wait(Math.min(milliseconds, 5), undefined, { signal: stop }),
    now: () => performance.timeOrigin + performance.now(),
    random: () => 0.5,
    log: () => undefined,
    proxyEnv: {},
  });
  opened.push(gitlab);
  return gitlab;
};

const look = (
  name: TokenName,
  paths: readonly string[],
  sources: readonly string[],
): Promise<readonly Check[]> =>
  checkPlaces({
    gitlab: open(name),
    paths,
    sources: chooseSources(sources, []),
    git: makeGitContext(),
    clone: { token: sample.tokens[name], caFile: undefined, tempParent: tmpdir(), owner: process.pid },
  });
const verdictOf = (checks: readonly Check[], name: string): string | undefined =>
  checks.find((check) => check.name === name)?.verdict;

describe("the days a token has left", () => {
  it.each([
    [null, "ok", "does not expire"],
    ["2026-12-31", "ok", "304 days left"],
    ["2026-03-15", "warning", "13 days left"],
    ["2026-03-16", "ok", "14 days left"],
    ["2026-03-03", "warning", "1 day left"],
    ["2026-03-01", "unusable", "expired"],
    ["2025-01-01", "unusable", "expired"],
    ["soon", "note", "none"],
  ])("until %s: %s", (date, verdict, text) => {
    const check = checkExpiry(date, NOW);
    expect([check.verdict, check.detail]).toEqual([verdict, expect.stringContaining(text)]);
  });
});

describe("the scopes of a token", () => {
  it.each([
    [["read_api", "read_repository"], "ok"],
    [["api"], "note"],
    [["read_api", "read_repository", "sudo"], "note"],
    [["read_api"], "missing"],
    [["read_repository"], "unusable"],
    [[], "unusable"],
  ])("%j: %s", (scopes, verdict) => {
    expect(checkScopes(scopes).map((check) => check.verdict)).toEqual([verdict]);
  });
});

describe("a role", () => {
  it("in a group reaches what is below it, and not its neighbours", () => {
    const roles = [
      { kind: "group", id: 1, path: "acme", accessLevel: 20 },
      { kind: "group", id: 2, path: "acme/shop", accessLevel: 40 },
      { kind: "project", id: 3, path: "", accessLevel: 50 },
    ] as const;
    expect(nameRole(roleAt(roles, "acme/shop/api"))).toBe("Maintainer");
    expect(nameRole(roleAt(roles, "acme/shopping"))).toBe("Reporter");
    expect(nameRole(roleAt(roles, "beta"))).toMatch(/no role/);
  });
});

describe("the doctor", () => {
  it("knows a good token, and the version behind it", async () => {
    const checks = await checkToken(open("owner"), NOW);
    expect(checks.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      "token ok",
      "scopes ok",
      "expiry ok",
      "gitlab ok",
    ]);
  });

  it.each(["expired", "revoked", "noScope"] as const)("calls a token unusable that is %s", async (name) => {
    const checks = await checkToken(open(name), NOW);
    expect(checks.map(({ verdict }) => verdict)).toContain("unusable");
    expect(JSON.stringify(checks)).not.toContain(sample.tokens[name]);
  });

  it("finds everything readable for an owner", async () => {
    const checks = await look("owner", ["acme"], ["variables", "history", "schedules"]);
    for (const source of ["variables", "history", "schedules"])
      expect([source, verdictOf(checks, `source ${source}`)]).toEqual([source, "ok"]);
  });

  it("tells a developer which role the variables need, and that the rest can be read", async () => {
    const checks = await look("developer", ["acme/payments/api"], ["variables", "history"]);
    const variables = checks.find(({ name }) => name === "source variables");
    expect(variables?.verdict).toBe("missing");
    expect(variables?.detail).toContain("acme/payments/api");
    expect(variables?.hint).toContain("Maintainer");
    expect(variables?.hint).toContain("--skip variables");
    expect(verdictOf(checks, "source history")).toBe("ok");
  });

  it("notices that a token cannot clone", async () => {
    const checks = await look("withoutCode", ["acme/payments/api"], ["history"]);
    expect(verdictOf(checks, "source history")).toBe("missing");
  });

  it("looks at what the token belongs to when no place is named", async () => {
    const checks = await look("owner", [], ["variables"]);
    const tried = checks.find(({ name }) => name === "source variables");
    expect(tried?.detail).toMatch(/of [1-9]\d* places/);
  });

  it("says so when there is nothing at a place", async () => {
    const checks = await look("owner", ["acme/nothing"], ["variables"]);
    expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual([["places", "unusable"]]);
  });

  it("tells the role at each place, by the list of members where GitLab does not tell roles itself", async () => {
    const roleIn = async (gitlab: GitLab): Promise<string | undefined> => {
      const clone = {
        token: sample.tokens.developer,
        caFile: undefined,
        tempParent: tmpdir(),
        owner: process.pid,
      };
      const sources = chooseSources(["releases"], []);
      const paths = ["acme/payments/api"];
      const checks = await checkPlaces({ gitlab, paths, sources, git: makeGitContext(), clone });
      return checks.find(({ name }) => name === "role in acme/payments/api")?.detail;
    };
    const gitlab = open("developer");
    // As before GitLab 17.4.
    const older: GitLab = {
      ...gitlab,
      async *associations() {
        yield* await Promise.reject<never[]>(makeError("GITLAB_NOT_FOUND", [{ what: "the roles" }]));
      },
    };
    expect(await roleIn(older)).toBe("Developer");
    expect(await roleIn({ ...older, tokenIdentity: () => Promise.resolve(null) })).toBeUndefined();
  });

  it("labels what it says of the plan as a guess", async () => {
    const plan = (await look("owner", ["acme"], ["variables"])).find(({ name }) => name === "plan");
    expect(plan?.verdict).toBe("note");
    expect(plan?.detail).toMatch(/heuristic|not known/);
  });
});
