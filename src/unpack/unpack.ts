/** Takes packed texts out of bytes, and those packed in them again, within limits. Pure: nothing is written anywhere. */
import { type Budget, createBudget, LIMITS } from "./budget.ts";
import { type Format, type Inner, isLimit, type Limit } from "./format.ts";
import { joinNames } from "./names.ts";
import { FORMATS } from "./registry.ts";

export interface Text extends Inner {
  /** It is itself packed: what was in it came before it, and this is its raw bytes. */
  readonly isPacked: boolean;
}

const findFormat = (bytes: Buffer): Format | null =>
  FORMATS.find(({ recognise }) => recognise(bytes)) ?? null;

interface Level {
  readonly format: Format;
  readonly outer: string;
  readonly depth: number;
}

/** @returns whether the budget is used up and nothing more may come. */
function* descend(bytes: Buffer, level: Level, budget: Budget): Generator<Text | Limit, boolean> {
  for (const item of level.format.unpack(bytes, budget)) {
    const name = joinNames(level.outer, item.name);
    budget.countEntry();
    if (isLimit(item)) yield { ...item, name };
    else {
      budget.spend(item.bytes.length);
      const format = findFormat(item.bytes);
      if (format !== null && level.depth === LIMITS.depth)
        yield { code: "ARCHIVE_TOO_DEEP", name, detail: `it is packed more than ${LIMITS.depth} times` };
      else if (format !== null) {
        const inner = { format, outer: name, depth: level.depth + 1 };
        if (yield* descend(item.bytes, inner, budget)) return true;
      }
      yield { name, bytes: item.bytes, isPacked: format !== null };
    }
    const detail = budget.exhausted();
    if (detail === null) continue;
    yield { code: "ARCHIVE_TOO_LARGE", name: "", detail };
    return true;
  }
  return false;
}

/** What is packed in the bytes, names joined by `!/`; null if they are nothing packed. */
export const unpack = (bytes: Buffer): Iterable<Text | Limit> | null => {
  const format = findFormat(bytes);
  return format === null ? null : descend(bytes, { format, outer: "", depth: 1 }, createBudget());
};
