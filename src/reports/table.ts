/** The report for people at a terminal: entries worst first, then the summary and what was and was not read. */
import type { Entry, Inventory } from "../model/inventory.ts";
import { isAtLeast } from "../model/severity.ts";
import { sortEntries } from "./order.ts";
import type { Reporter } from "./reporter.ts";
import { describeVerdict, drawCoverage, drawSummary } from "./table-coverage.ts";
import { drawEntry, drawShortEntry, type EntryContext } from "./table-entry.ts";
import { type Canvas, countOf, createCanvas, paragraph } from "./table-text.ts";
import { drawLogins } from "./table-vault.ts";

/** Past this many, the milder entries take two lines each: nobody reads 300 pages in a terminal. */
const MOST_IN_FULL = 20;
/** Never shortened, however many there are. */
const ALWAYS_IN_FULL: Entry["severity"] = "high";

const createContext = ({ targets }: Inventory, canvas: Canvas): EntryContext => {
  const paths = new Map<string, string>(targets.map(({ target }) => [target.id, target.path]));
  return {
    canvas,
    pathOfTarget: (id) => paths.get(id) ?? id,
    showsTargets:
      targets.some(({ target: { kind } }) => kind === "project" || kind === "group" || kind === "instance") ||
      targets.length !== 1,
  };
};

/** The entries come worst first. Blocks begin with an empty line, except the first one and the short entries. */
function* drawEntries(entries: readonly Entry[], context: EntryContext): Generator<readonly string[]> {
  const urgent = entries.filter(({ severity }) => isAtLeast(severity, ALWAYS_IN_FULL)).length;
  const full = Math.max(urgent, MOST_IN_FULL);
  for (const entry of entries.slice(0, full)) yield ["", ...drawEntry(entry, context)];
  const short = entries.slice(full);
  if (short.length === 0) return;
  const heading = `${countOf(short.length, "more secret")}, in short (--format json has everything about each)`;
  yield ["", ...paragraph(context.canvas, 0, heading).map((line) => context.canvas.paint("bold", line))];
  for (const entry of short) yield drawShortEntry(entry, context);
}

function* drawBlocks(inventory: Inventory, canvas: Canvas): Generator<readonly string[]> {
  const entries = sortEntries(inventory.entries);
  yield paragraph(canvas, 0, describeVerdict(inventory)).map((line) => canvas.paint("bold", line));
  yield* drawEntries(entries, createContext(inventory, canvas));
  const logins = drawLogins(entries, canvas);
  if (logins.length > 0) yield ["", ...logins];
  if (entries.length > 0) yield ["", ...drawSummary(entries, canvas)];
  yield ["", ...drawCoverage(inventory, canvas)];
  if (entries.length > 0) yield ["", ...paragraph(canvas, 0, "Why and how of each step: --format json")];
}

export const table: Reporter = {
  name: "table",
  summary: "for people at a terminal: each secret with its places and its way into Vault",
  *render(inventory, { width, color }) {
    for (const lines of drawBlocks(inventory, createCanvas(width, color))) yield `${lines.join("\n")}\n`;
  },
};
