/** REST operations: tokens, roles, visibility, shapes that surprise. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import type { TokenName } from "./company.ts";
import { projectEntity } from "./entities.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

const askAs = (who: TokenName | "nobody", path: string) =>
  ask(sample, path, who === "nobody" ? null : sample.tokens[who]);

const project = (path: string): string => `/projects/${encodeURIComponent(path)}`;
const MESSAGE = {
  401: { message: "401 Unauthorized" },
  403: { message: "403 Forbidden" },
} as const;

describe("a token", () => {
  it.each([
    ["nobody", "/version", 401, MESSAGE[401]],
    ["owner", "/version", 200, null],
    ["noScope", "/user", 200, null],
    ["noScope", "/personal_access_tokens/self", 200, null],
    ["noScope", "/groups", 403, { error: "insufficient_scope", scope: "api read_api" }],
    ["expired", "/version", 401, { error: "invalid_token" }],
    ["revoked", "/version", 401, { error: "invalid_token" }],
    ["owner", "/groups/10/variables", 200, null],
    ["subgroupMaintainer", "/groups/10/variables", 403, MESSAGE[403]],
    ["developer", "/groups/10/variables", 403, MESSAGE[403]],
    ["nobody", "/groups/10/variables", 401, MESSAGE[401]],
    ["subgroupMaintainer", "/groups/11/variables", 403, MESSAGE[403]],
    ["subgroupMaintainer", "/projects/101/variables", 200, null],
    ["developer", "/projects/101/variables", 403, MESSAGE[403]],
    ["guest", "/projects/101/variables", 403, MESSAGE[403]],
    ["subgroupMaintainer", "/projects/114", 404, { message: "404 Project Not Found" }],
    ["subgroupMaintainer", "/groups/13", 404, { message: "404 Group Not Found" }],
    ["owner", "/projects/999", 404, { message: "404 Project Not Found" }],
    ["owner", "/projects/101/variables/NOPE", 404, { message: "404 Variable Not Found" }],
    ["nobody", "/projects/101", 404, { message: "404 Project Not Found" }],
    ["nobody", "/projects/130", 200, null],
    // Internal projects are for everybody who has signed in.
    ["subgroupMaintainer", "/projects/112", 200, null],
    ["nobody", "/projects/112", 404, { message: "404 Project Not Found" }],
  ] as const)("of %s asking for %s is answered %i", async (who, path, status, body) => {
    expect(await askAs(who, path)).toMatchObject(body === null ? { status } : { status, json: body });
  });

  it("that nobody issued is refused even where none is needed", async () => {
    expect(await ask(sample, "/projects/130", "glpat-unknown")).toMatchObject({
      status: 401,
      json: MESSAGE[401],
    });
  });

  it("may come as a bearer token", async () => {
    const headers = { authorization: `Bearer ${sample.tokens.owner}` };
    const response = await fetch(`${sample.url}/api/v4/user`, { headers });
    expect(await response.json()).toMatchObject({ username: "ada" });
  });

  it("tells its scopes and its end", async () => {
    const { json } = await askAs("owner", "/personal_access_tokens/self");
    expect(json).toMatchObject({
      scopes: ["read_api", "read_repository"],
      active: true,
      expires_at: "2099-12-31",
    });
  });
});

describe("groups", () => {
  it("are listed with all levels below, but not those whose names only begin alike", async () => {
    const { json } = await askAs("owner", "/groups/acme/descendant_groups?order_by=path&sort=asc");
    expect(pluck(json, "full_path")).toEqual([
      "acme/payments",
      "acme/payments/fraud",
      "acme/platform",
      "acme/platform/infrastructure",
      "acme/web",
    ]);
  });

  it("show a member of one subgroup only the way to it and what lies below", async () => {
    const { json } = await askAs("subgroupMaintainer", "/groups/acme/descendant_groups?order_by=id");
    expect(pluck(json, "full_path")).toEqual(["acme/payments", "acme/payments/fraud"]);
  });

  it("give direct children only as subgroups, and take the encoded path of a subgroup", async () => {
    const { json } = await askAs("owner", "/groups/acme%2Fpayments/subgroups");
    expect(pluck(json, "full_path")).toEqual(["acme/payments/fraud"]);
  });

  it("embed their projects unless told not to, and show runner tokens to owners only", async () => {
    const detail = (await askAs("owner", "/groups/13")).json;
    expect(pluck((detail as { projects: unknown }).projects, "path")).toContain("shop"); // checked by the test itself
    expect(detail).toHaveProperty("runners_token");
    expect((await askAs("owner", "/groups/13?with_projects=false")).json).not.toHaveProperty("projects");
    expect((await askAs("developer", "/groups/13")).json).not.toHaveProperty("runners_token");
  });
});

describe("projects of a group", () => {
  const CRAWL = "include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100";

  it("come without shared ones when asked so", async () => {
    const { json } = await askAs("owner", `/groups/acme/projects?${CRAWL}`);
    const ids = pluck(json, "id");
    expect(ids).toEqual(Array.from({ length: 17 }, (_, index) => 101 + index));
  });

  it("come with shared ones, newest first and without subgroups, unless asked otherwise", async () => {
    const { json } = await askAs("owner", "/groups/acme/projects");
    expect(pluck(json, "path_with_namespace")).toEqual(["partner/toolkit", "acme/handbook"]);
  });

  it("can be told apart by archived", async () => {
    const { json } = await askAs("owner", `/groups/acme/projects?${CRAWL}&archived=true`);
    expect(pluck(json, "path_with_namespace")).toEqual(["acme/web/legacy"]);
  });

  it("refuse orders GitLab does not know", async () => {
    expect(await askAs("owner", "/groups/acme/projects?order_by=colour")).toMatchObject({ status: 400 });
  });
});

describe("a project", () => {
  it("is the same by number and by path, and answers 301 under its old path", async () => {
    const { id, json } = { id: 104, ...(await askAs("owner", "/projects/104")) };
    expect(await askAs("owner", project("acme/platform/infrastructure/terraform"))).toMatchObject({ json });
    const moved = await askAs("owner", `${project("acme/platform/terraform")}/variables`);
    expect(moved.status).toBe(301);
    expect(moved.headers.get("location")).toBe(`${sample.url}/api/v4/projects/${id}/variables`);
    expect(moved.text).toContain("This resource has been moved permanently to");
    expect((await askAs("subgroupMaintainer", project("acme/platform/terraform"))).status).toBe(404);
  });

  it("has no default branch when empty, and hides it from those who may not see the code", async () => {
    expect((await askAs("owner", "/projects/107")).json).toMatchObject({
      default_branch: null,
      empty_repo: true,
    });
    expect((await askAs("guest", "/projects/101")).json).not.toHaveProperty("default_branch");
    expect((await askAs("guest", "/projects/101")).json).not.toHaveProperty("ci_config_path");
  });

  it("names its parent only to those who see it", async () => {
    expect((await askAs("owner", "/projects/111")).json).toMatchObject({ forked_from_project: { id: 114 } });
    const stranger = sample.company.tokens.find(({ name }) => name === "subgroupMaintainer") ?? null;
    const fork = sample.company.projects.find(({ id }) => id === 111);
    if (fork === undefined) throw new Error("the fork is gone");
    const view = { company: sample.company, base: sample.url };
    expect(projectEntity(fork, { ...view, caller: stranger })).not.toHaveProperty("forked_from_project");
  });

  it("is reduced for callers without a token", async () => {
    const { json } = await askAs("nobody", "/projects/130");
    expect(json).toMatchObject({ path_with_namespace: "acme-open/sdk" });
    expect(json).not.toHaveProperty("visibility");
  });

  it("lies in a group or in a person's namespace", async () => {
    expect((await askAs("owner", "/projects/140")).json).toMatchObject({
      namespace: { kind: "user", full_path: "ada", parent_id: null },
    });
    expect((await askAs("owner", "/projects/115")).json).toMatchObject({
      namespace: { kind: "group", id: 15, parent_id: 11 },
    });
  });

  it.each([
    ["/projects/108/repository/tree", 403],
    ["/projects/108/repository/branches", 403],
    ["/projects/108/variables", 200],
    ["/projects/116/variables", 403],
    ["/projects/116/jobs", 403],
    ["/projects/116/repository/tree", 200],
    ["/projects/107/repository/branches", 200],
    ["/projects/107/repository/tree", 404],
    ["/projects/107/ci/lint", 404],
  ])("answers %s with %i where a part is switched off or empty", async (path, status) => {
    expect((await askAs("owner", path)).status).toBe(status);
  });
});

describe("variables", () => {
  it("give no value of hidden ones and an empty one of empty ones", async () => {
    const hidden = await askAs("owner", "/groups/11/variables/CARD_VAULT_KEY");
    expect(hidden.json).toMatchObject({ value: null, hidden: true, masked: true, protected: true });
    const empty = await askAs("owner", "/groups/10/variables/EMPTY_ON_PURPOSE");
    expect(empty.json).toMatchObject({ value: "", hidden: false });
  });

  it("may have one key in several environments, and then want to be asked for one", async () => {
    const all = pluck((await askAs("owner", "/projects/114/variables")).json, "environment_scope");
    expect(all).toEqual(expect.arrayContaining(["production", "staging", "review/*"]));
    expect((await askAs("owner", "/projects/114/variables/DATABASE_PASSWORD")).json).toMatchObject({
      error: expect.stringContaining("filter[environment_scope]"),
    });
  });

  it("of type file keep their lines", async () => {
    const { json } = await askAs("owner", "/projects/115/variables/GOOGLE_APPLICATION_CREDENTIALS");
    expect(json).toMatchObject({ variable_type: "file", value: expect.stringMatching(/^\{\n {2}"type"/) });
  });
});

describe("a repository over REST", () => {
  it("gives a file by its encoded path, as JSON and raw", async () => {
    const path = `${project("acme/web/shop")}/repository/files/static%2Fstyle.css`;
    const raw = await askAs("owner", `${path}/raw?ref=main`);
    const { json } = await askAs("owner", `${path}?ref=main`);
    expect(raw.text).toContain("@font-face");
    expect(json).toMatchObject({ encoding: "base64", content: Buffer.from(raw.text).toString("base64") });
  });

  it("answers 404 for a path whose slashes were decoded on the way", async () => {
    expect((await askAs("owner", "/projects/114/repository/files/static/style.css/raw")).status).toBe(404);
  });

  it.each([
    ["files/nothing.txt?ref=main", "404 File Not Found"],
    ["files/server.js?ref=nothing", "404 Commit Not Found"],
    ["files/server.js?ref=--all", "404 Commit Not Found"],
    ["branches/nothing", "404 Branch Not Found"],
  ])("answers 404 for %s", async (path, message) => {
    expect(await askAs("owner", `/projects/114/repository/${path}`)).toMatchObject({
      status: 404,
      json: { message },
    });
  });

  it("lists a folder, and everything below when asked", async () => {
    const paths = async (query: string) =>
      pluck((await askAs("owner", `/projects/114/repository/tree?${query}`)).json, "path");
    expect(await paths("path=static")).toEqual(["static/style.css"]);
    expect(await paths("recursive=true")).toEqual(expect.arrayContaining(["static", "static/style.css"]));
    expect(await paths("")).not.toContain("static/style.css");
  });
});

describe("CI lint", () => {
  it.each([
    ["a sound file", 101, true],
    ["a file that is no YAML", 110, false],
    ["a file at another path", 112, true],
    ["a file in another project", 113, true],
    ["no file at all", 130, false],
  ])("answers 200 for %s", async (_, id, valid) => {
    const { status, json } = await askAs("owner", `/projects/${id}/ci/lint`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ valid, errors: { length: valid ? 0 : 1 } });
  });
});

describe("schedules and jobs", () => {
  it("list schedules without variables and show them in the detail, to maintainers", async () => {
    const { json } = await askAs("owner", "/projects/115/pipeline_schedules");
    expect(pluck(json, "variables")).toEqual([undefined, undefined]);
    const detail = "/projects/115/pipeline_schedules/501";
    expect(pluck(((await askAs("owner", detail)).json as { variables: unknown }).variables, "key")).toEqual([
      "TRAINING_DB_PASSWORD",
      "EPOCHS",
    ]); // checked by the test itself
    expect((await askAs("developer", detail)).json).not.toHaveProperty("variables");
  });

  it("give an empty trace with 200 for jobs that were erased or have not begun", async () => {
    for (const id of [9003, 9004]) {
      const { status, text } = await askAs("owner", `/projects/115/jobs/${id}/trace`);
      expect([status, text]).toEqual([200, ""]);
    }
  });

  it("write runner line headers and continue cut lines with a plus", async () => {
    const { text, headers } = await askAs("owner", "/projects/115/jobs/9001/trace");
    const lines = text.trimEnd().split("\n");
    const header = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z [0-9a-f]{2}[OE][ +]/;
    expect(lines.filter((line) => !header.test(line))).toEqual([]);
    expect(lines.filter((line) => line[31] === "+").length).toBeGreaterThan(0);
    expect(headers.get("content-disposition")).toBe('infile; filename="9001.log"');
  });
});

describe("anything else", () => {
  it("is 404, or 405 for what would change something", async () => {
    expect(await askAs("owner", "/nothing")).toMatchObject({ status: 404, json: { error: "404 Not Found" } });
    expect((await fetch(`${sample.url}/acme/payments/api`)).status).toBe(404);
    const post = await fetch(`${sample.url}/api/v4/projects/101/variables`, { method: "POST", body: "{}" });
    expect(post.status).toBe(405);
  });
});
