/** The operations on what stands beside the code: one row each, written as in the OpenAPI description. */
import { groupLevel } from "./access.ts";
import { type Answer, forbidden, list, notFound, one } from "./answers.ts";
import type { BesideGroup, Credential, Snippet, Thread } from "./beside.ts";
import {
  credentialEntity,
  hookEntity,
  integrationEntity,
  noteEntity,
  releaseEntity,
  secureFileEntity,
  snippetEntity,
  threadEntity,
  wikiEntity,
} from "./beside-entities.ts";
import { type Group, LEVELS, type Project } from "./company.ts";
import { isSet } from "./lists.ts";
import type { Keyset } from "./paging.ts";
import { NO_TEXT, type Text } from "./placeholders.ts";
import { type Call, onGroup, onInstance, onProject, type Route } from "./route.ts";

const { guest, reporter, developer, maintainer, owner } = LEVELS;

const bytes = (text: Text, type = "application/octet-stream"): Answer => ({
  kind: "bytes",
  bytes: Buffer.from(text.text),
  headers: { "content-type": type },
});

const find = <Item>(items: readonly Item[], isIt: (item: Item) => boolean, what: string): Item => {
  const item = items.find(isIt);
  if (item === undefined) throw notFound(what);
  return item;
};

const findSnippet = (call: Call, snippets: readonly Snippet[], parameter: string): Snippet =>
  find(snippets, ({ id }) => String(id) === call.parameter(parameter), "Snippet");

const fileOf = (call: Call, snippet: Snippet): Answer => {
  const path = call.parameter("file_path");
  const [, text] = find(snippet.files, ([name]) => name === path && call.parameter("ref") === "main", "File");
  return bytes(text, "text/plain");
};

/** Without a path and a branch: its first file. */
const firstFileOf = ({ files: [first] }: Snippet): Answer => bytes(first?.[1] ?? NO_TEXT, "text/plain");

const snippetFile = (call: Call, { beside }: Project): Answer =>
  fileOf(call, findSnippet(call, beside.snippets, "snippet_id"));

const snippetNotes = (call: Call, { beside }: Project): Answer =>
  list(
    findSnippet(call, beside.snippets, "snippet_id").notes.map((note) => noteEntity(note, null, call.base)),
  );

/** All of them are private: their authors see them, and administrators. */
const visibleSnippets = ({ company, caller }: Call): readonly Snippet[] =>
  company.snippets.filter(
    ({ author }) => author === caller?.person || caller?.person.isAdministrator === true,
  );

const ownSnippets = ({ company, caller }: Call): readonly Snippet[] =>
  company.snippets.filter(({ author }) => author === caller?.person);

const personalSnippets = (call: Call, snippets: readonly Snippet[]): Answer =>
  list(snippets.map((item) => snippetEntity(item, null, call)));

const threads = (kind: "issues" | "merge_requests") => ({
  all: (call: Call, project: Project): Answer =>
    list(listThreads(project, kind).map((thread) => threadEntity(thread, project, { ...call, kind }))),
  notes: (call: Call, project: Project): Answer => {
    const iid = call.parameter(kind === "issues" ? "issue_iid" : "merge_request_iid");
    const thread = find(listThreads(project, kind), (item) => String(item.iid) === iid, "");
    return list(thread.notes.map((note) => noteEntity(note, thread, call.base)));
  },
});

const listThreads = ({ beside }: Project, kind: "issues" | "merge_requests"): readonly Thread[] =>
  kind === "issues" ? beside.issues : beside.mergeRequests;

const issues = threads("issues");
const mergeRequests = threads("merge_requests");

const credentials =
  (kind: Credential["kind"]) =>
  (call: Call, { beside }: Project | Group) =>
    list(
      beside.credentials
        .filter((credential) => credential.kind === kind)
        .map((item) => credentialEntity(item, call.base)),
    );

const integrationId = ({ id, beside }: Project | Group, item: BesideGroup["integrations"][number]): number =>
  id * 100 + beside.integrations.indexOf(item);

const integrations = (_: Call, owner: Project | Group): Answer =>
  list(
    owner.beside.integrations.map((item) =>
      integrationEntity(item, { id: integrationId(owner, item), isWhole: false }),
    ),
  );

const integration = (call: Call, owner: Project | Group): Answer => {
  const { integrations: all } = owner.beside;
  const found = find(all, ({ slug }) => slug === call.parameter("slug"), "Integration");
  return one(integrationEntity(found, { id: integrationId(owner, found), isWhole: true }));
};

const secureFile = (call: Call, { beside }: Project): Answer =>
  bytes(
    find(beside.secureFiles, ({ id }) => String(id) === call.parameter("secure_file_id"), "SecureFile")
      .content,
  );

const terraformState = (call: Call, { beside }: Project): Answer =>
  bytes(find(beside.states, ([name]) => name === call.parameter("name"), "")[1], "application/json");

const wiki = ({ query }: Call, beside: BesideGroup): Answer =>
  list(beside.wiki.map((page) => wikiEntity(page, isSet(query, "with_content", false))));

/** Of a private group members read it; others may see the group, because they see something below it. */
const groupWiki = (call: Call, group: Group): Answer => {
  const isMember = groupLevel(call.company, call.caller, group) >= guest;
  if (group.visibility === "private" && !isMember) throw forbidden();
  return wiki(call, group.beside);
};

const BUILDS = "builds";
const MERGE_REQUESTS = { role: reporter, needs: "merge_requests" } as const;
/** From 18.3 on. */
const BY_CREATION: Keyset = {
  by: "id",
  ascending: "cursor",
  descending: "cursor",
  orderBy: "created_at",
};

export const BESIDE_ROUTES: readonly Route[] = [
  onInstance("/snippets", (call) => personalSnippets(call, ownSnippets(call))),
  onInstance("/snippets/all", (call) => personalSnippets(call, visibleSnippets(call))),
  onInstance("/snippets/{id}/raw", (call) => firstFileOf(findSnippet(call, visibleSnippets(call), "id"))),
  onProject(
    "/projects/{id}/snippets/{snippet_id}/raw",
    (call, { beside }) => firstFileOf(findSnippet(call, beside.snippets, "snippet_id")),
    { needs: "snippets" },
  ),
  onInstance("/snippets/{id}/files/{ref}/{file_path}/raw", (call) =>
    fileOf(call, findSnippet(call, visibleSnippets(call), "id")),
  ),
  onGroup("/groups/{id}/wikis", groupWiki, { pages: false }),
  onGroup(
    "/groups/{id}/hooks",
    (_, { id, beside }) => list(beside.hooks.map((hook) => hookEntity(hook, { group_id: id }))),
    { role: owner },
  ),
  onGroup("/groups/{id}/deploy_tokens", credentials("deploy-token"), { role: owner }),
  onGroup("/groups/{id}/access_tokens", credentials("access-token"), { role: owner }),
  onGroup("/groups/{id}/integrations", integrations, { role: owner, pages: false }),
  onGroup("/groups/{id}/integrations/{slug}", integration, { role: owner }),
  onProject("/projects/{id}/deploy_tokens", credentials("deploy-token"), { role: maintainer }),
  onProject("/projects/{id}/access_tokens", credentials("access-token"), { role: maintainer }),
  onProject("/projects/{id}/triggers", credentials("trigger"), { role: maintainer, needs: BUILDS }),
  onProject("/projects/{id}/deploy_keys", credentials("deploy-key"), { role: maintainer }),
  onProject(
    "/projects/{id}/snippets",
    (call, project) => list(project.beside.snippets.map((item) => snippetEntity(item, project, call))),
    { needs: "snippets" },
  ),
  onProject("/projects/{id}/snippets/{snippet_id}/files/{ref}/{file_path}/raw", snippetFile, {
    needs: "snippets",
  }),
  onProject("/projects/{id}/snippets/{snippet_id}/notes", snippetNotes, { needs: "snippets" }),
  onProject("/projects/{id}/wikis", (call, { beside }) => wiki(call, beside), {
    needs: "wiki",
    pages: false,
  }),
  onProject("/projects/{id}/issues", issues.all, { needs: "issues", keyset: BY_CREATION }),
  onProject("/projects/{id}/issues/{issue_iid}/notes", issues.notes, { needs: "issues" }),
  onProject("/projects/{id}/merge_requests", mergeRequests.all, MERGE_REQUESTS),
  onProject("/projects/{id}/merge_requests/{merge_request_iid}/notes", mergeRequests.notes, MERGE_REQUESTS),
  onProject(
    "/projects/{id}/releases",
    (call, project) => list(project.beside.releases.map((item) => releaseEntity(item, project, call))),
    { needs: "releases" },
  ),
  onProject(
    "/projects/{id}/hooks",
    (_, { id, beside }) => list(beside.hooks.map((hook) => hookEntity(hook, { project_id: id }))),
    { role: maintainer },
  ),
  onProject("/projects/{id}/integrations", integrations, { role: maintainer, pages: false }),
  onProject("/projects/{id}/integrations/{slug}", integration, { role: maintainer }),
  onProject(
    "/projects/{id}/secure_files",
    (_, { beside }) => list(beside.secureFiles.map(secureFileEntity)),
    {
      role: developer,
      needs: BUILDS,
    },
  ),
  onProject("/projects/{id}/secure_files/{secure_file_id}/download", secureFile, {
    role: developer,
    needs: BUILDS,
  }),
  onProject("/projects/{id}/terraform/state/{name}", terraformState, {
    role: developer,
    needs: "infrastructure",
  }),
];
