/** Findings in the merged CI configuration that stand in a file as well: the file is the better place. */
import type { SealedFinding } from "../model/sealed-finding.ts";

/** @param findings all of one project. What only older commits hold is no file: there the configuration is the news. */
export const dropMergedCopies = (findings: readonly SealedFinding[]): readonly SealedFinding[] => {
  const inFiles = new Set(
    findings.flatMap(({ secretId, location: { provenance } }) =>
      provenance.kind === "worktree" || provenance.kind === "pipeline" ? [secretId] : [],
    ),
  );
  return findings.filter(
    ({ secretId, location }) => location.provenance.kind !== "ci-config" || !inFiles.has(secretId),
  );
};
