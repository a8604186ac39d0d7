/** Starting, stopping and leaving nothing behind. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import { startSampleGitLab } from "./server.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

describe("the server", () => {
  it("lives below a relative root, with links and clone URLs to match", async () => {
    const sample = await startSampleGitLab({ relativeRoot: "/tools/gitlab/" });
    try {
      expect(sample.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/tools\/gitlab$/);
      const { headers, json } = await ask(sample, "/projects?per_page=1", sample.tokens.owner);
      expect(headers.get("link")).toContain(`<${sample.url}/api/v4/projects?per_page=1&page=2>`);
      expect(pluck(json, "http_url_to_repo")).toEqual([`${sample.url}/ada/dotfiles.git`]);
      const outside = await fetch(`${new URL(sample.url).origin}/api/v4/projects/130`);
      expect(outside.status).toBe(404);
    } finally {
      await sample.close();
    }
  });

  it("remembers what was asked, with the query and without tokens", async () => {
    const sample = await startSampleGitLab();
    try {
      await ask(sample, "/groups/acme?with_projects=false", sample.tokens.owner);
      await ask(sample, "/user", null);
      expect(sample.requests).toMatchObject([
        { method: "GET", path: "/api/v4/groups/acme?with_projects=false", status: 200 },
        { method: "GET", path: "/api/v4/user", status: 401 },
      ]);
    } finally {
      await sample.close();
    }
  });

  it("removes its folder and stops answering when closed", async () => {
    const sample = await startSampleGitLab();
    const [repository = ""] = Object.values(sample.repositories);
    expect(existsSync(repository)).toBe(true);
    await sample.close();
    expect(existsSync(dirname(repository))).toBe(false);
    await expect(fetch(`${sample.url}/api/v4/version`)).rejects.toThrow("fetch failed");
    await expect(fetch(sample.elsewhere.url)).rejects.toThrow("fetch failed");
  });

  it("keeps a folder that was given to it", async () => {
    const root = mkdtempSync(join(tmpdir(), "vaultbound-root-"));
    try {
      await (await startSampleGitLab({ root })).close();
      await (await startSampleGitLab({ root })).close();
      expect(readdirSync(root)).toContain("101.git");
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe("started from the command line", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "says where it is and leaves nothing behind on %s",
    async (signal) => {
      const temporary = mkdtempSync(join(tmpdir(), "vaultbound-main-"));
      const child = spawn(process.execPath, [MAIN], {
        env: { PATH: process.env["PATH"], TMPDIR: temporary },
      });
      const ended = new Promise((resolve) => {
        child.on("exit", (_, by) => resolve(by));
      });
      const said = new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (chunk: Buffer) => resolve(chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => reject(new Error(chunk.toString())));
      });
      try {
        const [, url = "", token = ""] = /GITLAB_URL=(\S+) GITLAB_TOKEN=(\S+)/.exec(await said) ?? [];
        const answer = await fetch(`${url}/api/v4/user`, { headers: { "private-token": token } });
        expect(answer.status).toBe(200);
        expect(readdirSync(temporary)).toHaveLength(1);
        child.kill(signal);
        expect(await ended).toBe(signal);
        expect(readdirSync(temporary)).toEqual([]);
      } finally {
        child.kill("SIGKILL");
        rmSync(temporary, { recursive: true });
      }
    },
  );
});
