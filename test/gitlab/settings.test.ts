/** Merged configuration, environments, protections, hooks and integrations, as GitLab answers them. */
import { describe, expect, it } from "vitest";
import { collect, connectGitLab, rejection } from "./connect.ts";
import { ask } from "./samples.ts";
import { type Reply, startServer } from "./server.ts";

describe("the merged configuration", () => {
  it("comes with where it was included from", async () => {
    const body = {
      valid: true,
      errors: [],
      warnings: ["odd"],
      merged_yaml: "---\nbuild: {}\n",
      includes: [
        { type: "local", location: "ci/a.yml", blob: "https://gitlab.invalid/x", extra: {} },
        { type: "file", location: "b.yml", extra: { project: "acme/ci", ref: "main", job_name: null } },
        { type: "remote", location: "https://a.invalid/c.yml" },
      ],
    };
    expect(await ask({ body }, (gitlab) => gitlab.lint(42))).toEqual({
      valid: true,
      errors: [],
      mergedYaml: "---\nbuild: {}\n",
      includes: [
        { type: "local", location: "ci/a.yml", project: "", ref: "" },
        { type: "file", location: "b.yml", project: "acme/ci", ref: "main" },
        { type: "remote", location: "https://a.invalid/c.yml", project: "", ref: "" },
      ],
    });
  });

  it("that is invalid is an answer too", async () => {
    const body = { valid: false, errors: ["jobs: no"], merged_yaml: null };
    expect(await ask({ body }, (gitlab) => gitlab.lint(42))).toEqual({
      valid: false,
      errors: ["jobs: no"],
      mergedYaml: "",
      includes: [],
    });
  });
});

describe("environments", () => {
  const ENVIRONMENTS = [
    { id: 1, name: "production", tier: "production", state: "available", external_url: "https://a.invalid" },
    { id: 2, name: "review/x", tier: null, state: "stopped", external_url: null },
  ];
  const read = async (guarded: Reply) => {
    await using server = await startServer(({ url }) =>
      url.includes("/protected_environments") ? guarded : { body: ENVIRONMENTS },
    );
    return await collect(connectGitLab(server.url).gitlab.environments(42));
  };

  it("are protected or not", async () => {
    expect(await read({ body: [{ name: "production", deploy_access_levels: [] }] })).toEqual([
      {
        id: 1,
        name: "production",
        tier: "production",
        state: "available",
        externalUrl: "https://a.invalid",
        protected: true,
      },
      { id: 2, name: "review/x", tier: "", state: "stopped", externalUrl: "", protected: false },
    ]);
  });

  it.each([404, 403])("may be either where GitLab does not say (%i)", async (status) => {
    expect((await read({ status })).map((item) => item.protected)).toEqual([null, null]);
  });

  it("are an error where the token has died meanwhile", async () => {
    expect(await rejection(read({ status: 401 }))).toMatchObject({ code: "GITLAB_UNAUTHORIZED" });
  });

  it("of one project are compared with what is asked once", async () => {
    await using server = await startServer(({ url }) => ({
      body: url.includes("/protected_environments") ? [] : ENVIRONMENTS,
    }));
    expect(await collect(connectGitLab(server.url).gitlab.environments(42))).toHaveLength(2);
    expect(server.seen).toHaveLength(2);
  });

  it("that do not exist cost one call", async () => {
    await using server = await startServer(() => ({ body: [] }));
    expect(await collect(connectGitLab(server.url).gitlab.environments(42))).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});

describe("protections", () => {
  it("are of branches, then of tags, with the levels that are no single user's", async () => {
    const level = (access_level: number | null) => ({ id: 1, access_level, user_id: null, group_id: null });
    await using server = await startServer(({ url }) =>
      url.includes("branches")
        ? {
            body: [
              {
                id: 1,
                name: "main",
                push_access_levels: [level(0)],
                merge_access_levels: [level(40), level(null)],
              },
              { id: 2, name: "release/*" },
            ],
          }
        : { body: [{ name: "v*", create_access_levels: [level(30)] }] },
    );
    expect(await collect(connectGitLab(server.url).gitlab.protections(42))).toEqual([
      { name: "main", kind: "branch", pushLevels: [0], mergeLevels: [40] },
      { name: "release/*", kind: "branch", pushLevels: [], mergeLevels: [] },
      { name: "v*", kind: "tag", pushLevels: [30], mergeLevels: [] },
    ]);
  });
});

describe("webhooks", () => {
  it("have an address and further settings, of which the empty ones are left out", async () => {
    const body = [
      {
        id: 1,
        url: "https://hooks.invalid/x?t=1",
        name: "ci",
        description: "to chat",
        custom_webhook_template: '{"a": 1}',
        custom_headers: [{ key: "X-Key" }],
        url_variables: [{ key: "token" }],
        push_events: true,
      },
      { id: 2, url: "https://hooks.invalid/y", custom_headers: null },
    ];
    expect(await ask({ body }, (gitlab) => collect(gitlab.hooks({ project: 42 })))).toEqual([
      {
        id: 1,
        name: "ci",
        url: "https://hooks.invalid/x?t=1",
        settings: JSON.stringify({
          description: "to chat",
          template: '{"a": 1}',
          headers: ["X-Key"],
          variables: ["token"],
        }),
      },
      { id: 2, name: "", url: "https://hooks.invalid/y", settings: "{}" },
    ]);
  });
});

describe("integrations", () => {
  const ITEM = { id: 4, title: "Slack", slug: "slack", active: true, inherited: true };
  const read = (details: unknown) =>
    ask({ body: details }, (gitlab) => gitlab.integrationSettings({ group: 7 }, "slack"));

  it("are listed without their properties, which each one has", async () => {
    const properties = { webhook: "https://hooks.invalid/z", notify: true };
    const list = await ask({ body: [ITEM] }, (gitlab) => collect(gitlab.integrations({ group: 7 })));
    expect(list).toEqual([ITEM]);
    expect(await read({ ...ITEM, properties })).toEqual(JSON.stringify(properties));
  });

  it.each([[{ ...ITEM }], [{ ...ITEM, properties: null }]])("may have none: %j", async (details) => {
    expect(await read(details)).toBe("{}");
  });

  it("that vanish between list and detail are null; that may not be read are an error", async () => {
    const one = (status: number) =>
      ask({ status, body: {} }, (gitlab) => gitlab.integrationSettings({ project: 42 }, "slack"));
    expect(await one(404)).toBeNull();
    expect(await rejection(one(403))).toMatchObject({ code: "GITLAB_FORBIDDEN" });
  });

  it("nested beyond measure are an error, no crash", async () => {
    const deep = `{"properties": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(await rejection(read(deep))).toMatchObject({ code: "GITLAB_BAD_ANSWER" });
  });
});
