/**
 * Bundles the command line into dist/: no dependency is left to install, so what was tested is what runs, and it
 * starts faster than 150 packages would. Licences of what is inside go with it.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { loadRules } from "../src/rules/load.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");

rmSync(DIST, { recursive: true, force: true });
const result = await build({
  absWorkingDir: ROOT,
  entryPoints: ["src/cli.ts"],
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  minifySyntax: true,
  metafile: true,
  legalComments: "none",
  // CommonJS packages inside ask for Node's modules by require().
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});

/** `node_modules/@scope/name/…` → `@scope/name`, the innermost one. */
const packageOf = (input: string): string | null =>
  /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? null;

const names = [
  ...new Set(Object.keys(result.metafile.inputs).flatMap((input) => packageOf(input) ?? [])),
].sort();
const licences = names.map((name) => {
  const folder = join(ROOT, "node_modules", name);
  const file = existsSync(folder)
    ? readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    : undefined;
  const text = file === undefined ? "(see its package)" : readFileSync(join(folder, file), "utf8").trim();
  return `${name}\n${"-".repeat(name.length)}\n${text}\n`;
});
writeFileSync(join(DIST, "THIRD-PARTY-LICENSES.txt"), licences.join("\n\n"));
// What the first start would have to parse is shipped parsed.
await loadRules(join(ROOT, "patterns"), join(DIST, "rules.json"));
const size = Object.values(result.metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `dist/: ${Object.keys(result.metafile.outputs).length} files, ${Math.round(size / 1024)} KiB, ${names.length} packages`,
);
