/** Serves clones over smart HTTP by git's own CGI program (git-http-backend(1)), read only. */
import { type ChildProcess, spawn } from "node:child_process";
import type { IncomingHttpHeaders } from "node:http";
import { canReadCode, canSeeProject, hasScope, readGitToken } from "./access.ts";
import { type Reply, textReply } from "./answers.ts";
import type { Company, Project } from "./company.ts";
import type { FaultBook } from "./faults.ts";
import { GIT_ENVIRONMENT } from "./git.ts";

export interface GitContext {
  readonly company: Company;
  /** Folder of the bare repositories. */
  readonly root: string;
  /** Backends now running, to end them on close. */
  readonly running: Set<ChildProcess>;
  readonly faults: Pick<FaultBook, "hasExpired">;
}

interface GitRequest {
  readonly method: string;
  /** Path below the relative root, with the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const GIT_PATH =
  /^\/(?<project>.+?)\.git\/(?<service>info\/refs|git-upload-pack|git-receive-pack)(?:\?(?<query>.*))?$/;

export const isGitPath = (path: string): boolean => GIT_PATH.test(path);

const DENIED =
  "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or " +
  "you're required to use a token instead of a password. If a token was provided, it was either incorrect, " +
  "expired, or improperly scoped.\n";

const refuse = (status: number, text: string): Reply =>
  textReply(status, text, status === 401 ? { "www-authenticate": 'Basic realm="GitLab"' } : {});

/** The project to serve, or the refusal. */
const authorize = (request: GitRequest, path: string, { company, faults }: GitContext): Project | Reply => {
  const caller = readGitToken(company, request.headers);
  if (caller === "unknown" || (caller !== null && caller.state !== "active")) return refuse(401, DENIED);
  if (caller !== null && faults.hasExpired(caller.value)) return refuse(401, DENIED);
  const project = company.projects.find((item) => item.path === path || item.formerPaths.includes(path));
  if (project === undefined || !canSeeProject(company, caller, project)) {
    if (caller === null) return refuse(401, DENIED);
    return refuse(
      404,
      "The project you were looking for could not be found or you don't have permission to view it.\n",
    );
  }
  if (caller !== null && !hasScope(caller, ["read_repository", "write_repository"])) {
    return refuse(403, "You are not allowed to download code.\n");
  }
  if (canReadCode(company, caller, project)) return project;
  return refuse(403, "You are not allowed to download code from this project.\n");
};

/** CGI output: header lines, an empty line, the body. `Status:` is not a header of the answer. */
const parseCgi = (output: Buffer): Reply => {
  const end = output.indexOf("\r\n\r\n");
  const headers: Record<string, string> = {};
  for (const line of output.subarray(0, end).toString().split("\r\n")) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
};

const headerText = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === "string" ? value : "";
};

const runBackend = (request: GitRequest, pathInfo: string, query: string, context: GitContext) =>
  new Promise<Reply>((resolve, reject) => {
    const child = spawn("git", ["http-backend"], {
      env: {
        ...GIT_ENVIRONMENT,
        GIT_PROJECT_ROOT: context.root,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_PROTOCOL: headerText(request.headers, "git-protocol"),
        REQUEST_METHOD: request.method,
        PATH_INFO: pathInfo,
        QUERY_STRING: query,
        CONTENT_TYPE: headerText(request.headers, "content-type"),
        CONTENT_LENGTH: String(request.body.length),
        HTTP_CONTENT_ENCODING: headerText(request.headers, "content-encoding"),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    context.running.add(child);
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", reject);
    child.on("close", () => {
      context.running.delete(child);
      resolve(parseCgi(Buffer.concat(output)));
    });
    // The backend may answer without reading everything.
    child.stdin.on("error", () => undefined);
    child.stdin.end(request.body);
  });

export const answerGit = async (request: GitRequest, context: GitContext): Promise<Reply> => {
  const { project: path = "", service = "", query = "" } = GIT_PATH.exec(request.path)?.groups ?? {};
  const project = authorize(request, path, context);
  if ("status" in project) return project;
  if (service === "git-receive-pack" || query.includes("git-receive-pack")) {
    return refuse(403, "You are not allowed to push code to this project.\n");
  }
  return runBackend(request, `/${project.store}/${service}`, query, context);
};
