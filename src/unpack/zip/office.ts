/** Office documents (docx, pptx, xlsx, odt, ods, odp) among the files of an archive: their text instead of its markup. */
import type { Budget } from "../budget.ts";
import { type Inner, isLimit, type Unpacked } from "../format.ts";
import { readMarkup } from "./markup.ts";

/** Parts whose words are cut up by formatting; everything else in a document is read as the XML it is. */
const TEXT =
  /^(?:word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|ppt\/(?:slides|notesSlides)\/[^/]+\.xml|content\.xml)$/;
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const SHARED = "xl/sharedStrings.xml";
/** Root of OpenDocument texts: other files may be called `content.xml` too. */
const OPEN_DOCUMENT = "office:document-content";
const ROOT_WITHIN = 4096;
/** Sheets wait for the strings they refer to, which come behind them: so much may wait. */
const MAX_WAITING = 32 * 1024 * 1024;

const isTextPart = ({ name, bytes }: Inner): boolean =>
  TEXT.test(name) && (name !== "content.xml" || bytes.subarray(0, ROOT_WITHIN).includes(OPEN_DOCUMENT));

/** The part with its text in place of the XML; the XML itself if there is no text to be seen in it. */
function* toText(
  part: Inner,
  budget: Budget,
  lookUp: (index: number) => string = String,
): Generator<Unpacked> {
  const most = budget.allow(part.bytes.length);
  const lines: string[] = [];
  let size = 0;
  for (const line of readMarkup(part.bytes.toString("latin1"), lookUp)) {
    lines.push(line);
    size += line.length + 1;
    if (size <= most) continue;
    // A cell of five bytes may refer to a string of a megabyte.
    yield { code: "ARCHIVE_TOO_LARGE", name: part.name, detail: budget.refuse(part.bytes.length) };
    lines.pop();
    break;
  }
  if (size === 0) {
    yield part;
    return;
  }
  budget.spend(part.bytes.length);
  yield { name: part.name, bytes: Buffer.from(`${lines.join("\n")}\n`, "latin1") };
}

/** Passes on what comes out of an archive, the text parts of office documents as plain text. */
export function* readOffice(items: Iterable<Unpacked>, budget: Budget): Generator<Unpacked> {
  const waiting: Inner[] = [];
  let size = 0;
  let shared: readonly string[] = [];
  for (const item of items) {
    if (isLimit(item)) yield item;
    else if (isTextPart(item)) yield* toText(item, budget);
    else if (item.name === SHARED) {
      budget.spend(item.bytes.length);
      shared = [...readMarkup(item.bytes.toString("latin1"), String)];
    } else if (SHEET.test(item.name) && size + item.bytes.length <= MAX_WAITING) {
      size += item.bytes.length;
      waiting.push(item);
    } else yield item;
  }
  const used = new Set<number>();
  for (const sheet of waiting)
    yield* toText(sheet, budget, (index) => {
      used.add(index);
      return shared[index] ?? "";
    });
  const rest = shared.filter((_, index) => !used.has(index));
  if (rest.length > 0) yield { name: SHARED, bytes: Buffer.from(`${rest.join("\n")}\n`, "latin1") };
}
