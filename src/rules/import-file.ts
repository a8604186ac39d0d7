/** Rule files of other tools, by the tool. */
import type { ForeignFile, ForeignTool } from "./import-foreign.ts";
import { readGitleaks } from "./import-gitleaks.ts";
import { readRadarPatterns } from "./import-radar.ts";

/** betterleaks has gitleaks' format, with expressions in place of some of its fields. */
const READERS: Readonly<Record<ForeignTool, (text: string) => ForeignFile>> = {
  gitleaks: readGitleaks,
  betterleaks: readGitleaks,
  radar: readRadarPatterns,
};

const MAX_SIZE = 4 * 1024 * 1024;

/** @throws Error for a text that is no such file, without quoting it. */
export const readForeignFile = (tool: ForeignTool, text: string): ForeignFile => {
  if (text.length > MAX_SIZE) throw new Error("it is larger than 4 MB");
  return READERS[tool](text);
};
