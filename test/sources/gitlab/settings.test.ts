/** What is made of GitLab's lists of members, protections, environments and runners. */
import { describe, expect, it } from "vitest";
import type { Gap } from "../../../src/model/gap.ts";
import type { Target } from "../../../src/model/target.ts";
import type { Settings } from "../../../src/model/settings.ts";
import { readSettings, type SettingsPart } from "../../../src/sources/gitlab/settings.ts";
import { connectGitLab } from "../../gitlab/connect.ts";
import { startServer } from "../../gitlab/server.ts";
import { makeGroup, makeProject } from "../../support/facts.ts";

interface Read {
  readonly settings: Settings;
  readonly gaps: readonly Gap[];
  readonly asked: readonly string[];
}

/** @param lists items by the last part of the path; what is not there is refused. */
const read = async (
  part: SettingsPart,
  lists: Readonly<Record<string, readonly unknown[]>>,
  target: Target = makeProject("acme/shop"),
): Promise<Read> => {
  await using server = await startServer(({ url }) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const list = lists[pathname.split("/").at(-1) ?? ""];
    if (list === undefined) return { status: 403, body: { message: "403 Forbidden" } };
    const page = Number(searchParams.get("page"));
    const size = Number(searchParams.get("per_page"));
    const next = page * size < list.length ? String(page + 1) : "";
    return { body: list.slice((page - 1) * size, page * size), headers: { "x-next-page": next } };
  });
  const { gitlab } = connectGitLab(server.url);
  try {
    const found = await readSettings({ gitlab, target, project: null, parts: [part] });
    return { ...found, asked: server.seen.map(({ url }) => url.replace(/\?.*/, "")) };
  } finally {
    await gitlab.close();
  }
};

const member = (id: number, changes: object = {}) => ({
  id,
  username: `user${id}`,
  access_level: 40,
  state: "active",
  ...changes,
});

describe("the owners of a project", () => {
  it("are its own maintainers and owners, the owners first", async () => {
    const members = [
      member(1),
      member(2, { access_level: 50 }),
      member(3, { access_level: 30 }),
      member(4, { access_level: 45 }),
    ];
    const { settings, asked } = await read("owners", { members });
    expect(settings.owners).toEqual({
      members: [
        { user: "user2", role: "owner" },
        { user: "user1", role: "maintainer" },
        { user: "user4", role: "maintainer" },
      ],
      left: 0,
    });
    expect(asked).toHaveLength(1);
  });

  it("are people who can be asked: no blocked ones, no access tokens", async () => {
    const members = [
      member(1, { state: "blocked" }),
      member(2, { username: "project_42_bot_1a2b" }),
      member(3, { username: "group_7_bot" }),
      member(4, { username: "project_42_both" }),
      member(5, { username: "" }),
    ];
    const { settings } = await read("owners", { members });
    expect(settings.owners?.members.map(({ user }) => user)).toEqual([]);
    const { settings: others } = await read("owners", { members: [member(6, { state: "" })] });
    expect(others.owners?.members.map(({ user }) => user)).toEqual(["user6"]);
  });

  it("are twenty at most, and the rest is counted, over all pages", async () => {
    const members = Array.from({ length: 250 }, (_, index) => member(index + 1));
    const { settings, asked } = await read("owners", { members });
    expect(settings.owners?.members).toHaveLength(20);
    expect(settings.owners?.left).toBe(230);
    expect(asked).toHaveLength(3);
  });
});

describe("the owners of a group", () => {
  it.each([
    ["with those who were invited, of the top group", "acme", /\/members\/all$/],
    ["without those from above, of a group below", "acme/web", /\/members$/],
  ])("are asked for %s", async (_, path, expected) => {
    const { asked } = await read("owners", { members: [], all: [] }, makeGroup(path));
    expect(asked).toEqual([expect.stringMatching(expected)]);
  });
});

describe("protected branches and tags", () => {
  it("are known as a whole or not at all: half a list would make the rest look open", async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `b${index}` }));
    const all = await read("protectedRefs", { protected_branches: names(999), protected_tags: names(1) });
    expect(all.settings.protectedRefs).toHaveLength(1000);
    expect(all.gaps).toEqual([]);
    const cut = await read("protectedRefs", { protected_branches: names(1001), protected_tags: [] });
    expect(cut.settings).toEqual({});
    expect(cut.gaps).toMatchObject([
      { code: "SETTINGS_LIMIT", source: "settings", subject: "protected branches and tags" },
    ]);
  });

  it("are not known where tags are refused", async () => {
    const { settings, gaps } = await read("protectedRefs", { protected_branches: [{ name: "main" }] });
    expect(settings).toEqual({});
    expect(gaps).toMatchObject([{ code: "GITLAB_FORBIDDEN" }]);
  });
});

describe("environments", () => {
  it("are read up to a number, and it is said that there are more", async () => {
    const environments = Array.from({ length: 301 }, (_, id) => ({
      id: id + 1,
      name: `review/${id}`,
      tier: "other",
    }));
    const { settings, asked } = await read("environments", { environments, protected_environments: [] });
    expect(settings.environments?.known).toHaveLength(300);
    expect(settings.environments?.isCut).toBe(true);
    expect(asked.filter((path) => path.endsWith("/environments")).length).toBeLessThanOrEqual(4);
  });

  it("are neither protected nor open where GitLab does not say", async () => {
    const { settings, gaps } = await read("environments", { environments: [{ id: 1, name: "production" }] });
    expect(settings.environments?.known).toEqual([{ name: "production", tier: "", protected: null }]);
    expect(gaps).toEqual([]);
  });
});

describe("runners", () => {
  it("are those that take jobs, each kind once", async () => {
    const runner = (id: number, paused = false) => ({
      id,
      runner_type: "instance_type",
      paused,
      tag_list: ["b", "a"],
    });
    const { settings } = await read("runners", {
      runners: [runner(1), runner(2), runner(3, true)],
      graphql: [],
    });
    expect(settings.runners).toEqual([{ type: "instance_type", executors: [], tags: ["a", "b"] }]);
  });
});
