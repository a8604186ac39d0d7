/** Everything a commit has to pass, in one run; ends with how many tests passed and failed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string): string => join(ROOT, "node_modules", ".bin", name);

/** The pinned Node first on PATH: every tool below starts it by name. */
const env = {
  ...process.env,
  PATH: `${join(ROOT, "node_modules", "node", "bin")}:${process.env["PATH"] ?? ""}`,
};

const run = (title: string, command: string, args: readonly string[]): boolean => {
  console.log(`\n> ${title}`);
  return spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env }).status === 0;
};

/** Steps in the order in which they fail fastest. */
const STEPS: readonly (readonly [string, string, readonly string[]])[] = [
  ["format", bin("oxfmt"), ["--check", "src", "test", "scripts"]],
  ["lint", bin("oxlint"), ["--deny-warnings", "src", "test", "scripts"]],
  ["types", bin("tsc"), ["-p", "."]],
  ["rules: no slow patterns", process.execPath, ["scripts/lint-rules.ts"]],
  ["generated files are fresh", process.execPath, ["scripts/generate.ts", "--check"]],
];

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const runTests = (config: string, extra: readonly string[]): Counts & { readonly ok: boolean } => {
  const folder = mkdtempSync(join(tmpdir(), "vaultbound-test-report-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ok = run(`tests (${config})`, bin("vitest"), ["run", "--config", config, ...reporters, ...extra]);
  try {
    // The report's shape is vitest's own (Jest's JSON): counts at the top.
    const report = JSON.parse(readFileSync(file, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { ok, passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return { ok: false, passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const args = process.argv.slice(2);
const isShared = args[0] === "--shared";
// With arguments for vitest somebody looks at one thing: the other steps would be in the way.
const steps = isShared || args.length > 0 ? [] : STEPS;
const broken = steps.filter(([title, command, list]) => !run(title, command, list)).map(([title]) => title);
const tests = runTests(
  isShared ? "vitest.shared.config.ts" : "vitest.config.ts",
  isShared ? args.slice(1) : args,
);
if (broken.length > 0) console.log(`\nFailed before the tests: ${broken.join("; ")}`);
console.log(`\n${tests.passed} passed, ${tests.failed} failed`);
process.exit(tests.ok && broken.length === 0 ? 0 : 1);
