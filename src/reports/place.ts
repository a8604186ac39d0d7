/** Reads a location: its path, its variable, the commit that brought it, and the words for it. */
import type { EntryLocation } from "../model/inventory.ts";
import {
  type Introduction,
  isResource,
  type Provenance,
  type Resource,
  type ResourceKind,
} from "../model/provenance.ts";

type Variable = Extract<Provenance, { readonly kind: "variable" }>;

/** Path of a file in a repository or folder. */
export const pathOf = (provenance: Provenance): string | undefined =>
  "path" in provenance && !isResource(provenance) && provenance.path !== "" ? provenance.path : undefined;

/** `#12 note 5`, `job 4711`. */
export const nameOfResource = ({ item, path }: Resource): string => (path === "" ? item : `${item} ${path}`);

export const variableOf = (provenance: Provenance): Variable | undefined =>
  provenance.kind === "variable" ? provenance : undefined;

export const introductionOf = (provenance: Provenance): Introduction | null =>
  "introduced" in provenance ? provenance.introduced : null;

const RESOURCE_NAMES: Readonly<Record<ResourceKind, string>> = {
  schedule: "pipeline schedule",
  "pipeline-variable": "variable of",
  "ci-config": "",
  "job-log": "log of",
  artifact: "artifact of",
  snippet: "snippet",
  wiki: "wiki page",
  issue: "issue",
  "merge-request": "merge request",
  release: "release",
  "terraform-state": "Terraform state",
  webhook: "webhook",
  integration: "integration",
  "secure-file": "secure file",
  credential: "",
};

/** Only old commits show it. */
export const isPast = (provenance: Provenance): boolean =>
  provenance.kind === "history" || provenance.kind === "commit-message";

/** A file as it is now. */
export const isAtHead = (provenance: Provenance): boolean =>
  provenance.kind === "worktree" || provenance.kind === "pipeline";

const joinPosition = (path: string, { region }: EntryLocation): string =>
  region === null ? path : `${path}:${region.line}:${region.column}`;

const describeVariable = ({ key, environmentScope, flags }: Variable): string => {
  const traits = [
    environmentScope === "*" ? "all environments" : environmentScope,
    flags.hidden ? "hidden" : flags.masked ? "masked" : "unmasked",
    ...(flags.protected ? ["protected"] : []),
    ...(flags.type === "file" ? ["file"] : []),
  ];
  return `variable ${key} (${traits.join(", ")})`;
};

/** Where within its target, in words. Untrusted text. */
export const describePlace = (location: EntryLocation): string => {
  const { provenance } = location;
  switch (provenance.kind) {
    case "variable":
      return describeVariable(provenance);
    case "commit-message":
      return joinPosition(
        `message of commit ${provenance.introduced?.commit.slice(0, 12) ?? "unknown"}`,
        location,
      );
    case "pipeline":
      return (
        joinPosition(provenance.path, location) + (provenance.job === null ? "" : `, job ${provenance.job}`)
      );
    case "history":
      return `${joinPosition(provenance.path, location)}, in history`;
    case "worktree":
    case "stdin":
      return joinPosition(provenance.path === "" ? provenance.kind : provenance.path, location);
    default:
      return joinPosition(
        [RESOURCE_NAMES[provenance.kind], nameOfResource(provenance)].filter((name) => name !== "").join(" "),
        location,
      );
  }
};
