/** A GitLab for tests and for trying things out: the sample company over real HTTP, REST and git. */
import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanOnExit } from "./cleanup.ts";
import type { Company, TokenName } from "./company.ts";
import { applyEdition, type Kind, type Tier } from "./edition.ts";
import { type Elsewhere, startElsewhere } from "./elsewhere.ts";
import { createFaultBook, type Fault, type FaultBook } from "./faults.ts";
import { addGenerated, type Generated } from "./generated.ts";
import { createListener, type RequestRecord } from "./http.ts";
import { closeServer, listen } from "./listening.ts";
import { readCompany } from "./read-company.ts";
import { buildRepositories } from "./repositories.ts";

export type { Fault, FaultEffect } from "./faults.ts";

export interface SampleGitLabOptions {
  /** Serves below this path, e.g. `/gitlab`, as instances behind a proxy do. */
  readonly relativeRoot?: string;
  readonly faults?: readonly Fault[];
  /** Folder for the bare repositories, kept on close; default: a temporary one, removed on close. */
  readonly root?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Lists longer than this give no totals; default 10,000 as GitLab. */
  readonly totalsUpTo?: number;
  readonly now?: () => Date;
  /** Called for each request before it is answered. */
  readonly onRequest?: (record: RequestRecord) => void;
  /** Default: ultimate. Free and self-managed is the Community Edition. */
  readonly tier?: Tier;
  /** Default: self-managed. */
  readonly kind?: Kind;
  /** A group `scale` of so many thin projects beside the company. */
  readonly generated?: Generated;
}

export interface SampleGitLab {
  /** With the relative root, without a trailing slash. */
  readonly url: string;
  readonly tokens: Readonly<Record<TokenName, string>>;
  readonly company: Company;
  /** Folders of the bare repositories by project path. */
  readonly repositories: Readonly<Record<string, string>>;
  /** Every request so far, in the order of the answers. */
  readonly requests: readonly RequestRecord[];
  readonly faults: Pick<FaultBook, "set" | "clear" | "unmet">;
  /** The other host that redirects lead to; nobody should show it a token. */
  readonly elsewhere: Pick<Elsewhere, "url" | "requests">;
  close(): Promise<void>;
}

const TOTALS_UP_TO = 10_000;

const tokensOf = (company: Company): Readonly<Record<TokenName, string>> => {
  const tokens = Object.fromEntries(company.tokens.map(({ name, value }) => [name, value]));
  // readCompany has seen to it that there is one of every name.
  return tokens as Record<TokenName, string>;
};

const start = async (root: string, running: Set<ChildProcess>, options: SampleGitLabOptions) => {
  const { generated } = options;
  const { tier = "ultimate", kind = "self-managed" } = options;
  const plain = applyEdition(readCompany(), { tier, kind });
  const company = generated === undefined ? plain : addGenerated(plain, generated);
  const repositories = await buildRepositories(root, company);
  const relativeRoot = (options.relativeRoot ?? "").replace(/\/+$/, "");
  const faults = createFaultBook(options.faults ?? []);
  const requests: RequestRecord[] = [];
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const elsewhere = await startElsewhere();
  const url = `http://127.0.0.1:${port}${relativeRoot}`;
  const { totalsUpTo = TOTALS_UP_TO, now = () => new Date() } = options;
  const world = {
    company,
    repositories,
    root,
    running,
    relativeRoot,
    faults,
    requests,
    elsewhere,
    totalsUpTo,
    now,
    ...(options.onRequest === undefined ? {} : { onRequest: options.onRequest }),
  };
  server.on("request", createListener({ ...world, base: url }));
  const close = async (): Promise<void> => {
    await Promise.all([closeServer(server), closeServer(elsewhere.server)]);
  };
  return { url, tokens: tokensOf(company), company, repositories, requests, faults, elsewhere, close };
};

/** Builds the repositories, then listens on the loopback address until `close()`. */
export const startSampleGitLab = async (options: SampleGitLabOptions = {}): Promise<SampleGitLab> => {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), "vaultbound-sample-gitlab-")));
  const running = new Set<ChildProcess>();
  const clean = (): void => {
    for (const child of running) child.kill("SIGKILL");
    // Retries: a git process that was just ended may still be writing.
    if (options.root === undefined) rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  const stopWatching = cleanOnExit(clean);
  const finish = (): void => {
    stopWatching();
    clean();
  };
  try {
    const sample = await start(root, running, options);
    const close = (): Promise<void> => sample.close().finally(finish);
    return { ...sample, close };
  } catch (error) {
    finish();
    throw error;
  }
};
