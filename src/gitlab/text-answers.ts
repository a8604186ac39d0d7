/** Answers about what people write: unknown fields are dropped, optional ones get the port's defaults. */
import * as v from "valibot";
import { count, flag, id, jsonText, person, text } from "./fields.ts";
import type {
  GitLabHook,
  GitLabNote,
  GitLabRelease,
  GitLabSnippet,
  GitLabSnippetFile,
  GitLabThread,
  GitLabTreeEntry,
  GitLabWikiPage,
} from "./shapes.ts";

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `…/-/snippets/12/raw/main/dir/file.txt` → `main`; branches may have slashes, so it is what stands before the path. */
const readRef = (rawUrl: string, path: string): string => {
  const rest = decode(rawUrl.split(/\/snippets\/\d+\/raw\//, 2)[1] ?? "");
  return rest.endsWith(`/${path}`) ? rest.slice(0, -path.length - 1) : "HEAD";
};

const snippetFile = v.pipe(
  v.object({ path: v.string(), raw_url: text }),
  v.transform(({ path, raw_url: url }): GitLabSnippetFile => ({ path, ref: readRef(url, path) })),
);

/** Before 13.0 a snippet was one text without a repository. */
const onlyFile = (name: string): readonly GitLabSnippetFile[] => [{ path: name, ref: "" }];

export const snippet = v.pipe(
  v.object({
    id,
    project_id: v.nullish(id, null),
    title: text,
    description: text,
    file_name: text,
    author: person,
    updated_at: text,
    web_url: text,
    files: v.nullish(v.array(snippetFile), null),
  }),
  v.transform((raw): GitLabSnippet => ({
    id: raw.id,
    projectId: raw.project_id,
    title: raw.title,
    description: raw.description,
    author: raw.author,
    updatedAt: raw.updated_at,
    webUrl: raw.web_url,
    files: raw.files ?? onlyFile(raw.file_name),
  })),
);

export const wikiPage = v.pipe(
  v.object({ slug: v.string(), title: text, content: text }),
  v.transform((raw): GitLabWikiPage => raw),
);

export const thread = v.pipe(
  v.object({
    id,
    iid: id,
    title: text,
    description: text,
    author: person,
    state: text,
    created_at: text,
    updated_at: text,
    web_url: text,
    user_notes_count: count,
  }),
  v.transform((raw): GitLabThread => ({
    id: raw.id,
    iid: raw.iid,
    title: raw.title,
    description: raw.description,
    author: raw.author,
    state: raw.state,
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
    webUrl: raw.web_url,
    notes: raw.user_notes_count,
  })),
);

export const note = v.pipe(
  v.object({ id, body: text, author: person, system: flag, updated_at: text }),
  v.transform((raw): GitLabNote => ({
    id: raw.id,
    body: raw.body,
    author: raw.author,
    system: raw.system,
    updatedAt: raw.updated_at,
  })),
);

export const release = v.pipe(
  v.object({
    tag_name: v.string(),
    name: text,
    description: text,
    author: person,
    assets: v.nullish(v.object({ links: v.nullish(v.array(v.object({ name: text, url: text })), []) }), {
      links: [],
    }),
    _links: v.nullish(v.object({ self: text }), { self: "" }),
  }),
  v.transform((raw): GitLabRelease => ({
    tag: raw.tag_name,
    name: raw.name,
    description: raw.description,
    author: raw.author,
    links: raw.assets.links,
    webUrl: raw._links.self,
  })),
);

const headers = v.nullish(v.array(v.object({ key: text })), []);

export const hook = v.pipe(
  v.object({
    id,
    name: text,
    description: text,
    url: text,
    push_events_branch_filter: text,
    custom_webhook_template: text,
    custom_headers: headers,
    url_variables: headers,
  }),
  v.transform((raw): GitLabHook => {
    const settings = Object.entries({
      description: raw.description,
      branches: raw.push_events_branch_filter,
      template: raw.custom_webhook_template,
      headers: raw.custom_headers.map(({ key }) => key),
      variables: raw.url_variables.map(({ key }) => key),
    }).filter(([, value]) => value.length > 0);
    return {
      id: raw.id,
      name: raw.name,
      url: raw.url,
      settings: JSON.stringify(Object.fromEntries(settings)),
    };
  }),
);

/** As the list has it. */
export const integration = v.object({
  id,
  slug: v.string(),
  title: text,
  active: flag,
  inherited: flag,
});

/** Of the single one the properties alone, which it alone has. */
export const integrationDetails = v.object({ properties: jsonText });

export const treeEntry = v.pipe(
  v.object({ id: text, path: v.string(), type: text }),
  v.transform((raw): GitLabTreeEntry => raw),
);
