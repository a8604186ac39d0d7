/** The example inventory made long, hostile, shuffled, or planted with fields that the model does not have. */
import { secretId, targetId } from "../../src/model/ids.ts";
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import { SEVERITIES } from "../../src/model/severity.ts";
import { exampleInventory } from "./example-inventory.ts";
import { early, makeGap, makeLocation, makeRegion, web } from "./parts.ts";

const makeEntry = (base: Entry, index: number): Entry => {
  const path = `services/backend/module-${index}/src/main/resources/environments/production/application.yml`;
  const lines = Array.from({ length: index % 9 }, (_unused, line) => line + 1);
  return {
    ...base,
    id: secretId(index.toString(16).padStart(64, "0")),
    severity: SEVERITIES[index % SEVERITIES.length] ?? "info",
    locations: [
      ...base.locations,
      ...lines.map((line) =>
        makeLocation(web, "gitlab-pat", {
          provenance: { kind: "worktree", path, introduced: early },
          region: makeRegion(line, 5),
        }),
      ),
    ],
  };
};

/** Many entries of every severity and wave, with long paths, and as many gaps. */
export const makeLongInventory = (count: number): Inventory => ({
  ...exampleInventory,
  entries: Array.from({ length: count }, (_unused, index) =>
    exampleInventory.entries.slice(index % 4, (index % 4) + 1).map((base) => makeEntry(base, index)),
  ).flat(),
  gaps: Array.from({ length: count }, (_unused, index) =>
    makeGap({
      target: targetId(`project:${index}`),
      targetPath: `acme/p${index}`,
      message: `Cannot read acme/p${index} (403).`,
    }),
  ),
});

/** The same facts in another order, wherever the order means nothing. */
export const reverseInventory = (inventory: Inventory): Inventory => ({
  ...inventory,
  entries: inventory.entries.toReversed().map((entry) => ({
    ...entry,
    locations: entry.locations.toReversed(),
    usages: entry.usages.toReversed(),
    facts: Object.fromEntries(Object.entries(entry.facts).toReversed()),
  })),
  targets: inventory.targets.toReversed(),
  gaps: inventory.gaps.toReversed(),
});

/** Line breaks, escape sequences, bidirectional and zero-width controls, a lone surrogate, a link and a placeholder. */
export const HOSTILE = [
  "x\n\r\t\u001b[31m\u009b2J\u0007\u007f",
  "\u202eevil\u2066\u200b\u200d\ufeff\u2028\u{e0041}",
  String.fromCharCode(0xd800),
  "[click](http://e.example) {0}",
].join("");

/** Fixed vocabulary and identifiers: everything else may be written by a stranger. */
const FIXED = new Set([
  "version",
  "kind",
  "id",
  "fingerprint",
  "severity",
  "confidence",
  "activeness",
  "engine",
  "method",
  "level",
  "type",
  "source",
  "code",
  "targetKind",
  "startedAt",
  "finishedAt",
  "commit",
  "date",
  "firstSeen",
  "wave",
  "target",
  "groups",
]);

const mapTexts = (value: unknown, key: string, change: (text: string) => string): unknown => {
  if (FIXED.has(key) && (typeof value !== "object" || key === "groups")) return value;
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, key, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, name, change)]),
  );
};

/** The example with {@link HOSTILE} in every text a stranger can write. */
export const hostileInventory: Inventory =
  // The shape is that of the inventory given: only texts were changed.
  mapTexts(exampleInventory, "", (text) => `${text}${HOSTILE}`) as Inventory;

/** Open records: their keys are data, so an extra key there is not an unexpected field. */
const OPEN = new Set(["facts", "boundClaims"]);

const plantIn = (value: unknown, key: string, canary: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => plantIn(item, key, canary));
  if (value === null || typeof value !== "object" || OPEN.has(key)) return value;
  const members = Object.entries(value).map(([name, item]) => [name, plantIn(item, name, canary)] as const);
  return { ...Object.fromEntries(members), secret: canary, value: canary, raw_value: canary };
};

/** The example with extra fields holding `canary` in every object of the model. */
export const plantCanary = (canary: string): Inventory =>
  // Extra fields are the point: the type does not know them, and the reports must not either.
  plantIn(exampleInventory, "", canary) as Inventory;
