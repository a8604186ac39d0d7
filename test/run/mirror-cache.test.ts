/** Mirrors that are kept between sweeps. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CacheOptions, openMirrorCache } from "../../src/run/mirror-cache.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const DEAD = 4_000_000;

const open = (folder: string, options: Partial<CacheOptions> = {}) => {
  let moment = Date.parse("2026-03-01T00:00:00Z");
  return openMirrorCache({
    folder,
    most: 10_000,
    gitlabUrl: "https://gitlab.example.com",
    owner: process.pid,
    isAlive: (pid) => pid !== DEAD,
    now: () => (moment += 1000),
    ...options,
  });
};

const write = (mirror: string, bytes = 100): void => {
  mkdirSync(join(mirror, "objects", "pack"), { recursive: true });
  writeFileSync(join(mirror, "objects", "pack", "pack-1.pack"), Buffer.alloc(bytes));
};

/** Numbers of the projects that are kept. */
const listKept = (folder: string): readonly number[] =>
  readdirSync(folder)
    .map((name) => Number(/^[0-9a-f]{16}-(\d+)\.git$/.exec(name)?.[1] ?? -1))
    .toSorted((a, b) => a - b);

describe("a mirror cache", () => {
  it("gives a new folder at first, and what was put back later", async () => {
    const folder = makeTestFolder();
    const cache = await open(folder);
    const first = await cache.take(7);
    expect(first.isNew).toBe(true);
    write(first.folder);
    await cache.putBack(7, first.folder);
    const second = await (await open(folder)).take(7);
    expect(second.isNew).toBe(false);
    expect(existsSync(join(second.folder, "objects", "pack", "pack-1.pack"))).toBe(true);
  });

  it("can be read by its owner alone", async () => {
    const folder = join(makeTestFolder(), "mirrors");
    const cache = await open(folder);
    const { folder: mirror } = await cache.take(7);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(mirror).mode & 0o777).toBe(0o700);
  });

  it("gives no two the same mirror", async () => {
    const cache = await open(makeTestFolder());
    const first = await cache.take(7);
    write(first.folder);
    await cache.putBack(7, first.folder);
    const [one, two] = await Promise.all([cache.take(7), cache.take(7)]);
    expect(one.folder).not.toBe(two.folder);
    expect([one.isNew, two.isNew].toSorted()).toEqual([false, true]);
    await cache.putBack(7, one.folder);
    await cache.putBack(7, two.folder);
    expect(existsSync(two.folder)).toBe(false);
  });

  it("does not mix two GitLabs", async () => {
    const folder = makeTestFolder();
    const cache = await open(folder);
    const first = await cache.take(7);
    write(first.folder);
    await cache.putBack(7, first.folder);
    const other = await open(folder, { gitlabUrl: "https://gitlab.example.com/other" });
    expect((await other.take(7)).isNew).toBe(true);
  });

  it("drops what was used least recently where it grows too large", async () => {
    const folder = makeTestFolder();
    const cache = await open(folder, { most: 2500 });
    for (const project of [1, 2, 1, 3]) {
      const { folder: mirror } = await cache.take(project);
      write(mirror, 1000);
      await cache.putBack(project, mirror);
    }
    expect(listKept(folder)).toEqual([1, 3]);
  });

  it("drops what is too much already when it is opened", async () => {
    const folder = makeTestFolder();
    const cache = await open(folder);
    for (const project of [1, 2, 3]) {
      const { folder: mirror } = await cache.take(project);
      write(mirror, 1000);
      await cache.putBack(project, mirror);
    }
    await open(folder, { most: 1500 });
    expect(listKept(folder)).toEqual([3]);
  });

  it("brings back what a killed process had taken, without its half-written files", async () => {
    const folder = makeTestFolder();
    const { folder: taken } = await (await open(folder, { owner: DEAD })).take(7);
    write(taken);
    writeFileSync(join(taken, "objects", "pack", "tmp_pack_x"), "half");
    writeFileSync(join(taken, "packed-refs.lock"), "");
    const again = await (await open(folder)).take(7);
    expect(again.isNew).toBe(false);
    expect(readdirSync(join(again.folder, "objects", "pack"))).toEqual(["pack-1.pack"]);
    expect(existsSync(join(again.folder, "packed-refs.lock"))).toBe(false);
  });

  it("leaves alone what a living process has taken, and files of others", async () => {
    const folder = makeTestFolder();
    const { folder: taken } = await (await open(folder, { owner: 1 })).take(7);
    writeFileSync(join(folder, "notes.txt"), "mine");
    await open(folder, { most: 1 });
    expect([existsSync(taken), existsSync(join(folder, "notes.txt"))]).toEqual([true, true]);
  });

  it("says which folder it cannot use", async () => {
    const file = join(makeTestFolder(), "file");
    writeFileSync(file, "");
    await expect(open(file)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
