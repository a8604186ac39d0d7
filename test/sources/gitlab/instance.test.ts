/** What belongs to no group and no project: variables of the instance, snippets of people. */
import { describe, expect, it } from "vitest";
import { targetId } from "../../../src/model/ids.ts";
import type { Target } from "../../../src/model/target.ts";
import { snippets } from "../../../src/sources/gitlab/snippets.ts";
import { variables } from "../../../src/sources/variables.ts";
import { connectGitLab } from "../../gitlab/connect.ts";
import { startServer } from "../../gitlab/server.ts";
import { makeSourceContext } from "./open-gitlab.ts";

const TARGET: Target = { kind: "instance", id: targetId("instance"), path: "", name: "", webUrl: "" };

describe("the instance's own", () => {
  it.each([
    ["https://gitlab.com", false],
    ["https://gitlab.example.com", true],
    ["https://example.com/gitlab.com", true],
  ])("variables are looked for at %s: %s", async (url, expected) => {
    const { gitlab } = connectGitLab(url);
    expect(variables.appliesTo(TARGET, makeSourceContext(gitlab))).toBe(expected);
    await gitlab.close();
  });

  const SNIPPET = {
    id: 5,
    title: "t",
    file_name: "",
    files: [],
    web_url: "https://gitlab.invalid/-/snippets/5",
  };

  it("snippets are the token owner's alone where GitLab has no list of all", async () => {
    await using server = await startServer(({ url }) =>
      url.includes("/snippets/all") ? { status: 404, body: {} } : { body: [SNIPPET] },
    );
    const { gitlab } = connectGitLab(server.url);
    const items = [];
    for await (const item of snippets.read(TARGET, makeSourceContext(gitlab))) items.push(item);
    expect(items).toMatchObject([{ provenance: { item: "$5", path: "description" } }]);
  });

  it("snippets leave out those of projects, which are read there", async () => {
    await using server = await startServer(() => ({ body: [{ ...SNIPPET, project_id: 42 }] }));
    const { gitlab } = connectGitLab(server.url);
    for await (const item of snippets.read(TARGET, makeSourceContext(gitlab))) expect(item).toBeUndefined();
    expect(server.seen[0]?.url).toContain("/snippets/all");
  });
});
