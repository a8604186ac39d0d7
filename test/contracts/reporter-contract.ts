/** What every reporter must do, whatever its format. */
import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/model/inventory.ts";
import type { RenderOptions, Reporter } from "../../src/reports/reporter.ts";
import { cleanInventory, emptyInventory, exampleInventory } from "../reports/example-inventory.ts";
import {
  hostileInventory,
  makeLongInventory,
  plantCanary,
  reverseInventory,
} from "../reports/unusual-inventories.ts";

export const OPTIONS: RenderOptions = {
  width: 80,
  color: false,
  version: "1.2.3",
  now: "2026-01-02T03:10:00Z",
};

export const renderText = (reporter: Reporter, inventory: Inventory, options = OPTIONS): string =>
  [...reporter.render(inventory, options)].join("");

const CANARY = "canary-that-no-report-may-show";

/** Controls but the line feed, format characters, Unicode line breaks, lone surrogates. */
const RAW_CONTROL = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const inventories = {
  typical: exampleInventory,
  clean: cleanInventory,
  empty: emptyInventory,
  hostile: hostileInventory,
  long: makeLongInventory(300),
};

const gapContract = (reporter: Reporter): void => {
  it("tells the code, the reason and the remedy of every gap", () => {
    const text = renderText(reporter, exampleInventory, { ...OPTIONS, width: 200 });
    for (const { code, message, hint } of exampleInventory.gaps)
      for (const part of [code, message, hint]) expect(text).toContain(part);
  });

  it("tells a scan with gaps from one without", () => {
    const clean = renderText(reporter, cleanInventory);
    expect(renderText(reporter, { ...cleanInventory, gaps: exampleInventory.gaps })).not.toBe(clean);
  });
};

/** @param holdsGaps false for a format that has no place for gaps. */
export const reporterContract = (
  reporter: Reporter,
  { holdsGaps }: { readonly holdsGaps: boolean },
): void => {
  describe(`reporter ${reporter.name}`, () => {
    it.each(Object.entries(inventories))("ends the %s inventory with a line break", (_name, inventory) => {
      expect(renderText(reporter, inventory)).toMatch(/^$|[^\n]\n$/);
    });

    it.each(Object.entries(inventories))(
      "renders the %s inventory to the same bytes twice",
      (_name, inventory) => {
        expect(renderText(reporter, inventory)).toBe(renderText(reporter, structuredClone(inventory)));
      },
    );

    it("does not depend on the order of facts that have none", () => {
      expect(renderText(reporter, reverseInventory(exampleInventory))).toBe(
        renderText(reporter, exampleInventory),
      );
    });

    it("leaves the inventory as it was", () => {
      const before = structuredClone(exampleInventory);
      renderText(reporter, exampleInventory);
      expect(exampleInventory).toEqual(before);
    });

    it("emits no raw control character, whatever names strangers give", () => {
      const text = renderText(reporter, hostileInventory);
      expect(text).toContain("evil");
      expect(RAW_CONTROL.exec(text)?.[0].codePointAt(0)).toBeUndefined();
    });

    it("shows no field that the model does not have", () => {
      const planted = plantCanary(CANARY);
      expect(JSON.stringify(planted)).toContain(CANARY);
      expect(renderText(reporter, planted)).not.toContain(CANARY);
      expect(renderText(reporter, planted)).toBe(renderText(reporter, exampleInventory));
    });

    it("names every secret by at least its id's beginning or its preview", () => {
      const text = renderText(reporter, exampleInventory);
      for (const { id, preview } of exampleInventory.entries)
        expect(text.includes(id.slice(0, 16)) || text.includes(preview)).toBe(true);
    });

    if (holdsGaps) gapContract(reporter);
  });
};
