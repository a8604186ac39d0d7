/** Brings a project's repository here, or says why not: the other sources of the project are read all the same. */
import { type CloneRequest, cloneRepository, listRemoteRefs } from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import type { OpenedRepository } from "../git/repository.ts";
import type { GitLabProject } from "../gitlab/gitlab.ts";
import { textOf, VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { makeGap } from "../sources/source.ts";
import { isFatal } from "./fatal.ts";

export interface CloneSettings {
  readonly token: string;
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
  readonly tempParent: string;
  readonly owner: number;
}

export interface Cloning {
  /** Base URL of the GitLab: its host alone gets the token. */
  readonly gitlabUrl: string;
  readonly settings: CloneSettings;
  readonly git: GitContext;
}

export interface Cloned {
  readonly repository: OpenedRepository | null;
  /** Tip by ref of what is here now; null where nothing is. */
  readonly refs: Readonly<Record<string, string>> | null;
  readonly gap: Gap | null;
}

const makeRequest = (
  { gitlabUrl, settings }: Cloning,
  project: GitLabProject,
  { url, folder }: { readonly url: string; readonly folder: string },
): CloneRequest => ({
  url,
  folder,
  token: settings.token,
  host: new URL(gitlabUrl).host,
  project: project.pathWithNamespace,
  caFile: settings.caFile,
  timeoutMs: settings.timeoutMs,
});

const refuse = (gap: Gap): Cloned => ({ repository: null, refs: null, gap });

/** @param folder empty, and ours. */
export const cloneProject = async (
  cloning: Cloning,
  project: GitLabProject,
  folder: string,
): Promise<Cloned> => {
  const { httpUrlToRepo: url } = project;
  if (url === null) {
    const text = textOf("GIT_CLONE_FAILED", {
      project: project.pathWithNamespace,
      detail: "the token cannot see its code",
    });
    return refuse(makeGap("history", "", { code: "GIT_CLONE_FAILED", ...text }));
  }
  try {
    const mirror = await cloneRepository(makeRequest(cloning, project, { url, folder }), cloning.git);
    return { ...mirror, gap: null };
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    const { code, message, hint } = error;
    return refuse(makeGap("history", "", { code, message, hint }));
  }
};

/** What a clone would bring; null where nobody can say. @param folder ours. */
export const listProjectRefs = async (
  cloning: Cloning,
  project: GitLabProject,
  folder: string,
): Promise<Readonly<Record<string, string>> | null> => {
  const { httpUrlToRepo: url } = project;
  return url === null ? null : listRemoteRefs(makeRequest(cloning, project, { url, folder }), cloning.git);
};
