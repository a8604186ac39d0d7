/** `npm start`: sweeps the bundled sample GitLab with the real command line, and says how to point it at one's own. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { startSampleGitLab } from "../test/sample-gitlab/server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, ".vaultbound", "sample");
const TOP_GROUP = "acme";

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A sample run is made anew each time: the last one's store would only show that nothing changed. */
const prepareFolder = (): { store: string; json: string } => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  return { store: join(FOLDER, "store.sqlite"), json: join(FOLDER, "inventory.json") };
};

const runCli = (args: readonly string[], token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "src", "cli.ts"), ...args], {
      stdio: "inherit",
      // The sample's ids come from a key of its own; the token is the sample's, never the person's.
      env: { ...process.env, GITLAB_TOKEN: token, XDG_STATE_HOME: FOLDER, VAULTBOUND_HASH_KEY: "" },
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 130));
    for (const name of ["SIGTERM", "SIGHUP"] as const) process.on(name, () => child.kill(name));
  });

// Ctrl-C reaches the child through the terminal; it ends in order, and so do we.
process.on("SIGINT", () => undefined);

say("Starting the sample GitLab: a small company with planted, synthetic secrets …");
const { store, json } = prepareFolder();
const gitlab = await startSampleGitLab();
let code: number;
try {
  say(`It listens on ${gitlab.url}. Sweeping its group "${TOP_GROUP}":\n`);
  const where = ["--gitlab-url", gitlab.url, "--store", store, "--report", `json=${json}`];
  code = await runCli(["sweep", TOP_GROUP, ...where], gitlab.tokens.owner);
} finally {
  await gitlab.close();
}
// 3: some of the sample's projects cannot be read, on purpose.
if (code === 0 || code === 3)
  say(
    [
      "",
      `The whole inventory as JSON: ${relative(process.env["INIT_CWD"] ?? process.cwd(), json) || json}`,
      "",
      "Now your own GitLab (token scopes: read_api, read_repository):",
      "  GITLAB_TOKEN=… npm start -- sweep YOUR-GROUP --gitlab-url https://gitlab.example.com",
      "Or a repository on this machine, before you push:",
      "  npm start -- scan PATH",
      "",
    ].join("\n"),
  );
process.exit(code === 3 ? 0 : code);
