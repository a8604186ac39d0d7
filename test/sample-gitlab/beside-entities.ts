/** JSON shapes of what stands beside the code (docs.gitlab.com/api); the fields a crawler sees. */
import type { Item } from "./answers.ts";
import type { Beside, Credential, Note, Release, Snippet, Thread } from "./beside.ts";
import type { Group, Project } from "./company.ts";
import { userEntity, type View } from "./entities.ts";

const CREATED = "2024-01-02T10:00:00.000Z";
const UPDATED = "2024-01-03T10:00:00.000Z";

/** @param project null: a person's. */
export const snippetEntity = (snippet: Snippet, project: Project | null, { base }: View): Item => {
  const webUrl = `${base}${project === null ? "" : `/${project.path}`}/-/snippets/${snippet.id}`;
  return {
    id: snippet.id,
    title: snippet.title,
    description: snippet.description.text,
    visibility: "private",
    author: userEntity(snippet.author, base),
    created_at: CREATED,
    updated_at: UPDATED,
    project_id: project?.id ?? null,
    web_url: webUrl,
    raw_url: `${webUrl}/raw`,
    file_name: snippet.files[0]?.[0] ?? "",
    files: snippet.files.map(([path]) => ({
      path,
      raw_url: `${webUrl}/raw/main/${path.split("/").map(encodeURIComponent).join("/")}`,
    })),
  };
};

export const wikiEntity = ([slug, content]: Beside["wiki"][number], withContent: boolean): Item => ({
  format: "markdown",
  slug,
  title: slug,
  wiki_page_meta_id: null,
  ...(withContent ? { content: content.text, encoding: "UTF-8" } : {}),
});

export const threadEntity = (
  thread: Thread,
  project: Project,
  { base, kind }: View & { readonly kind: "issues" | "merge_requests" },
): Item => ({
  id: project.id * 1000 + thread.iid,
  iid: thread.iid,
  project_id: project.id,
  title: thread.title,
  description: thread.description.text,
  state: "opened",
  created_at: CREATED,
  updated_at: UPDATED,
  closed_at: null,
  labels: [],
  author: userEntity(thread.author, base),
  assignees: [],
  user_notes_count: thread.notes.filter(({ system }) => !system).length,
  web_url: `${base}/${project.path}/-/${kind}/${thread.iid}`,
  ...(kind === "issues"
    ? { confidential: false, issue_type: "issue" }
    : { source_branch: "feature", target_branch: project.defaultBranch, draft: false, sha: "0".repeat(40) }),
});

export const noteEntity = (note: Note, thread: Pick<Thread, "iid"> | null, base: string): Item => ({
  id: note.id,
  type: null,
  body: note.body.text,
  author: userEntity(note.author, base),
  created_at: CREATED,
  updated_at: UPDATED,
  system: note.system,
  noteable_iid: thread?.iid ?? null,
  resolvable: false,
  confidential: false,
  internal: false,
});

export const releaseEntity = (release: Release, project: Project, { base }: View): Item => ({
  tag_name: release.tag,
  name: release.tag,
  description: release.description.text,
  created_at: CREATED,
  released_at: CREATED,
  upcoming_release: false,
  author: null,
  assets: {
    count: release.links.length,
    sources: [],
    links: release.links.map(({ name, url }, index) => ({
      id: index + 1,
      name,
      url: url.text,
      direct_asset_url: url.text,
      link_type: "other",
    })),
  },
  _links: { self: `${base}/${project.path}/-/releases/${release.tag}` },
});

export const hookEntity = (
  { id, name, url }: Beside["hooks"][number],
  owner: { readonly project_id: Project["id"] } | { readonly group_id: Group["id"] },
): Item => ({
  id,
  // The description of a group's webhook knows neither.
  ...("group_id" in owner ? {} : { name, description: null }),
  url: url.text,
  ...owner,
  created_at: CREATED,
  push_events: true,
  enable_ssl_verification: true,
  alert_status: "executable",
  custom_headers: [],
});

export const integrationEntity = (
  { slug, title, properties }: Beside["integrations"][number],
  { id, isWhole }: { readonly id: number; readonly isWhole: boolean },
): Item => ({
  id,
  title,
  slug,
  created_at: CREATED,
  updated_at: UPDATED,
  active: true,
  inherited: false,
  push_events: true,
  ...(isWhole ? { properties: JSON.parse(properties.text) } : {}),
});

const EXPIRED = "2025-01-01";
const VALID = "2099-12-31";

export const credentialEntity = (credential: Credential, base: string): Item => {
  const { id, kind, name, owner, scopes, expired } = credential;
  const expiresAt = expired ? EXPIRED : VALID;
  switch (kind) {
    case "deploy-token":
      return {
        id,
        name,
        username: `gitlab+deploy-token-${id}`,
        expires_at: `${expiresAt}T00:00:00.000Z`,
        scopes,
        revoked: false,
        expired,
      };
    case "access-token":
      return {
        id,
        name,
        user_id: owner.id,
        scopes,
        created_at: CREATED,
        expires_at: expiresAt,
        last_used_at: CREATED,
        active: !expired,
        revoked: false,
        access_level: 40,
      };
    case "trigger":
      return {
        id,
        // Others than its owner get its first characters.
        token: "glpt",
        description: name,
        created_at: CREATED,
        updated_at: CREATED,
        last_used: null,
        expires_at: null,
        owner: userEntity(owner, base),
      };
    case "deploy-key":
      return {
        id,
        title: name,
        key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleEx deploy",
        created_at: CREATED,
        expires_at: expired ? `${EXPIRED}T00:00:00.000Z` : null,
        can_push: false,
      };
  }
};

export const secureFileEntity = ({ id, name }: Beside["secureFiles"][number]): Item => ({
  id,
  name,
  checksum: "0".repeat(64),
  checksum_algorithm: "sha256",
  created_at: CREATED,
  expires_at: null,
  metadata: null,
  file_extension: name.split(".").at(-1) ?? "",
});
