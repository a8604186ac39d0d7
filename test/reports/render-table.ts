/** Renders the table for its tests, of the example as it is or with its critical entry changed. */
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import { table } from "../../src/reports/table.ts";
import { OPTIONS, renderText } from "../contracts/reporter-contract.ts";
import { exampleInventory } from "./example-inventory.ts";

export const render = (inventory: Inventory, options: Partial<typeof OPTIONS> = {}): string =>
  renderText(table, inventory, { ...OPTIONS, ...options });

/** Wrapped lines joined again, to look for sentences. */
export const flat = (text: string): string => text.replaceAll(/\s+/g, " ");

export const fail = (message: string): never => {
  throw new Error(message);
};

export const critical = exampleInventory.entries[1] ?? fail("no entry");

/** The critical entry alone, changed. */
export const change = (given: Partial<Entry>): Inventory => ({
  ...exampleInventory,
  entries: [{ ...critical, ...given }],
});
