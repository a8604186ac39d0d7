/** Writes docs/cli.md and docs/rules.md from what the program itself says; `--check` fails when they are stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeProgram } from "../src/commands/program.ts";
import type { Shell } from "../src/commands/shell.ts";
import { loadRules } from "../src/rules/load.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const writeRules = async (): Promise<string> => {
  const rules = await loadRules(join(ROOT, "patterns"));
  const providers = new Set(rules.map(({ provider }) => provider));
  const rows = rules.map(({ id, title, provider, severity, checksum, vault }) =>
    [
      `\`${id}\``,
      title,
      provider,
      severity,
      checksum ?? "",
      vault.store ? vault.engine : "do not store",
      vault.rotation,
    ]
      .map(cell)
      .join(" | "),
  );
  return [
    "# Rules",
    "",
    `${rules.length} kinds of ${providers.size} providers. Generated from \`patterns/\`; see [adding a rule](adding-a-rule.md).`,
    "",
    "| Rule | Title | Provider | Severity | Offline proof | Vault engine | What to do |",
    "|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
};

/** The help text asks the outside world for its width alone. */
const HELP_SHELL = { columns: 100, version: "" } as Shell;

const writeCli = (): string =>
  ["# Command line", "", "Generated from the program's own help.", ""]
    .concat(
      describeProgram(HELP_SHELL).flatMap(({ name, help }) => [
        `## ${name}`,
        "",
        "```text",
        help.trimEnd(),
        "```",
        "",
      ]),
    )
    .join("\n");

const files = { "docs/cli.md": writeCli(), "docs/rules.md": await writeRules() };
const isCheck = process.argv.includes("--check");
let isStale = false;
for (const [name, text] of Object.entries(files)) {
  const place = join(ROOT, name);
  const present = (() => {
    try {
      return readFileSync(place, "utf8");
    } catch {
      return null;
    }
  })();
  if (present === text) continue;
  if (isCheck) {
    console.error(`${name} is stale: run npm run generate`);
    isStale = true;
  } else writeFileSync(place, text);
}
process.exit(isStale ? 1 : 0);
