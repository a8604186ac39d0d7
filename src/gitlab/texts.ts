/** What people write: snippets, wikis, issues, merge requests, notes, releases, files. */
import { type Api, BY_CREATION, PAGED, ROLES, addressOf, byId, nameOf, narrow, sinceQuery } from "./api.ts";
import type { GitLab, Place, Since } from "./gitlab.ts";
import type { Query } from "./paging.ts";
import type { GitLabSnippet, GitLabThread } from "./shapes.ts";
import { note, release, snippet, thread, treeEntry, wikiPage } from "./text-answers.ts";

type Texts = Pick<
  GitLab,
  | "snippets"
  | "personalSnippets"
  | "snippetFile"
  | "wikiPages"
  | "issues"
  | "mergeRequests"
  | "notes"
  | "releases"
  | "tree"
  | "rawFile"
>;

async function* keepPersonal(snippets: AsyncIterable<GitLabSnippet>): AsyncGenerator<GitLabSnippet> {
  for await (const item of snippets) if (item.projectId === null) yield item;
}

const createSnippets = (api: Api): Pick<Texts, "snippets" | "personalSnippets" | "snippetFile"> => {
  const { to, reader } = api;
  const read = (what: string, address: () => Promise<unknown>) =>
    reader.many({
      subject: { what, role: ROLES.guest },
      address,
      query: PAGED,
      schema: snippet,
      identify: byId,
    });
  return {
    snippets: (projectId) =>
      read(`the snippets of project ${projectId}`, () => to.ProjectSnippets.all(projectId)),
    personalSnippets: (whose) =>
      keepPersonal(
        read(
          "the personal snippets",
          whose === "own" ? () => to.Snippets.all() : addressOf(api, "snippets/all"),
        ),
      ),
    snippetFile: ({ id, projectId }, { path, ref }, most) => {
      const ofProject = () =>
        ref === ""
          ? to.ProjectSnippets.showContent(projectId ?? 0, id)
          : to.ProjectSnippets.showRepositoryFileContent(projectId ?? 0, id, ref, path);
      const ofPerson = () =>
        ref === "" ? to.Snippets.showContent(id) : to.Snippets.showRepositoryFileContent(id, ref, path);
      const address = projectId === null ? ofPerson : ofProject;
      return reader.file({ subject: { what: `a file of snippet ${id}`, role: ROLES.guest }, address }, most);
    },
  };
};

const createThreads = ({ to, reader }: Api): Pick<Texts, "issues" | "mergeRequests"> => {
  const read = (what: string, address: () => Promise<unknown>, since: Since, paging: Query) =>
    narrow(
      reader.many({
        subject: { what, role: ROLES.guest },
        address,
        query: { scope: "all", ...paging, ...sinceQuery(since) },
        schema: thread,
        identify: byId,
      }),
      since,
      {
        updatedAt: (item: GitLabThread) => item.updatedAt,
        createdAt: (item: GitLabThread) => item.createdAt,
        // An order that reading cannot disturb: what is changed meanwhile stays at its place.
        isNewestFirst: false,
      },
    );
  const { page: _page, ...byCreation } = BY_CREATION;
  return {
    issues: (projectId, since = {}) =>
      read(`the issues of project ${projectId}`, () => to.Issues.all({ projectId }), since, {
        pagination: "keyset",
        ...byCreation,
      }),
    mergeRequests: (projectId, since = {}) =>
      read(
        `the merge requests of project ${projectId}`,
        () => to.MergeRequests.all({ projectId }),
        since,
        BY_CREATION,
      ),
  };
};

const readWiki = ({ to, reader }: Api, place: Place) =>
  // One answer: this list has no pages.
  reader.many({
    subject: { what: `the wiki of ${nameOf(place)}`, role: ROLES.guest },
    address: () => ("project" in place ? to.ProjectWikis.all(place.project) : to.GroupWikis.all(place.group)),
    query: { with_content: "1" },
    schema: wikiPage,
    identify: (page) => page.slug,
  });

const createNotes = ({ to, reader }: Api): Texts["notes"] => {
  const kinds = {
    issues: { word: "issue", api: to.IssueNotes },
    merge_requests: { word: "merge request", api: to.MergeRequestNotes },
    snippets: { word: "snippet", api: to.ProjectSnippetNotes },
  };
  return (projectId, of, number) => {
    const { word, api } = kinds[of];
    return reader.many({
      subject: { what: `the notes of ${word} ${number} of project ${projectId}`, role: ROLES.guest },
      address: () => api.all(projectId, number),
      query: { activity_filter: "only_comments", ...BY_CREATION },
      schema: note,
      identify: byId,
    });
  };
};

export const createTexts = (api: Api): Texts => {
  const { to, reader } = api;
  return {
    ...createSnippets(api),
    wikiPages: (place) => readWiki(api, place),
    ...createThreads(api),
    notes: createNotes(api),
    releases: (projectId) =>
      reader.many({
        subject: { what: `the releases of project ${projectId}`, role: ROLES.guest },
        address: () => to.ProjectReleases.all(projectId),
        query: BY_CREATION,
        schema: release,
        identify: ({ tag }) => tag,
      }),
    tree: (projectId, ref) =>
      reader.many({
        subject: { what: `the files of project ${projectId}`, role: ROLES.reporter },
        address: () => to.Repositories.allRepositoryTrees(projectId),
        query: { ref, recursive: "true", pagination: "keyset", per_page: "100" },
        schema: treeEntry,
        identify: ({ path }) => path,
      }),
    rawFile: (projectId, path, ref, most) =>
      reader.file(
        {
          subject: { what: `a file of project ${projectId}`, role: ROLES.reporter },
          address: () => to.RepositoryFiles.showRaw(projectId, path, ref),
        },
        most,
      ),
  };
};
