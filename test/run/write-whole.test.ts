/** A file is written whole or not at all, and a device stays one. */
import { execFileSync } from "node:child_process";
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeWhole } from "../../src/run/write-whole.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "write-whole-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("writing a file", () => {
  it("replaces it, for its owner's eyes only, and leaves no draft", async () => {
    const file = join(folder, "report.json");
    await writeWhole(file, ["old"]);
    await writeWhole(file, ["new ", "text"]);
    expect(await readFile(file, "utf8")).toBe("new text");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("keeps the old one when the new one breaks off", async () => {
    const file = join(folder, "kept.json");
    await writeFile(file, "old");
    const broken = function* (): Generator<string> {
      yield "half";
      throw new Error("stop");
    };
    await expect(writeWhole(file, broken())).rejects.toThrow("stop");
    expect(await readFile(file, "utf8")).toBe("old");
  });

  it("follows a link instead of replacing it", async () => {
    const [real, link] = [join(folder, "real.txt"), join(folder, "link.txt")];
    await writeFile(real, "old");
    await symlink(real, link);
    await writeWhole(link, ["new"]);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, "utf8")).toBe("new");
  });

  it("writes into a pipe and leaves it a pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reading = readFile(pipe, "utf8");
    await writeWhole(pipe, ["through"]);
    expect(await reading).toBe("through");
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });
});
