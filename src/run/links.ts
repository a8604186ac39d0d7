/** Links a person can open for a place in GitLab. */
import type { Provenance } from "../model/provenance.ts";
import type { Region } from "../model/region.ts";
import type { Target } from "../model/target.ts";

const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** @param head commit at the tip of the default branch, or null. Returns "" where there is nothing to open. */
export const makeLink = (
  target: Target,
  provenance: Provenance,
  { region, head }: { readonly region: Region | null; readonly head: string | null },
): string => {
  if (target.kind !== "project" && target.kind !== "group" && target.kind !== "instance") return "";
  switch (provenance.kind) {
    case "variable":
      return target.kind === "instance"
        ? `${target.webUrl}/admin/application_settings/ci_cd`
        : `${target.webUrl}/-/settings/ci_cd`;
    case "worktree":
    case "pipeline":
      return head === null
        ? ""
        : `${target.webUrl}/-/blob/${head}/${encodePath(provenance.path)}${region === null ? "" : `#L${region.line}`}`;
    case "history":
    case "commit-message":
      return provenance.introduced === null
        ? ""
        : `${target.webUrl}/-/commit/${provenance.introduced.commit}`;
    case "stdin":
      return "";
    default:
      return provenance.webUrl;
  }
};
