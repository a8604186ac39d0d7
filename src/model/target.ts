/** What is scanned as one unit: its facts are stored together or not at all. */
import type { TargetId } from "./ids.ts";

export type Target =
  | {
      readonly kind: "project";
      readonly id: TargetId;
      /** Full path, `acme/shop/api`. */
      readonly path: string;
      readonly name: string;
      readonly webUrl: string;
      readonly archived: boolean;
      readonly visibility: string;
      /** Group targets from the top group down to the project's own group. */
      readonly groups: readonly TargetId[];
      readonly defaultBranch: string | null;
      /** Where the pipeline is defined, if not in `.gitlab-ci.yml`; may point to another project or host. */
      readonly ciConfigPath?: string;
    }
  | {
      readonly kind: "group";
      readonly id: TargetId;
      readonly path: string;
      readonly name: string;
      readonly webUrl: string;
      /** Ancestor group targets from the top down, without this one. */
      readonly groups: readonly TargetId[];
    }
  /** The GitLab itself: what belongs to no group and no project. */
  | {
      readonly kind: "instance";
      readonly id: TargetId;
      /** Its address, without a slash at the end. */
      readonly path: string;
      readonly name: string;
      readonly webUrl: string;
    }
  | {
      readonly kind: "repository" | "folder";
      readonly id: TargetId;
      readonly path: string;
      readonly name: string;
    }
  | { readonly kind: "stdin"; readonly id: TargetId; readonly path: string; readonly name: string };

/** Path of the file that defines the pipeline; null: another project's or a URL, read where it lives. */
export const pipelineFileOf = (target: Target): string | null => {
  const configured = target.kind === "project" ? (target.ciConfigPath ?? "") : "";
  if (configured === "") return ".gitlab-ci.yml";
  return /^https?:|@/.test(configured) ? null : configured;
};
