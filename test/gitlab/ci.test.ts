/** Schedules, pipelines, jobs and their files, as GitLab answers them. */
import { describe, expect, it } from "vitest";
import type { Since } from "../../src/gitlab/gitlab.ts";
import { collect, connectGitLab, rejection } from "./connect.ts";
import { ask } from "./samples.ts";
import { type Reply, startServer } from "./server.ts";

const SCHEDULE = { id: 5, description: "nightly", ref: "refs/heads/main", cron: "0 1 * * *", active: true };

describe("schedules", () => {
  const serve = (details: Readonly<Record<string, Reply>>, ids: readonly number[]) =>
    startServer(({ url }) => {
      const id = /schedules\/(\d+)$/.exec(url)?.[1];
      if (id === undefined) return { body: ids.map((item) => ({ ...SCHEDULE, id: item })) };
      return details[id] ?? { status: 404, body: { message: "404 Pipeline Schedule Not Found" } };
    });

  it("come with their variables, which the list does not have", async () => {
    const variables = [
      { key: "TOKEN", value: "v", variable_type: "env_var", raw: true },
      { key: "FILE", value: "", variable_type: "file" },
    ];
    const inputs = [
      { name: "level", value: 3 },
      { name: "who", value: "jo" },
      { name: "all", value: [true, { a: null }] },
    ];
    const owner = { username: "jo" };
    await using server = await serve({ 5: { body: { ...SCHEDULE, owner, variables, inputs } } }, [5]);
    const { gitlab } = connectGitLab(server.url);
    expect(await collect(gitlab.schedules(42))).toEqual([{ id: 5 }]);
    expect(await gitlab.schedule(42, 5)).toEqual({
      ...SCHEDULE,
      owner: "jo",
      variables: [
        { key: "TOKEN", value: "v", variableType: "env_var" },
        { key: "FILE", value: "", variableType: "file" },
      ],
      inputs: [
        { name: "level", value: "3" },
        { name: "who", value: "jo" },
        { name: "all", value: '[true,{"a":null}]' },
      ],
    });
  });

  it("tell variables that are not shown from none", async () => {
    const details = { 5: { body: SCHEDULE }, 6: { body: { ...SCHEDULE, id: 6, variables: [] } } };
    await using server = await serve(details, [5, 6]);
    const { gitlab } = connectGitLab(server.url);
    const read = [await gitlab.schedule(42, 5), await gitlab.schedule(42, 6)];
    expect(read.map((schedule) => schedule?.variables)).toEqual([null, []]);
  });

  it("that vanish between list and detail are null; that may not be read are an error", async () => {
    await using gone = await serve({ 6: { body: { ...SCHEDULE, id: 6 } } }, [5, 6]);
    expect(await connectGitLab(gone.url).gitlab.schedule(42, 5)).toBeNull();
    await using closed = await serve({ 5: { status: 403 } }, [5]);
    const error = await rejection(connectGitLab(closed.url).gitlab.schedule(42, 5));
    expect(error).toMatchObject({ code: "GITLAB_FORBIDDEN", message: expect.stringContaining("schedule 5") });
  });

  it("with an input nested beyond measure are an error, no crash", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const body = `{"id": 5, "inputs": [{"name": "a", "value": ${deep}}]}`;
    await using server = await serve({ 5: { body } }, [5]);
    const error = await rejection(connectGitLab(server.url).gitlab.schedule(42, 5));
    expect(error).toMatchObject({ code: "GITLAB_BAD_ANSWER" });
  });
});

describe("a job", () => {
  it("is read with what it left behind", async () => {
    const body = [
      {
        id: 9,
        name: "build",
        stage: "test",
        ref: "v1",
        tag: true,
        status: "success",
        pipeline: { id: 3, project_id: 42 },
        created_at: "2026-01-01T00:00:00Z",
        started_at: "2026-01-01T00:01:00Z",
        finished_at: "2026-01-01T00:02:00Z",
        erased_at: null,
        duration: 60.5,
        web_url: "https://gitlab.invalid/acme/api/-/jobs/9",
        artifacts: [
          { file_type: "dotenv", size: 20, filename: ".env.gz", file_format: "gzip" },
          { file_type: "trace", size: null, filename: "job.log", file_format: null },
        ],
        artifacts_expire_at: "2026-02-01T00:00:00Z",
        tag_list: ["docker"],
        runner: { id: 8, description: "shared", active: true },
      },
    ];
    expect(await ask({ body }, (gitlab) => collect(gitlab.jobs(42)))).toEqual([
      {
        id: 9,
        name: "build",
        stage: "test",
        ref: "v1",
        isTag: true,
        status: "success",
        pipelineId: 3,
        createdAt: "2026-01-01T00:00:00Z",
        startedAt: "2026-01-01T00:01:00Z",
        finishedAt: "2026-01-01T00:02:00Z",
        erasedAt: null,
        duration: 60.5,
        webUrl: "https://gitlab.invalid/acme/api/-/jobs/9",
        artifacts: [
          { type: "dotenv", name: ".env.gz", size: 20 },
          { type: "trace", name: "job.log", size: 0 },
        ],
        artifactsExpireAt: "2026-02-01T00:00:00Z",
        tags: ["docker"],
        runner: { id: 8, description: "shared" },
      },
    ]);
  });

  it("may have next to nothing", async () => {
    expect(await ask({ body: [{ id: 9 }] }, (gitlab) => collect(gitlab.jobs(42)))).toMatchObject([
      { id: 9, pipelineId: null, finishedAt: null, artifacts: [], tags: [], runner: null },
    ]);
  });
});

describe("jobs since a time", () => {
  /** Newest first, one per day of January 2026; every fifth has run on until the 28th. */
  const JOBS = Array.from({ length: 28 }, (_, index) => ({
    id: 1000 - index,
    created_at: `2026-01-${String(28 - index).padStart(2, "0")}T12:00:00Z`,
    finished_at: index % 5 === 0 ? "2026-01-28T13:00:00Z" : null,
  }));
  const read = async (since: Since) => {
    await using server = await startServer(({ url }) => {
      const query = new URL(url, server.url).searchParams;
      const from = Number(query.get("cursor") ?? "0");
      const link = `<https://internal.invalid/x?cursor=${from + 5}>; rel="next"`;
      return { body: JOBS.slice(from, from + 5), headers: { link } };
    });
    const { gitlab } = connectGitLab(server.url);
    const ids = (await collect(gitlab.jobs(42, since))).map(({ id }) => id);
    return { ids, calls: server.seen.length, first: server.seen[0]?.url ?? "" };
  };

  it("of their creation end where it is reached", async () => {
    const { ids, calls } = await read({ createdAfter: "2026-01-26T00:00:00Z" });
    expect([ids, calls]).toEqual([[1000, 999, 998], 1]);
  });

  it("of their end are picked from the whole list", async () => {
    const { ids, calls } = await read({ updatedAfter: "2026-01-28T12:30:00Z" });
    expect([ids, calls]).toEqual([[1000, 995, 990, 985, 980, 975], 7]);
  });

  it("of both end where the creation is reached", async () => {
    const since = { createdAfter: "2026-01-20T00:00:00Z", updatedAfter: "2026-01-28T12:30:00Z" };
    expect(await read(since)).toMatchObject({ ids: [1000, 995], calls: 2 });
  });

  it("are no more than asked for, in small pages", async () => {
    expect(await read({ most: 3 })).toMatchObject({
      ids: [1000, 999, 998],
      calls: 1,
      first: expect.stringContaining("per_page=20"),
    });
    expect(await read({ most: 0 })).toMatchObject({ ids: [], calls: 0 });
  });

  it("of no time that can be read are all", async () => {
    expect((await read({ createdAfter: "yesterday", updatedAfter: "soon" })).ids).toHaveLength(28);
  });
});

describe("pipelines", () => {
  it("are asked for by time, and filtered here too: old versions ignore what they do not know", async () => {
    const run = { status: "success", source: "push", ref: "main", sha: "a", web_url: "" };
    const body = [
      { ...run, id: 3, created_at: "2026-01-03T00:00:00Z", updated_at: "2026-01-03T00:00:00Z" },
      { ...run, id: 2, created_at: "2026-01-02T00:00:00Z", updated_at: "2026-01-02T00:00:00Z" },
    ];
    await using server = await startServer(() => ({ body }));
    const since = { updatedAfter: "2026-01-02T12:00:00Z" };
    const read = await collect(connectGitLab(server.url).gitlab.pipelines(42, since));
    expect(read).toEqual([
      {
        id: 3,
        status: "success",
        source: "push",
        ref: "main",
        sha: "a",
        createdAt: "2026-01-03T00:00:00Z",
        updatedAt: "2026-01-03T00:00:00Z",
        webUrl: "",
      },
    ]);
    expect(server.seen[0]?.url).toContain("updated_after=2026-01-02T12%3A00%3A00Z");
  });

  it("have variables", async () => {
    const body = [{ key: "TOKEN", value: "v", variable_type: "file" }];
    expect(await ask({ body }, (gitlab) => collect(gitlab.pipelineVariables(42, 3)))).toEqual([
      { key: "TOKEN", value: "v", variableType: "file" },
    ]);
  });
});

describe("a job's files", () => {
  const zip = Buffer.from("PK\u0003\u0004 and so on");
  const raw =
    (bytes: Uint8Array, status = 200): Reply =>
    (_request, response) =>
      void response.writeHead(status, { "content-type": "application/octet-stream" }).end(bytes);

  it("are bytes as they are, or the beginning of them", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const whole = await ask(raw(bytes), (gitlab) => gitlab.jobLog(42, 9, 1000));
    expect([whole?.isCut, Buffer.compare(whole?.bytes ?? Buffer.of(), bytes)]).toEqual([false, 0]);
    const cut = await ask(raw(bytes), (gitlab) => gitlab.jobLog(42, 9, 999));
    expect([cut?.isCut, Buffer.compare(cut?.bytes ?? Buffer.of(), bytes.subarray(0, 999))]).toEqual([
      true,
      0,
    ]);
  });

  it("may be empty, as a log that was erased", async () => {
    expect(await ask(raw(Buffer.of()), (gitlab) => gitlab.jobLog(42, 9, 10))).toEqual({
      bytes: Buffer.of(),
      isCut: false,
    });
  });

  it.each([404, 410, 204])("are null when they are gone (%i)", async (status) => {
    expect(await ask({ status, body: "" }, (gitlab) => gitlab.jobArtifacts(42, 9, 10))).toBeNull();
  });

  it("are an error when they are refused", async () => {
    const error = await rejection(ask({ status: 403 }, (gitlab) => gitlab.jobLog(42, 9, 10)));
    expect(error).toMatchObject({ code: "GITLAB_FORBIDDEN", message: expect.stringContaining("job 9") });
  });

  it("of another type are null where GitLab gives the archive instead", async () => {
    const dotenv = Buffer.from([0x1f, 0x8b, 8, 0]);
    const archive = (type?: string) => ask(raw(zip), (gitlab) => gitlab.jobArtifacts(42, 9, 99, type));
    expect((await archive())?.bytes).toEqual(zip);
    expect(await archive("dotenv")).toBeNull();
    expect(await ask(raw(dotenv), (gitlab) => gitlab.jobArtifacts(42, 9, 99, "dotenv"))).toEqual({
      bytes: dotenv,
      isCut: false,
    });
  });

  it("that are secure are listed by name and read by id", async () => {
    const body = [{ id: 3, name: "key.p12", checksum: "ab", created_at: "2026-01-01T00:00:00Z" }];
    expect(await ask({ body }, (gitlab) => collect(gitlab.secureFiles(42)))).toEqual([
      { id: 3, name: "key.p12", checksum: "ab", createdAt: "2026-01-01T00:00:00Z", expiresAt: null },
    ]);
    expect((await ask(raw(zip), (gitlab) => gitlab.secureFile(42, 3, 99)))?.bytes).toEqual(zip);
  });
});
