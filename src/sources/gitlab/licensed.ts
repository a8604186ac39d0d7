/** What groups have in paid plans only: where there is no such thing, a refusal is no gap. */
import type { GitLab } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { type GroupReading, hasCode, toGap } from "./resource.ts";

/** Asked once per sweep. */
const editions = new WeakMap<GitLab, Promise<boolean>>();

/** The Community Edition has no paid plans; where GitLab does not say what it is, it may have them. */
const mayBePaid = (gitlab: GitLab): Promise<boolean> => {
  const known = editions.get(gitlab);
  if (known !== undefined) return known;
  const asked = gitlab.metadata().then(
    ({ enterprise }) => enterprise,
    // Throws what ends the sweep.
    (error: unknown) => toGap(error, "wiki", "") !== null,
  );
  editions.set(gitlab, asked);
  return asked;
};

/**
 * GitLab answers 403 or 404 alike where the plan has no such thing and where the role is too small; the group's own
 * description tells them apart.
 */
export async function* readLicensed(
  { gitlab, id }: GroupReading,
  read: () => AsyncIterable<SourceItem>,
): AsyncGenerator<SourceItem> {
  if (!(await mayBePaid(gitlab))) return;
  try {
    yield* read();
  } catch (error) {
    const isRefused = hasCode(error, "GITLAB_FORBIDDEN", "GITLAB_NOT_FOUND");
    if (!isRefused || (await gitlab.group(id)).isLicensed) throw error;
  }
}
