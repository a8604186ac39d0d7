/** What a project of the sample keeps beside its code: snippets, wiki, issues, hooks, tokens, …; read from the fixture. */
import type { Person } from "./company.ts";
import { type Fields, readAll } from "./fields.ts";
import { NO_TEXT, replacePlaceholders, type Text } from "./placeholders.ts";
import { readTexts, type Shared } from "./read-shared.ts";

export interface Snippet {
  readonly id: number;
  readonly title: string;
  readonly description: Text;
  readonly author: Person;
  readonly files: readonly (readonly [string, Text])[];
  /** Of a project's. */
  readonly notes: readonly Note[];
}

export interface Note {
  readonly id: number;
  readonly author: Person;
  readonly body: Text;
  /** Written by GitLab. */
  readonly system: boolean;
}

export interface Thread {
  readonly iid: number;
  readonly title: string;
  readonly description: Text;
  readonly author: Person;
  readonly notes: readonly Note[];
}

export interface Release {
  readonly tag: string;
  readonly description: Text;
  readonly links: readonly { readonly name: string; readonly url: Text }[];
}

export interface Credential {
  readonly id: number;
  readonly kind: "deploy-token" | "access-token" | "trigger" | "deploy-key";
  readonly name: string;
  readonly owner: Person;
  readonly scopes: readonly string[];
  readonly expired: boolean;
}

/** What a group keeps beside its variables; wiki and webhooks are Premium. */
export type BesideGroup = Pick<Beside, "credentials" | "hooks" | "integrations" | "wiki">;

export interface Beside {
  readonly snippets: readonly Snippet[];
  readonly wiki: readonly (readonly [string, Text])[];
  readonly issues: readonly Thread[];
  readonly mergeRequests: readonly Thread[];
  readonly releases: readonly Release[];
  readonly hooks: readonly { readonly id: number; readonly name: string; readonly url: Text }[];
  readonly integrations: readonly {
    readonly slug: string;
    readonly title: string;
    readonly properties: Text;
  }[];
  readonly credentials: readonly Credential[];
  readonly states: readonly (readonly [string, Text])[];
  readonly secureFiles: readonly { readonly id: number; readonly name: string; readonly content: Text }[];
  /** Pipeline files on other hosts that its own includes, by address. */
  readonly remoteIncludes: readonly (readonly [string, Text])[];
}

const readText = (fields: Fields, name: string, shared: Shared): Text =>
  fields.has(name)
    ? replacePlaceholders(fields.text(name), shared.values, `${fields.where}.${name}`)
    : NO_TEXT;

const readNotes = (fields: Fields, shared: Shared): readonly Note[] =>
  readAll(fields, "notes", (note) => ({
    id: note.number("id"),
    author: shared.person(note.text("author", "ben"), note.where),
    body: readText(note, "body", shared),
    system: note.flag("system"),
  }));

export const readSnippet = (item: Fields, shared: Shared): Snippet => ({
  id: item.number("id"),
  title: item.text("title"),
  description: readText(item, "description", shared),
  author: shared.person(item.text("author", "ada"), item.where),
  files: readTexts(item, "files", shared),
  notes: readNotes(item, shared),
});

const readThread = (fields: Fields, shared: Shared): Thread => ({
  iid: fields.number("iid"),
  title: fields.text("title"),
  description: readText(fields, "description", shared),
  author: shared.person(fields.text("author", "ada"), fields.where),
  notes: readNotes(fields, shared),
});

const KINDS = ["deploy-token", "access-token", "trigger", "deploy-key"] as const;

export const readCredential = (fields: Fields, shared: Shared): Credential => {
  const kind = KINDS.find((known) => known === fields.text("kind"));
  if (kind === undefined) throw new Error(`${fields.where}.kind: unknown`);
  return {
    id: fields.number("id"),
    kind,
    name: fields.text("name"),
    owner: shared.person(fields.text("owner", "ada"), fields.where),
    scopes: fields.texts("scopes"),
    expired: fields.flag("expired"),
  };
};

/** @param fields the group's; every part may be left out. */
export const readBesideGroup = (fields: Fields, shared: Shared): BesideGroup => ({
  wiki: readTexts(fields, "wiki", shared),
  hooks: readAll(fields, "hooks", (item) => ({
    id: item.number("id"),
    name: item.text("name", ""),
    url: readText(item, "url", shared),
  })),
  integrations: readAll(fields, "integrations", (item) => ({
    slug: item.text("slug"),
    title: item.text("title"),
    properties: readText(item, "properties", shared),
  })),
  credentials: readAll(fields, "credentials", (item) => readCredential(item, shared)),
});

/** @param fields the project's; every part may be left out. */
export const readBeside = (fields: Fields, shared: Shared): Beside => ({
  ...readBesideGroup(fields, shared),
  snippets: readAll(fields, "snippets", (item) => readSnippet(item, shared)),
  issues: readAll(fields, "issues", (item) => readThread(item, shared)),
  mergeRequests: readAll(fields, "merge_requests", (item) => readThread(item, shared)),
  releases: readAll(fields, "releases", (item) => ({
    tag: item.text("tag"),
    description: readText(item, "description", shared),
    links: readAll(item, "links", (link) => ({
      name: link.text("name"),
      url: readText(link, "url", shared),
    })),
  })),
  states: readTexts(fields, "terraform_states", shared),
  secureFiles: readAll(fields, "secure_files", (item) => ({
    id: item.number("id"),
    name: item.text("name"),
    content: readText(item, "content", shared),
  })),
  remoteIncludes: readTexts(fields, "remote_includes", shared),
});
