/** The ceiling of what clones take on the disk. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { openDiskRoom, OutOfRoom, type DiskRoom } from "../../src/run/disk-room.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const open = (most: number, signal = new AbortController().signal): DiskRoom =>
  openDiskRoom({
    most,
    signal,
    everyMs: 5,
    clear: async (folder) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    },
  });

const write = (folder: string, bytes: number, name = "pack"): void => {
  mkdirSync(join(folder, "objects"), { recursive: true });
  writeFileSync(join(folder, "objects", name), Buffer.alloc(bytes));
};

/** Fills, then goes on until it is ended or told to stop. */
const fillAndWait = (folder: string, bytes: number) => async (signal: AbortSignal) => {
  write(folder, bytes);
  await wait(5_000, undefined, { signal });
};

describe("the room for clones", () => {
  it("lets in what fits, and gives what the work gives", async () => {
    const room = open(1000);
    const folder = makeTestFolder();
    expect(await room.grow(folder, async () => (write(folder, 900), "done"))).toBe("done");
  });

  it("refuses what is too large alone, while it grows, and leaves its folder empty", async () => {
    const room = open(1000);
    const folder = makeTestFolder();
    await expect(room.grow(folder, fillAndWait(folder, 1001))).rejects.toThrow(OutOfRoom);
    expect(existsSync(join(folder, "objects"))).toBe(false);
  });

  it("refuses what was too quick for a look", async () => {
    const room = open(1000);
    const folder = makeTestFolder();
    await expect(room.grow(folder, async () => write(folder, 1001))).rejects.toThrow(OutOfRoom);
  });

  it("begins the younger one again when the older one has been released", async () => {
    const room = open(1000);
    const [old, young] = [makeTestFolder(), makeTestFolder()];
    await room.grow(old, async () => write(old, 600));
    const attempts: number[] = [];
    const second = room.grow(young, async () => {
      attempts.push(attempts.length);
      write(young, 600);
    });
    await wait(50);
    expect(attempts).toEqual([0]);
    room.release(old);
    await second;
    expect(attempts).toEqual([0, 1]);
  });

  it("lets nobody begin before the one that has to be alone", async () => {
    const room = open(1000);
    const [first, large, late] = [makeTestFolder(), makeTestFolder(), makeTestFolder()];
    const order: string[] = [];
    await room.grow(first, async () => write(first, 200));
    const second = room.grow(large, async () => {
      order.push("large");
      write(large, 900);
    });
    await wait(30);
    const third = room.grow(late, async () => {
      order.push("late");
      write(late, 50);
    });
    await wait(30);
    expect(order).toEqual(["large"]);
    room.release(first);
    await Promise.all([second, third]);
    expect(order).toEqual(["large", "large", "late"]);
  });

  it("does not count what was in the folder before", async () => {
    const room = open(1000);
    const folder = makeTestFolder();
    write(folder, 5000, "old");
    expect(await room.grow(folder, async () => (write(folder, 500), "done"))).toBe("done");
  });

  it("ends the waiting when the run is ended", async () => {
    const stop = new AbortController();
    const room = open(1000, stop.signal);
    const [old, young] = [makeTestFolder(), makeTestFolder()];
    await room.grow(old, async () => write(old, 600));
    const second = room.grow(young, async () => write(young, 600));
    await wait(30);
    stop.abort(new Error("Ctrl-C"));
    await expect(second).rejects.toThrow("Ctrl-C");
  });

  it("passes on what the work throws", async () => {
    const room = open(1000);
    const folder = makeTestFolder();
    const work = room.grow(folder, () => Promise.reject(new Error("no such host")));
    await expect(work).rejects.toThrow("no such host");
  });
});
