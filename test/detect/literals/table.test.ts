import { describe, expect, it } from "vitest";
import { FORMS } from "../../../src/detect/literals/commands/forms.ts";
import { ROWS } from "../../../src/detect/literals/commands/rows.ts";
import { COMMANDS } from "../../../src/detect/literals/commands/table.ts";
import { kindOfName } from "../../../src/detect/literals/names.ts";

const isKnown = (what: string): boolean =>
  what in FORMS || ["user", "valued", "named"].includes(what) || kindOfName(what) !== null;

describe("the table of commands", () => {
  for (const line of COMMANDS.trim().split("\n"))
    it(`has a row that can be read: ${line}`, () => {
      expect(line).toMatch(/^[\w.-]+(?: [\w.-]+)* \|[^|]*\| [\w-]+: \S/);
    });

  it("names what every option and argument holds", () => {
    const rows = [...ROWS.values()].flat();
    expect(rows.flatMap(({ options }) => options.filter(({ what }) => !isKnown(what)))).toEqual([]);
    const places = rows
      .flatMap((row) => row.arguments)
      .filter((what) => !/^(?:[.…]|[=>].+|name|value|host)$/.test(what));
    expect(places.filter((what) => !isKnown(what))).toEqual([]);
  });

  it("writes options as command lines do", () => {
    const texts = [...ROWS.values()].flat().flatMap(({ options }) => options.map(({ text }) => text));
    expect(
      texts.filter((text) => !/^(?:-{1,2}[A-Za-z][\w-]*[:=]?|\/\w+[:=]?|using|user)$/.test(text)),
    ).toEqual([]);
  });
});
