/** One SARIF result: a secret at a place. */
import type { Message, Result } from "sarif";
import { printable } from "../lib/printable.ts";
import type { Entry, EntryLocation } from "../model/inventory.ts";
import type { Severity } from "../model/severity.ts";
import { toFlatFinding } from "./flat-finding.ts";
import { describePlace } from "./place.ts";
import { type BaseIds, toLocation } from "./sarif-location.ts";

export const LEVELS = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
} as const satisfies Readonly<Record<Severity, Result.level>>;

/** Plain text of a message: untrusted names must not become links (3.11.6) or placeholders (3.11.5). */
export const toMessage = (text: string): Message & { text: string } => ({
  text: printable(text).replaceAll("](", "] (").replaceAll("{", "{{").replaceAll("}", "}}"),
});

const describeTarget = ({ target }: Entry): string =>
  target === null
    ? "Do not store it."
    : `Its place in Vault: engine ${target.engine}, mount ${target.mount}, path ${target.path}, field ${target.field}.`;

const describeResult = (entry: Entry, location: EntryLocation): Message => {
  const next = entry.actions.map((action) => action.kind).join(", ");
  return toMessage(
    [
      `${entry.title} (${entry.preview}) in ${describePlace(location)}.`,
      describeTarget(entry),
      ...(next === "" ? [] : [`Next: ${next}.`]),
    ].join(" "),
  );
};

interface ResultParts {
  readonly entry: Entry;
  readonly location: EntryLocation;
  readonly ruleIndex: number;
  readonly baseIds: BaseIds;
}

export const toResult = ({ entry, location, ruleIndex, baseIds }: ResultParts): Result => ({
  ruleId: entry.kind,
  ruleIndex,
  level: LEVELS[entry.severity],
  message: describeResult(entry, location),
  locations: [toLocation(location, baseIds)],
  partialFingerprints: { "secretId/v1": entry.id, "place/v1": location.fingerprint },
  // The same flat fields as in JSON Lines, so that both can be joined.
  properties: { ...toFlatFinding(entry, location) },
});
