/** Text of office documents' XML (ECMA-376, OpenDocument 1.3): paragraphs as lines, table rows as lines. */

/** A tag or the text up to the next one; a `<` that is not closed stands alone. Latin-1, one character a byte. */
const TOKEN = /<([^<>]*)>?|[^<]+/g;
const TAG = /^(\/?)([\w:.-]+)/;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const PARAGRAPHS = new Set(["w:p", "a:p", "text:p", "text:h"]);
const BREAKS = new Set(["w:br", "w:cr", "a:br", "text:line-break"]);
const BLANKS = new Set(["w:tab", "text:tab", "text:s", "f"]);
const CELLS = new Set(["w:tc", "a:tc", "table:table-cell", "c"]);
const ROWS = new Set(["w:tr", "a:tr", "table:table-row", "row"]);
/** A string of the table that Excel's cells refer to. */
const SHARED = "si";

const fromCode = (code: number): string =>
  code > 0 && code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)).toString("latin1") : "";

const decode = (text: string): string =>
  text.includes("&")
    ? text.replaceAll(ENTITY, (_, decimal: string | undefined, hex: string | undefined, name = "") =>
        decimal === undefined && hex === undefined
          ? (NAMED[name] ?? "")
          : fromCode(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)),
      )
    : text;

/** A row of two is a name and its value; any other is only a row: which cell would name which, nobody knows. */
const joinCells = (cells: readonly string[]): string => cells.join(cells.length === 2 ? ": " : "\t");

/** A row is broken where it would be longer: its cells may all refer to one long string. */
const MAX_ROW = 1024 * 1024;

/** @param lookUp what stands for a cell that only has the number of a shared string. */
export function* readMarkup(xml: string, lookUp: (index: number) => string): Generator<string> {
  // Pieces, joined once: to look at the end of a growing text would take time squared.
  let text: string[] = [];
  let cells: string[] = [];
  let size = 0;
  /** Tables may stand in cells: their rows are lines of the cell. */
  let depth = 0;
  let isReference = false;

  const take = (): string => {
    const taken = text.join("");
    text = [];
    return taken;
  };
  const takeRow = (): string => {
    const row = joinCells(cells);
    cells = [];
    size = 0;
    return row;
  };
  /** Where a paragraph ends with its cell, or a cell with its row, one of the two separates enough. */
  const separate = (by: string): void => {
    if (text.at(-1) === "\n" || text.at(-1) === "\t") text.pop();
    text.push(by);
  };
  const endCell = (): void => {
    const content = take();
    const cell = (isReference ? lookUp(Number(content)) : content).trim();
    if (cell !== "") cells.push(cell);
    size += cell.length;
  };

  for (const [token, content] of xml.matchAll(TOKEN)) {
    if (content === undefined) {
      // Line breaks between tags are layout of the XML.
      if (!/^\s*\n\s*$/.test(token)) text.push(decode(token));
      continue;
    }
    const [, slash, name = ""] = TAG.exec(content) ?? [];
    const isEmpty = content.endsWith("/");
    const isEnd = slash === "/" || isEmpty;
    if (CELLS.has(name) && !isEmpty) {
      if (!isEnd) {
        depth++;
        isReference = name === "c" && /\st="s"/.test(content);
      } else if (depth > 1) {
        depth--;
        separate("\t");
      } else {
        depth = 0;
        endCell();
        if (size > MAX_ROW) yield takeRow();
      }
    } else if (BREAKS.has(name)) text.push("\n");
    else if (!isEnd) continue;
    else if (BLANKS.has(name)) text.push(name.includes(":") ? "\t" : " ");
    else if (depth > 0) {
      if (ROWS.has(name)) separate("\n");
      else if (PARAGRAPHS.has(name)) text.push("\n");
    } else if (ROWS.has(name)) {
      text = [];
      if (cells.length > 0) yield takeRow();
    } else if (PARAGRAPHS.has(name) || name === SHARED) yield take();
  }
  if (cells.length > 0) yield takeRow();
  const rest = take();
  if (rest.trim() !== "") yield rest;
}
