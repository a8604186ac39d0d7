/** Renders the inventory in one format. Pure: model in, text chunks out. */
import type { Inventory } from "../model/inventory.ts";

export interface RenderOptions {
  /** Terminal width in columns, for the table. */
  readonly width: number;
  readonly color: boolean;
  /** Version of the tool, for the headers of formats that name it. */
  readonly version: string;
  /** ISO 8601 UTC: the moment of the report, for formats that must state times where the facts hold none. */
  readonly now: string;
}

export interface Reporter {
  /** Value of `--format`. */
  readonly name: string;
  /** One line for the help text. */
  readonly summary: string;
  /** Text chunks, LF line ends, the last one ending in a line break. Same model, same bytes. */
  render(inventory: Inventory, options: RenderOptions): Iterable<string>;
}
