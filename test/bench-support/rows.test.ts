import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { readRows } from "../bench/accuracy/rows.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterEach(removeTestFolders);

const ROWS = [{ text: "one\u2028line" }, { text: "🔑".repeat(100_000) }, { text: "" }];
const LINES = `${ROWS.map((row) => JSON.stringify(row)).join("\n")}\n`;

const write = (name: string, content: string | Buffer): string => {
  const file = join(makeTestFolder(), name);
  writeFileSync(file, content);
  return file;
};
const read = async (file: string): Promise<readonly unknown[]> => {
  const rows: unknown[] = [];
  for await (const row of readRows(file)) rows.push(row);
  return rows;
};

describe("reading rows", () => {
  it("reads JSON lines, packed or not", async () => {
    expect(await read(write("rows.jsonl", LINES))).toEqual(ROWS);
    expect(await read(write("rows.jsonl.gz", gzipSync(LINES)))).toEqual(ROWS);
  });

  it("names a corpus that is missing", async () => {
    await expect(read("/nowhere/examples-dev.jsonl")).rejects.toThrow("The corpus has no examples-dev.jsonl");
  });

  it("names a broken line without quoting it", async () => {
    const error = await read(write("rows.jsonl", '{}\n{"text": hunter2}\n')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toEqual(new Error("rows.jsonl, line 2: not JSON."));
    expect(error).not.toHaveProperty("cause");
  });

  it("fails on a packed file that is cut off", async () => {
    await expect(read(write("rows.jsonl.gz", gzipSync(LINES).subarray(0, 60)))).rejects.toThrow(
      "unexpected end of file",
    );
  });
});
