/** Times one stage in a process of its own: `stage.ts STAGE PATTERN FOLDER…` prints its seconds. */
import { measure, STAGES } from "./stages.ts";
import { readTexts } from "./texts.ts";

const [stage = "", pattern = "", ...folders] = process.argv.slice(2);
const prepare = STAGES[stage];
if (prepare === undefined) throw new Error(`no stage ${stage}`);
console.log(measure(prepare(readTexts(folders, pattern))));
