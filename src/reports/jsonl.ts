/** One JSON object per line and place, flat fields: for scripts (docs/schema/findings.v1.json). */
import { toFlatFinding } from "./flat-finding.ts";
import { jsonLine } from "./json-text.ts";
import { sortEntries, sortLocations } from "./order.ts";
import type { Reporter } from "./reporter.ts";

export const jsonl: Reporter = {
  name: "jsonl",
  summary: "one line per place a secret was found, flat fields (docs/schema/findings.v1.json)",
  *render(inventory) {
    for (const entry of sortEntries(inventory.entries))
      for (const location of sortLocations(entry.locations)) yield jsonLine(toFlatFinding(entry, location));
  },
};
