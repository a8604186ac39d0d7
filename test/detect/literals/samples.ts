/** The sample files beside this one: a line with the path, then the file, literals marked. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Marked, readMarked } from "./marked.ts";

const FOLDER = join(import.meta.dirname, "samples");

export interface Sample extends Marked {
  readonly name: string;
  readonly path: string;
}

export const readSamples = (): readonly Sample[] =>
  readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const whole = readFileSync(join(FOLDER, file), "utf8");
      const end = whole.indexOf("\n");
      return {
        name: file.replace(".txt", ""),
        path: whole.slice("path: ".length, end),
        ...readMarked(whole.slice(end + 1)),
      };
    });
