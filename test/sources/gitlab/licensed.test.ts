/** Wikis, webhooks and integrations of groups: what a refusal means by edition, plan and version. */
import { describe, expect, it } from "vitest";
import { isGap } from "../../../src/model/gap.ts";
import { targetId } from "../../../src/model/ids.ts";
import type { Target } from "../../../src/model/target.ts";
import { integrations, webhooks } from "../../../src/sources/gitlab/hooks.ts";
import { wikis } from "../../../src/sources/gitlab/wikis.ts";
import type { Source } from "../../../src/sources/source.ts";
import { connectGitLab } from "../../gitlab/connect.ts";
import { GROUP } from "../../gitlab/samples.ts";
import { type Reply, startServer } from "../../gitlab/server.ts";
import { startSampleGitLab } from "../../sample-gitlab/server.ts";
import { makeSourceContext, readSource } from "./open-gitlab.ts";

const TARGET: Target = {
  kind: "group",
  id: targetId("group:7"),
  path: "acme",
  name: "Acme",
  webUrl: "https://gitlab.invalid/groups/acme",
  groups: [],
};

interface Instance {
  readonly metadata: Reply;
  readonly group?: object;
  /** What GitLab says of the wiki and the webhooks. */
  readonly reply: Reply;
}

const ENTERPRISE: Reply = { body: { version: "18.4.1-ee", enterprise: true } };

const read = async (source: Source, { metadata, group = GROUP, reply }: Instance) => {
  await using server = await startServer(({ url }) => {
    if (url.includes("/metadata") || url.includes("/version")) return metadata;
    return /\/groups\/7(?:\?|$)/.test(url) ? { body: group } : reply;
  });
  const { gitlab } = connectGitLab(server.url);
  const context = makeSourceContext(gitlab);
  const items = [];
  for (let time = 0; time < 2; time++)
    for await (const item of source.read(TARGET, context)) items.push(item);
  return { items, asked: server.seen.map(({ url }) => url.replace("/api/v4", "").split("?")[0]) };
};

describe.each([wikis, webhooks])("the $name of a group", (source) => {
  it("are not asked for in the Community Edition, which is found out once", async () => {
    const metadata = { body: { version: "18.4.1", enterprise: false } };
    const { items, asked } = await read(source, { metadata, reply: { status: 404 } });
    expect([items, asked]).toEqual([[], ["/metadata"]]);
  });

  it.each([403, 404])("are no gap where a plan without them answers %i", async (status) => {
    const { items } = await read(source, { metadata: ENTERPRISE, reply: { status, body: {} } });
    expect(items).toEqual([]);
  });

  it("are a gap where the plan has them and the role is too small", async () => {
    const group = { ...GROUP, membership_lock: false };
    const { items } = await read(source, { metadata: ENTERPRISE, group, reply: { status: 403, body: {} } });
    expect(items.filter(isGap).map(({ code, source: kind }) => `${code} ${kind}`)).toEqual(
      Array.from({ length: 2 }, () => `GITLAB_FORBIDDEN ${source.kinds[0]}`),
    );
  });

  it("are asked for where GitLab does not say what it is, and other failures are gaps", async () => {
    const { items, asked } = await read(source, {
      metadata: { status: 403, body: {} },
      reply: { status: 500 },
    });
    expect(asked.filter((path) => path === "/metadata")).toHaveLength(1);
    expect(items.filter(isGap).map(({ code }) => code)).toEqual([
      "GITLAB_SERVER_ERROR",
      "GITLAB_SERVER_ERROR",
    ]);
  });
});

describe("the integrations of a group", () => {
  it("are no gap where an older version has no such list", async () => {
    const { items } = await read(integrations, { metadata: ENTERPRISE, reply: { status: 404, body: {} } });
    expect(items).toEqual([]);
  });

  it("are a gap where the role is too small", async () => {
    const { items } = await read(integrations, { metadata: ENTERPRISE, reply: { status: 403, body: {} } });
    expect(items.filter(isGap).map(({ code }) => code)).toEqual(["GITLAB_FORBIDDEN", "GITLAB_FORBIDDEN"]);
  });
});

describe("a GitLab in the free plan", () => {
  it.each([
    ["self-managed", "owner"],
    ["self-managed", "subgroupMaintainer"],
    ["gitlab.com", "owner"],
    ["gitlab.com", "subgroupMaintainer"],
  ] as const)("%s has no gap for what its groups do not have, as %s", async (kind, token) => {
    const sample = await startSampleGitLab({ tier: "free", kind });
    try {
      for (const source of [wikis, webhooks])
        expect(
          (await readSource(sample, source, { kind: "group", path: "acme/payments", token })).items,
        ).toEqual([]);
    } finally {
      await sample.close();
    }
  });
});
