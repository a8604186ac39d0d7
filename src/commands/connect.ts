/** The way to a GitLab: options, token, certificate authority. */
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import type { GitLab } from "../gitlab/gitlab.ts";
import { makeError } from "../model/errors.ts";
import type { Shell } from "./shell.ts";

export interface ConnectFlags {
  readonly gitlabUrl?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly requestsPerMinute?: string;
}

/** Where GitLab is and who asks. */
export const addHostOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--gitlab-url <url>",
        "your GitLab (GITLAB_URL, CI_SERVER_URL; default: https://gitlab.com)",
      ),
    )
    .addOption(new Option("--token-file <file>", "file that holds the token (default: GITLAB_TOKEN)"))
    .addOption(new Option("--ca-file <file>", "PEM file of a private certificate authority"));

export const addConnectOptions = (command: Command): Command =>
  addHostOptions(command).addOption(
    new Option("--requests-per-minute <n>", "no more API calls than that (default: what GitLab allows)"),
  );

/** Somebody may have given the token itself where its file belongs. */
const nameFile = (file: string): string =>
  /^[\w-]{20,}$/.test(file) ? "the file of that name (is it the token itself?)" : file;

const readText = async (file: string, option: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const detail = `cannot read ${nameFile(file)} (${cause.code ?? "unreadable"})`;
    throw makeError("CONFIG_INVALID", [{ option, detail }], cause);
  });

/** @throws VaultboundError TOKEN_MISSING. */
export const readToken = async (config: Config, shell: Shell): Promise<string> => {
  const given = config.tokenFile === undefined ? shell.environment["GITLAB_TOKEN"] : undefined;
  const text =
    config.tokenFile === undefined ? (given ?? "") : await readText(config.tokenFile, "--token-file");
  const token = text.trim();
  if (token === "") throw makeError("TOKEN_MISSING", []);
  // From here on no output can hold it, whatever goes wrong.
  shell.hide(token);
  return token;
};

export const connect = async (config: Config, token: string, shell: Shell): Promise<GitLab> => {
  const { createGitLab } = await import("../gitlab/client.ts");
  const ca = config.caFile === undefined ? {} : { ca: await readText(config.caFile, "--ca-file") };
  return createGitLab({
    url: config.gitlabUrl,
    token,
    userAgent: `vaultbound/${shell.version}`,
    signal: shell.signal,
    sleep: shell.sleep,
    now: () => shell.now().getTime(),
    random: shell.random,
    log: () => undefined,
    proxyEnv: shell.environment,
    limits: { requestsPerMinute: config.requestsPerMinute ?? null },
    ...ca,
  });
};

/** What GitLab's clock says, in milliseconds since 1970; null where its answer holds no date. One call. */
export const readServerTime = async (config: Config, token: string, shell: Shell): Promise<number | null> => {
  const [{ createTransport }, { createDispatcher }, { DEFAULT_LIMITS }] = await Promise.all([
    import("../gitlab/transport.ts"),
    import("../gitlab/dispatcher.ts"),
    import("../gitlab/limits.ts"),
  ]);
  const ca = config.caFile === undefined ? {} : { ca: await readText(config.caFile, "--ca-file") };
  const dispatcher = createDispatcher({ proxyEnv: shell.environment, limits: DEFAULT_LIMITS, ...ca });
  try {
    const transport = createTransport({
      url: config.gitlabUrl,
      token,
      userAgent: `vaultbound/${shell.version}`,
      signal: shell.signal,
      dispatcher,
      limits: DEFAULT_LIMITS,
      sleep: shell.sleep,
      now: () => shell.now().getTime(),
      random: shell.random,
      log: () => undefined,
    });
    const { headers } = await transport.send({ url: `${config.gitlabUrl}/api/v4/version` });
    const time = Date.parse(headers["date"] ?? "");
    return Number.isNaN(time) ? null : time;
  } finally {
    await dispatcher.close();
  }
};
