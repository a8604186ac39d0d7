/** A folder of its own for every test. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Gone when the test is over. */
export const makeTemporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "vaultbound-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
