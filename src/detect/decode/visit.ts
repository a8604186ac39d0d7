/** Visits a text and everything encoded in it, and in that again, within limits. */
import { type Piece, TOO_MUCH } from "./piece.ts";
import { DECODERS } from "./registry.ts";

const MAX_DEPTH = 4;
/** All that is decoded of one text, in bytes: a floor, and a multiple of its size. */
const BUDGET_FLOOR = 4 * 1024 * 1024;
const BUDGET_FACTOR = 4;

/** @param locate range in the visited bytes → range in the outermost ones. */
export type Visit = (bytes: Buffer, depth: number, locate: Piece["locate"]) => void;

/** @returns whether a limit left something out. */
export const visitDecoded = (bytes: Buffer, visit: Visit): boolean => {
  let budget = BUDGET_FLOOR + BUDGET_FACTOR * bytes.length;
  let isCutShort = false;
  const descend: Visit = (text, depth, locate) => {
    visit(text, depth, locate);
    for (const decoder of DECODERS)
      for (const piece of decoder(text)) {
        if (piece === TOO_MUCH) {
          isCutShort = true;
          continue;
        }
        if (depth === MAX_DEPTH || piece.bytes.length > budget) {
          isCutShort = true;
          return;
        }
        budget -= piece.bytes.length;
        const inner: Piece["locate"] = (start, end) => {
          const span = piece.locate(start, end);
          return locate(span.start, span.end);
        };
        descend(piece.bytes, depth + 1, inner);
      }
  };
  descend(bytes, 0, (start, end) => ({ start, end }));
  return isCutShort;
};
