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
}

const readText = (fields: Fields, name: string, shared: Shared): Text =>
  fields.has(name)
    ? replacePlaceholders(fields.text(name), shared.values, `${fields.where}.${name}`)
    : NO_TEXT;

const readThread = (fields: Fields, shared: Shared): Thread => ({
  iid: fields.number("iid"),
  title: fields.text("title"),
  description: readText(fields, "description", shared),
  author: shared.person(fields.text("author", "ada"), fields.where),
  notes: readAll(fields, "notes", (note) => ({
    id: note.number("id"),
    author: shared.person(note.text("author", "ben"), note.where),
    body: readText(note, "body", shared),
    system: note.flag("system"),
  })),
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

/** @param fields the project's; every part may be left out. */
export const readBeside = (fields: Fields, shared: Shared): Beside => ({
  snippets: readAll(fields, "snippets", (item) => ({
    id: item.number("id"),
    title: item.text("title"),
    description: readText(item, "description", shared),
    author: shared.person(item.text("author", "ada"), item.where),
    files: readTexts(item, "files", shared),
  })),
  wiki: readTexts(fields, "wiki", shared),
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
  states: readTexts(fields, "terraform_states", shared),
  secureFiles: readAll(fields, "secure_files", (item) => ({
    id: item.number("id"),
    name: item.text("name"),
    content: readText(item, "content", shared),
  })),
});
