/** Rules of one's own beside the shipped ones, for every command that detects. */
import { Option } from "commander";
import { createDetector, type Detector } from "../detect/detector.ts";
import { makeError } from "../model/errors.ts";
import type { Rule } from "../model/rule.ts";
import { loadPacks } from "../rules/import-pack.ts";
import { loadRules } from "../rules/load.ts";
import type { Shell } from "./shell.ts";

export const rulesOption = (): Option =>
  new Option("--rules <path>", "also use the rules of this file or folder; may be given several times")
    .argParser((path: string, paths: readonly string[]) => [...paths, path])
    .default([], "none");

/** @param packs files and folders of `--rules`. @throws VaultboundError RULES_INVALID. */
export const readRules = async (packs: readonly string[], shell: Shell): Promise<readonly Rule[]> => {
  const shipped = await loadRules(shell.rulesFolder, shell.rulesCache);
  return packs.length === 0 ? shipped : [...shipped, ...(await loadPacks(packs, shipped))];
};

/** What a rule names but nobody has (a filter, a checksum) comes to light here. */
export const buildDetector = (rules: readonly Rule[]): Detector => {
  try {
    return createDetector(rules);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : "unusable";
    throw makeError("RULES_INVALID", [{ file: "--rules", detail }], cause);
  }
};
