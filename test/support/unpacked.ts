/** What comes out of packed bytes, in a form tests can compare. */
import { isLimit } from "../../src/unpack/format.ts";
import { unpack } from "../../src/unpack/unpack.ts";

export interface Outcome {
  /** `[name, content]` of each text that is not itself packed, in order. */
  readonly texts: readonly (readonly [name: string, content: string])[];
  /** `CODE name: detail`. */
  readonly limits: readonly string[];
}

export const unpackAll = (bytes: Buffer): Outcome => {
  const texts: (readonly [string, string])[] = [];
  const limits: string[] = [];
  for (const item of unpack(bytes) ?? [])
    if (isLimit(item)) limits.push(`${item.code} ${item.name}: ${item.detail}`);
    else if (!item.isPacked) texts.push([item.name, item.bytes.toString("utf8")]);
  return { texts, limits };
};
