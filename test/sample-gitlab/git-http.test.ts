/** Clones over HTTP: allowed, refused, complete, and the same every time. */
import { execFile, type ExecFileException } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GIT_ENVIRONMENT } from "./git.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

let sample: SampleGitLab;
let folder: string;
beforeAll(async () => {
  sample = await startSampleGitLab({ relativeRoot: "/gitlab" });
  folder = await mkdtemp(join(tmpdir(), "vaultbound-clones-"));
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** The token goes by the environment: arguments are visible to everybody on the machine. */
const git = (token: string | null, ...args: readonly string[]): Promise<Ran> => {
  const header = `Authorization: Basic ${Buffer.from(`oauth2:${token}`).toString("base64")}`;
  const config =
    token === null
      ? {}
      : { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraHeader", GIT_CONFIG_VALUE_0: header };
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, output: string, errors: string): void =>
      resolve({ code: Number(error?.code ?? 0), output, errors });
    execFile("git", [...args], { env: { ...GIT_ENVIRONMENT, ...config }, encoding: "utf8" }, done);
  });
};

const urlOf = (path: string): string => `${sample.url}/${path}.git`;
const clone = (token: string | null, path: string, name: string, ...options: readonly string[]) =>
  git(token, "clone", "--quiet", ...options, urlOf(path), join(folder, name));
const inClone = async (name: string, ...args: readonly string[]): Promise<string> =>
  (await git(null, "-C", join(folder, name), ...args)).output.trim();

describe("cloning", () => {
  it("gives all branches and tags to a token in the environment", async () => {
    expect(await clone(sample.tokens.owner, "acme/payments/api", "api")).toMatchObject({ code: 0 });
    const refs = await inClone("api", "for-each-ref", "--format=%(refname)");
    expect(refs.split("\n")).toEqual([
      "refs/heads/main",
      "refs/remotes/origin/HEAD",
      "refs/remotes/origin/feature/gateway-client",
      "refs/remotes/origin/main",
      "refs/tags/v1.0.0",
    ]);
    expect(await inClone("api", "log", "--merges", "--format=%s")).toContain("fix/timeouts");
  });

  it("gives 2,000 commits", async () => {
    expect(await clone(sample.tokens.owner, "acme/platform/monolith", "monolith", "--bare")).toMatchObject({
      code: 0,
    });
    expect(await inClone("monolith", "rev-list", "--count", "HEAD")).toBe("2000");
  });

  it("leaves merge-request refs behind, unless they are asked for", async () => {
    await clone(sample.tokens.owner, "acme/web/shop", "shop", "--bare");
    expect(await inClone("shop", "for-each-ref")).not.toContain("merge-requests");
    const refspec = "+refs/merge-requests/*/head:refs/merge-requests/*/head";
    await git(sample.tokens.owner, "-C", join(folder, "shop"), "fetch", "--quiet", "origin", refspec);
    expect(await inClone("shop", "log", "--format=%s", "-1", "refs/merge-requests/3/head")).toBe(
      "Try another registry",
    );
    await clone(sample.tokens.owner, "acme/web/shop", "shop-mirror", "--mirror");
    expect(await inClone("shop-mirror", "for-each-ref")).toContain("refs/merge-requests/3/head");
  });

  it("allows partial clones", async () => {
    await clone(sample.tokens.owner, "acme/web/shop", "partial", "--bare", "--filter=blob:none");
    const missing = await inClone("partial", "rev-list", "--objects", "--all", "--missing=print");
    expect(missing.split("\n").filter((line) => line.startsWith("?")).length).toBeGreaterThan(5);
  });

  it("of an empty project gives an empty repository", async () => {
    expect(await clone(sample.tokens.owner, "acme/platform/empty", "empty")).toMatchObject({ code: 0 });
    expect(await inClone("empty", "for-each-ref")).toBe("");
  });

  it("works under an old path, and of public projects without a token", async () => {
    expect(await clone(sample.tokens.owner, "acme/platform/terraform", "terraform")).toMatchObject({
      code: 0,
    });
    expect(await inClone("terraform", "symbolic-ref", "HEAD")).toBe("refs/heads/master");
    expect(await clone(null, "acme-open/sdk", "sdk")).toMatchObject({ code: 0 });
  });

  it.each([
    ["without a token", null, "acme/payments/api", "could not read Username"],
    ["of a project that is not there, without a token", null, "acme/nothing", "could not read Username"],
    ["with a token nobody issued", "glpat-unknown", "acme/payments/api", "could not read Username"],
    ["with an expired token", "expired", "acme/payments/api", "could not read Username"],
    ["of a project the token cannot see", "subgroupMaintainer", "acme/web/shop", "could not be found"],
    ["without the scope", "withoutCode", "acme/payments/api", "not allowed to download code"],
    ["by a guest", "guest", "acme/payments/api", "not allowed to download code from this project"],
    [
      "where the repository is off",
      "owner",
      "acme/platform/no-code",
      "not allowed to download code from this project",
    ],
  ])("is refused %s", async (_, who, path, message) => {
    const named = Object.entries(sample.tokens).find(([name]) => name === who)?.[1];
    const { code, errors } = await clone(named ?? who, path, "refused");
    expect(code).not.toBe(0);
    expect(errors).toContain(message);
  });

  it("answers 401 with GitLab's words", async () => {
    const response = await fetch(`${urlOf("acme/payments/api")}/info/refs?service=git-upload-pack`);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Basic realm="GitLab"');
    expect(await response.text()).toMatch(/^HTTP Basic: Access denied/);
  });

  it("speaks protocol version 2 to those who ask for it", async () => {
    const url = `${urlOf("acme-open/sdk")}/info/refs?service=git-upload-pack`;
    const advertised = await fetch(url, { headers: { "git-protocol": "version=2" } });
    expect(await advertised.text()).toContain("version 2");
  });

  it("meets faults too", async () => {
    sample.faults.set([{ path: "*/git-upload-pack", effect: { kind: "cut" } }]);
    const { code, errors } = await clone(sample.tokens.owner, "acme/web/shop", "cut");
    sample.faults.clear();
    expect(code).not.toBe(0);
    expect(errors).not.toBe("");
  });
});

describe("pushing", () => {
  it("is refused to everybody", async () => {
    await clone(sample.tokens.owner, "acme/web/legacy", "legacy");
    const push = ["push", "origin", "HEAD:refs/heads/new"];
    const { code, errors } = await git(sample.tokens.owner, "-C", join(folder, "legacy"), ...push);
    expect(code).not.toBe(0);
    expect(errors).toContain("not allowed to push code");
  });
});

describe("the repositories", () => {
  const tips = (from: SampleGitLab): Promise<readonly string[]> =>
    Promise.all(
      Object.values(from.repositories).map(
        async (path) => (await git(null, "-C", path, "for-each-ref")).output,
      ),
    );

  it("are the same, commit for commit, at every start", async () => {
    const other = await startSampleGitLab();
    const both = [await tips(sample), await tips(other)];
    await other.close();
    expect(both[0]).toEqual(both[1]);
    expect(both[0]?.join("")).toContain("refs/merge-requests/3/head");
  });

  it("are sound and packed", async () => {
    for (const path of Object.values(sample.repositories)) {
      const { code, output } = await git(null, "-C", path, "fsck", "--full", "--strict");
      expect([code, output]).toEqual([0, ""]);
      expect((await git(null, "-C", path, "count-objects")).output).toContain("0 objects");
    }
  });
});
