import { describe, expect, it } from "vitest";
import { unpackAll } from "../../support/unpacked.ts";
import { makeZip } from "../../support/zip.ts";

const textOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const { texts, limits } = unpackAll(
    makeZip(Object.entries(files).map(([name, content]) => ({ name, content }))),
  );
  expect(limits).toEqual([]);
  return Object.fromEntries(texts);
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const run = (text: string): string => `<w:r w:rsidR="00A1"><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: readonly string[]): string =>
  `<w:p w:rsidR="00B2"><w:pPr/>${runs.map(run).join('<w:proofErr w:type="spellStart"/>')}</w:p>`;
const wordRow = (...cells: readonly string[]): string =>
  `<w:tr>${cells.map((cell) => `<w:tc><w:tcPr/>${cell}</w:tc>`).join("")}</w:tr>`;
const word = (body: string): string => `${HEAD}<w:document><w:body>${body}<w:sectPr/></w:body></w:document>`;

describe("an office document", () => {
  it("of Word is its paragraphs, whatever formatting cuts them up", () => {
    const body = paragraph("One ", "&amp; t", "wo") + paragraph("th&#x72;ee<w:tab/>ü") + paragraph();
    expect(textOf({ "word/document.xml": word(body), "word/styles.xml": "<w:styles/>" })).toEqual({
      "word/document.xml": "One & two\nthree\tü\n\n",
      "word/styles.xml": "<w:styles/>",
    });
  });

  it("has table rows as lines; two cells are a name and its value", () => {
    const table =
      wordRow(paragraph("Password"), paragraph("one")) +
      wordRow(paragraph("System"), paragraph("User"), paragraph("Password")) +
      wordRow(paragraph("Key"), paragraph("line 1") + paragraph("line 2"));
    expect(textOf({ "word/document.xml": word(`<w:tbl>${table}</w:tbl>${paragraph("end")}`) })).toEqual({
      "word/document.xml": "Password: one\nSystem\tUser\tPassword\nKey: line 1\nline 2\nend\n",
    });
  });

  it("keeps a table in a table in its cell", () => {
    const inner = `<w:tbl>${wordRow(paragraph("a"), paragraph("b"))}${wordRow(paragraph("c"))}</w:tbl>`;
    expect(
      textOf({ "word/document.xml": word(`<w:tbl>${wordRow(paragraph("Name"), inner)}</w:tbl>`) }),
    ).toEqual({
      "word/document.xml": "Name: a\tb\nc\n",
    });
  });

  it("of PowerPoint is the text of its slides", () => {
    const slide = `${HEAD}<p:sld><a:p><a:r><a:t>Title</a:t></a:r></a:p><a:p><a:r><a:t>Te</a:t></a:r><a:r><a:t>xt</a:t></a:r></a:p></p:sld>`;
    expect(textOf({ "ppt/slides/slide1.xml": slide })).toEqual({ "ppt/slides/slide1.xml": "Title\nText\n" });
  });

  it("of OpenDocument is its text; another content.xml is what it is", () => {
    const text = `${HEAD}<office:document-content>\n  <text:h>Head</text:h>\n  <text:p>Pass<text:span>word</text:span><text:s/>: x</text:p>
      <table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell table:number-columns-repeated="9"/><table:table-cell><text:p>Value</text:p></table:table-cell></table:table-row>
      </office:document-content>`;
    expect(textOf({ "content.xml": text })).toEqual({ "content.xml": "Head\nPassword\t: x\nName: Value\n" });
    expect(textOf({ "content.xml": "<a><text:p>x</text:p></a>" })).toEqual({
      "content.xml": "<a><text:p>x</text:p></a>",
    });
  });

  it("of Excel is the rows of its sheets, with the strings they refer to; strings without a cell are kept", () => {
    const sheet = `${HEAD}<worksheet><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"/><c r="C1" t="s"><v>2</v></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><v>42</v></c></row>
      </sheetData></worksheet>`;
    const strings = `${HEAD}<sst><si><t>Password</t></si><si><t>deleted</t></si><si><r><t>va</t></r><r><t>lue</t></r></si></sst>`;
    expect(textOf({ "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings })).toEqual({
      "xl/worksheets/sheet1.xml": "Password: value\na\t1+1 2\t42\n",
      "xl/sharedStrings.xml": "deleted\n",
    });
  });

  it("stops where few references make a huge text, and says so", () => {
    const sheet = `<row>${'<c t="s"><v>0</v></c>'.repeat(500_000)}</row>`;
    const strings = `<sst><si><t>${"x".repeat(10_000)}</t></si></sst>`;
    const { limits } = unpackAll(
      makeZip([
        { name: "xl/worksheets/sheet1.xml", content: sheet, method: 0 },
        { name: "xl/sharedStrings.xml", content: strings },
      ]),
    );
    expect(limits).toEqual(["ARCHIVE_TOO_LARGE xl/worksheets/sheet1.xml: it unpacks to more than 64 MiB"]);
  });

  it("is no trap: tags that never close are read in one pass", () => {
    for (const trap of ["<", "&", "<w:tc>a", "<w:tc>", "a</w:tc>", "<w:tr/>a", "<w:tc>a</w:tr>", "a<f/>"]) {
      const content = word(trap.repeat(1_000_000 / trap.length));
      expect(unpackAll(makeZip([{ name: "word/document.xml", content, method: 0 }])).texts).toHaveLength(1);
    }
  });
});
