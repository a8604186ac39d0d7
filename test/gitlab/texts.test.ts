/** Snippets, wikis, issues, merge requests, notes, releases and files, as GitLab answers them. */
import { describe, expect, it } from "vitest";
import { collect, connectGitLab } from "./connect.ts";
import { ask } from "./samples.ts";
import { startServer } from "./server.ts";

describe("snippets", () => {
  const SNIPPET = {
    id: 12,
    project_id: 42,
    title: "Deploy",
    description: "how",
    author: { username: "jo", name: "Jo" },
    updated_at: "2026-01-01T00:00:00Z",
    web_url: "https://gitlab.invalid/acme/api/-/snippets/12",
  };
  const raw = "https://gitlab.invalid/git/acme/api/-/snippets/12/raw";

  it.each([
    ["run.sh", `${raw}/main/run.sh`, "main"],
    ["a/b c.sh", `${raw}/feature/x/a/b%20c.sh`, "feature/x"],
    ["a/b.sh", `${raw}/main/other.sh`, "HEAD"],
    ["100%.sh", `${raw}/main/100%.sh`, "main"],
    ["run.sh", "", "HEAD"],
    ["run.sh", "https://gitlab.invalid/-/snippets/12/raw/trunk/run.sh", "trunk"],
  ])("have their file %s at %s on the branch %s", async (path, url, ref) => {
    const body = [{ ...SNIPPET, files: [{ path, raw_url: url }] }];
    const [read] = await ask({ body }, (gitlab) => collect(gitlab.snippets(42)));
    expect(read).toEqual({
      id: 12,
      projectId: 42,
      title: "Deploy",
      description: "how",
      author: "jo",
      updatedAt: "2026-01-01T00:00:00Z",
      webUrl: "https://gitlab.invalid/acme/api/-/snippets/12",
      files: [{ path, ref }],
    });
  });

  it("of old versions are one text", async () => {
    const [read] = await ask({ body: [{ ...SNIPPET, file_name: "run.sh" }] }, (gitlab) =>
      collect(gitlab.snippets(42)),
    );
    expect(read?.files).toEqual([{ path: "run.sh", ref: "" }]);
  });

  it("of a person are those without a project", async () => {
    const body = [SNIPPET, { ...SNIPPET, id: 13, project_id: null, files: [] }];
    const read = await ask({ body }, (gitlab) => collect(gitlab.personalSnippets("all")));
    expect(read.map(({ id }) => id)).toEqual([13]);
  });
});

describe("a wiki", () => {
  it("comes in one answer with its texts", async () => {
    const body = [{ slug: "home", title: "Home", content: "# Hi", format: "markdown", encoding: "UTF-8" }];
    await using server = await startServer(() => ({ body }));
    expect(await collect(connectGitLab(server.url).gitlab.wikiPages({ group: 7 }))).toEqual([
      { slug: "home", title: "Home", content: "# Hi" },
    ]);
    expect(server.seen).toHaveLength(1);
  });

  it("of more than a page's worth is not asked for again", async () => {
    const body = Array.from({ length: 250 }, (_, index) => ({ slug: `p${index}`, title: "", content: "" }));
    await using server = await startServer(() => ({ body }));
    expect(await collect(connectGitLab(server.url).gitlab.wikiPages({ project: 42 }))).toHaveLength(250);
    expect(server.seen).toHaveLength(1);
  });
});

describe("issues and merge requests", () => {
  const THREAD = {
    id: 900,
    iid: 3,
    title: "Broken",
    description: null,
    author: null,
    state: "opened",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-05T00:00:00Z",
    web_url: "https://gitlab.invalid/acme/api/-/issues/3",
    user_notes_count: 4,
  };

  it("have the number that their paths use beside their id", async () => {
    expect(await ask({ body: [THREAD] }, (gitlab) => collect(gitlab.issues(42)))).toEqual([
      {
        id: 900,
        iid: 3,
        title: "Broken",
        description: "",
        author: "",
        state: "opened",
        createdAt: "2026-01-01T00:00:00Z",
        updatedAt: "2026-01-05T00:00:00Z",
        webUrl: "https://gitlab.invalid/acme/api/-/issues/3",
        notes: 4,
      },
    ]);
  });

  it.each(["issues", "mergeRequests"] as const)("%s are narrowed by GitLab and by us", async (kind) => {
    const body = [THREAD, { ...THREAD, id: 901, iid: 4, updated_at: "2026-01-01T00:00:00Z" }];
    await using server = await startServer(() => ({ body }));
    const since = { updatedAfter: "2026-01-02T00:00:00Z", createdAfter: "2025-01-01T00:00:00Z" };
    const read = await collect(connectGitLab(server.url).gitlab[kind](42, since));
    expect(read.map(({ iid }) => iid)).toEqual([3]);
    const query = new URL(server.seen[0]?.url ?? "", server.url).searchParams;
    expect([query.get("updated_after"), query.get("created_after")]).toEqual([
      since.updatedAfter,
      since.createdAfter,
    ]);
  });

  it("are read to the end where an old version does not know keysets and says 405", async () => {
    const error = "Keyset pagination is not yet available for this type of request";
    await using server = await startServer(({ url }) =>
      url.includes("keyset") ? { status: 405, body: { error } } : { body: [THREAD] },
    );
    expect(await collect(connectGitLab(server.url).gitlab.issues(42))).toHaveLength(1);
    expect(server.seen).toHaveLength(2);
  });

  it("end in an error that says how far they were read where GitLab lists no further", async () => {
    const error =
      "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Issue.";
    await using server = await startServer((_, number) =>
      number === 1 ? { body: [THREAD], headers: { "x-next-page": "2" } } : { status: 405, body: { error } },
    );
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { iid } of connectGitLab(server.url).gitlab.issues(42)) seen.push(iid);
    };
    await expect(read()).rejects.toMatchObject({
      code: "GITLAB_LIST_LIMIT",
      message: expect.stringContaining("no more than the first 50000"),
      hint: expect.stringContaining("by themselves"),
    });
    expect(seen).toEqual([3]);
  });

  it("have notes, of which GitLab's own are marked where an old version gives them", async () => {
    const note = { body: "hm", author: { name: "Ghost" }, updated_at: "2026-01-01T00:00:00Z" };
    const body = [
      { ...note, id: 1, system: false },
      { ...note, id: 2, system: true },
    ];
    const expected = { body: "hm", author: "Ghost", updatedAt: "2026-01-01T00:00:00Z" };
    expect(await ask({ body }, (gitlab) => collect(gitlab.notes(42, "issues", 3)))).toEqual([
      { ...expected, id: 1, system: false },
      { ...expected, id: 2, system: true },
    ]);
  });
});

describe("releases", () => {
  it("have links", async () => {
    const body = [
      {
        tag_name: "v1",
        name: "One",
        description: "first",
        author: { username: "jo" },
        assets: { count: 1, sources: [], links: [{ id: 1, name: "bin", url: "https://a.invalid/?t=1" }] },
        _links: { self: "https://gitlab.invalid/acme/api/-/releases/v1" },
      },
      { tag_name: "v0", assets: null },
    ];
    expect(await ask({ body }, (gitlab) => collect(gitlab.releases(42)))).toEqual([
      {
        tag: "v1",
        name: "One",
        description: "first",
        author: "jo",
        links: [{ name: "bin", url: "https://a.invalid/?t=1" }],
        webUrl: "https://gitlab.invalid/acme/api/-/releases/v1",
      },
      { tag: "v0", name: "", description: "", author: "", links: [], webUrl: "" },
    ]);
  });
});

describe("a repository's tree", () => {
  it("is read by keyset", async () => {
    const entry = { id: "ab", name: "x", mode: "100644" };
    await using server = await startServer(({ url }) =>
      url.includes("page_token")
        ? { body: [{ ...entry, type: "commit", path: "lib/sub" }] }
        : {
            body: [{ ...entry, type: "blob", path: "lib/x" }],
            headers: { link: '<https://internal.invalid/x?page_token=ab&pagination=keyset>; rel="next"' },
          },
    );
    expect(await collect(connectGitLab(server.url).gitlab.tree(42, "HEAD"))).toEqual([
      { id: "ab", type: "blob", path: "lib/x" },
      { id: "ab", type: "commit", path: "lib/sub" },
    ]);
  });
});
