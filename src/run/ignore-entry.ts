/** Makes entries of an ignore file for what is found at a place: by a slow hash of the value, wherever it stands. */
import { hashValues, USUAL_COST } from "../ignore/slow-hash.ts";
import type { Detector } from "../detect/detector.ts";
import { computeBlobId } from "../model/blob.ts";
import { type RuleId, secretId, type SecretId } from "../model/ids.ts";
import { showValue } from "./seal.ts";

export interface IgnoreEntry {
  readonly rule: RuleId;
  readonly hash: string;
}

/** @param line 1-based, or null for every line. */
export const makeIgnoreEntries = async (
  { bytes, line }: { readonly bytes: Uint8Array; readonly line: number | null },
  detector: Detector,
  { salt, signal }: { readonly salt: Uint8Array; readonly signal: AbortSignal },
): Promise<readonly IgnoreEntry[]> => {
  const { findings } = detector.detect({ id: computeBlobId(bytes), bytes, provenance: null });
  const here = findings.filter(
    ({ region }) => line === null || (region.line <= line && line <= region.endLine),
  );
  // The place in the list stands for the id, which would need the key.
  const values = new Map<SecretId, string>();
  here.forEach((finding, index) =>
    showValue(finding, secretId(String(index)), (id, value) => void values.set(id, value)),
  );
  const hashes = await hashValues(values, { salt, cost: USUAL_COST }, signal);
  const entries = here.map(({ rule }, index) => ({ rule, hash: hashes.get(secretId(String(index))) ?? "" }));
  return [...new Map(entries.map((entry) => [`${entry.rule} ${entry.hash}`, entry])).values()];
};
