/** Scans a repository by its clone URL: a bare mirror in a private temporary folder, removed when it is read. */
import { cloneRepository } from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import { makeError } from "../model/errors.ts";
import { targetId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { DEFAULT_LIMITS } from "../sources/source.ts";
import { scanTarget, type Scanner } from "./scan-target.ts";
import { withTempFolder } from "./temp-folder.ts";

export interface UrlRequest {
  readonly url: string;
  /** Null: the repository is public, or so it is hoped. */
  readonly token: string | null;
  /** Base URL of the GitLab whose token it is: a URL elsewhere does not get it. */
  readonly gitlabUrl: string;
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
  readonly tempParent: string;
  readonly owner: number;
}

/** What could be an address rather than a path: `https://…`, `ssh://…`, `git@host:group/project.git`. */
export const looksLikeUrl = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text);

const refuse = (detail: string): never => {
  throw makeError("CONFIG_INVALID", [{ option: "scan", detail }]);
};

/** @throws VaultboundError CONFIG_INVALID, without the address: it may hold a password. */
const parseUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return refuse("only https clone URLs are read");
  if (url.username !== "" || url.password !== "")
    return refuse("the URL must not hold credentials: set GITLAB_TOKEN, or use --token-file");
  if (url.search !== "" || url.hash !== "") return refuse("a clone URL has neither a query nor a fragment");
  return url;
};

/** Neither is sent anywhere: they stand for a token that there is not. */
const NO_TOKEN = { token: "(no token)", host: "" } as const;

/** @throws VaultboundError CONFIG_INVALID, GIT_CLONE_FAILED, GIT_MISSING. */
export const scanUrl = async (
  request: UrlRequest,
  scanner: Scanner,
  git: GitContext,
): Promise<TargetFacts> => {
  const { href, pathname, origin, host } = parseUrl(request.url);
  const { token, gitlabUrl, caFile, timeoutMs } = request;
  const name = pathname.split("/").findLast((part) => part !== "") ?? href;
  const target: Target = { kind: "repository", id: targetId(`url:${href}`), path: href, name };
  return withTempFolder(request.tempParent, request.owner, async (folder) => {
    // The same host by http would read the token in clear.
    const isHome = token !== null && new URL(gitlabUrl).origin === origin;
    const credentials = isHome ? { token, host } : NO_TOKEN;
    const clone = { url: href, folder, project: href, caFile, timeoutMs, ...credentials };
    const { repository } = await cloneRepository(clone, git);
    return scanTarget(target, scanner, {
      git,
      gitlab: null,
      repository,
      input: null,
      withHistory: true,
      project: null,
      limits: DEFAULT_LIMITS,
      knownTips: [],
    });
  });
};
