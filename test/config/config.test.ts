import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resolveConfig as resolve, type Settings } from "../../src/config/config.ts";
import { readHashKey } from "../../src/config/hash-key.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);
const DEFAULTS = { store: "store.sqlite" };
const resolveConfig = (
  flags: Settings,
  environment: Readonly<Record<string, string>>,
  defaults: typeof DEFAULTS,
) => resolve({ flags, environment, file: new Map(), defaults });

describe("settings", () => {
  it("come from flags, then from our variables, then from customary ones, then from defaults", () => {
    const env = {
      VAULTBOUND_GITLAB_URL: "https://ours",
      GITLAB_URL: "https://customary",
      CI_SERVER_URL: "https://ci",
    };
    expect(resolveConfig({ gitlabUrl: "https://flag" }, env, DEFAULTS).gitlabUrl).toBe("https://flag");
    expect(resolveConfig({}, env, DEFAULTS).gitlabUrl).toBe("https://ours");
    expect(resolveConfig({}, { GITLAB_URL: "https://customary" }, DEFAULTS).gitlabUrl).toBe(
      "https://customary",
    );
    expect(resolveConfig({}, { CI_SERVER_URL: "https://ci" }, DEFAULTS).gitlabUrl).toBe("https://ci");
    expect(resolveConfig({}, {}, DEFAULTS).gitlabUrl).toBe("https://gitlab.com");
  });

  it("are tidied: a scheme is added, slashes at the end are cut, numbers and yes are read", () => {
    const config = resolveConfig(
      { gitlabUrl: "git.example.com/gitlab/" },
      { VAULTBOUND_CONCURRENCY: "8", VAULTBOUND_ALLOW_GAPS: "yes" },
      DEFAULTS,
    );
    expect(config).toMatchObject({
      gitlabUrl: "https://git.example.com/gitlab",
      concurrency: 8,
      allowGaps: true,
    });
  });

  it("treat an empty variable as none", () => {
    expect(resolveConfig({}, { VAULTBOUND_CONCURRENCY: "" }, DEFAULTS).concurrency).toBe(4);
  });

  it.each([
    [{ gitlabUrl: "ftp://x" }, /^--gitlab-url: is not an http\(s\) address/],
    [{ gitlabUrl: "https://user:pass@x" }, /^--gitlab-url: must not hold credentials/],
    [{ concurrency: "0" }, /^--concurrency: must be at least 1/],
    [{ concurrency: "many" }, /^--concurrency: must be a whole number/],
    [{ failOn: "bad" }, /^--fail-on: must be one of critical/],
    [{ cloneTimeout: "-3" }, /^--clone-timeout: must be at least 1/],
  ])("refuse %j", (flags, message) => {
    expect(() => resolveConfig(flags, {}, DEFAULTS)).toThrow(message);
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(resolveConfig({}, {}, DEFAULTS))).toBe(true);
  });
});

describe("the key of secret ids", () => {
  const chance = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

  it("is made once, readable by its owner only, and the same from then on", async () => {
    const file = join(makeTestFolder(), "deep", "hash.key");
    const first = await readHashKey(undefined, file, chance);
    expect(first).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
    expect(await readHashKey("", file, chance)).toEqual(first);
  });

  it("is one and the same for processes that start at once", async () => {
    const file = join(makeTestFolder(), "hash.key");
    const keys = await Promise.all(Array.from({ length: 20 }, () => readHashKey(undefined, file, chance)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
  });

  it("can be given, and must then be one", async () => {
    const file = join(makeTestFolder(), "unused.key");
    expect(await readHashKey("ab".repeat(32), file, chance)).toEqual(Buffer.from("ab".repeat(32), "hex"));
    await expect(readHashKey("short", file, chance)).rejects.toThrow(
      "VAULTBOUND_HASH_KEY: must hold 64 hexadecimal digits",
    );
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  it("is an error, not a new key, when the file is damaged or the folder cannot be made", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "hash.key"), "half a k");
    await expect(readHashKey(undefined, join(folder, "hash.key"), chance)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "other"));
    await expect(readHashKey(undefined, join(folder, "file", "hash.key"), chance)).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
    });
  });
});
