/** The fixture of the sample company and its reader. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { TOKEN_NAMES } from "./company.ts";
import { readCompany } from "./read-company.ts";

const FIXTURE = fileURLToPath(new URL("../../fixtures/sample-gitlab", import.meta.url));

describe("the sample company", () => {
  const company = readCompany();
  const project = (path: string) => company.projects.find((candidate) => candidate.path === path);

  it("is written without any of its secrets", () => {
    const files = readdirSync(FIXTURE, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".yml"))
      .map((path) => readFileSync(join(FIXTURE, path), "utf8"));
    const tokens = company.tokens.map(({ value }) => value);
    const planted = [...company.values.values()].filter(({ kind }) => kind === "planted");
    const shown = [...tokens, ...planted.map(({ value }) => value)].filter((value) =>
      files.some((file) => file.includes(value)),
    );
    expect(files.length).toBeGreaterThan(12);
    expect(shown).toEqual([]);
  });

  it("gives every label and token a value of its own", () => {
    const values = [...company.values.values(), ...company.tokens].map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
  });

  it("holds the kinds of projects that crawlers stumble over", () => {
    expect(project("acme/platform/empty")?.history.commits).toEqual([]);
    expect(project("acme/platform/monolith")?.history.commits).toHaveLength(2000);
    expect(project("acme/web/legacy")).toMatchObject({ archived: true, ciConfigPath: "" });
    expect(project("acme/web/landing-page")?.ciConfigPath).toBe(null);
    expect(project("acme/web/shop-fork")?.forkedFrom).toBe("acme/web/shop");
    expect(project("acme/platform/no-code")?.repositoryAccess).toBe("disabled");
    expect(project("acme/platform/runners")?.buildsAccess).toBe("disabled");
    expect(project("acme/platform/retired")?.markedForDeletionOn).toBe("2026-01-31");
    expect(project("partner/toolkit")?.sharedWith.has("acme")).toBe(true);
    expect(project("acme/platform/release-notes")?.ciConfigPath).toContain("@acme/platform/ci-templates:");
  });

  it("masks only what GitLab can mask: one line, eight characters or more, no spaces", () => {
    const variables = [...company.groups, ...company.projects].flatMap((owner) => owner.variables);
    const masked = variables.filter((variable) => variable.masked && !variable.hidden);
    expect(masked.length).toBeGreaterThan(10);
    expect(masked.filter(({ value }) => !/^\S{8,}$/.test(value?.text ?? "")).map(({ key }) => key)).toEqual(
      [],
    );
    expect(variables.filter(({ hidden }) => hidden).map(({ value }) => value)).toEqual([null, null]);
  });

  it("keeps text with braces that are no placeholders", () => {
    const head = project("acme/platform/infrastructure/cluster")?.history.head;
    expect(head?.get("charts/api/templates/secret.yaml")?.text).toContain(
      "{{ .Values.database.password | quote }}",
    );
    expect(head?.get(".github/workflows/sync.yml")?.text).toContain("${{ secrets.DEPLOY_TOKEN }}");
  });

  it("indents the further lines of a value like its first", () => {
    const text = project("acme/platform/infrastructure/cluster")?.history.head.get(
      "manifests/tenant.yaml",
    )?.text;
    const lines = text?.split("\n").slice(5, -1) ?? [];
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !line.startsWith("    "))).toEqual([]);
  });
});

describe("reading a company", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const write = (project: string, company = ""): string => {
    const folder = mkdtempSync(join(tmpdir(), "vaultbound-company-"));
    folders.push(folder);
    mkdirSync(join(folder, "projects", "acme"), { recursive: true });
    const tokens = TOKEN_NAMES.map(
      (name) => `  ${name}: { person: ada, scopes: [], value: '{{hex 8 seed=${name}}}' }`,
    );
    const head = [
      "instance: { version: 1.0.0, revision: abc, enterprise: false }",
      "people: { ada: { id: 1, name: Ada, email: ada@acme.example, timezone: '+0000' } }",
      `tokens:\n${tokens.join("\n")}`,
      "groups: { acme: { id: 10, name: Acme } }",
    ];
    writeFileSync(join(folder, "company.yml"), `${head.join("\n")}\n${company}\n`);
    writeFileSync(join(folder, "projects/acme/one.yml"), `id: 1\ndescription: One\n${project}\n`);
    return folder;
  };

  it.each([
    ["a field nobody knows", "colour: red", "", "projects/acme/one.yml: unknown field colour"],
    [
      "a field of a wrong type",
      "archived: maybe",
      "",
      "projects/acme/one.yml.archived: expected true or false",
    ],
    [
      "a label that was not declared",
      "variables: [{ key: A, value: '@{nothing}' }]",
      "",
      "projects/acme/one.yml.variables[0].value: @{nothing} is no label of company.yml",
    ],
    [
      "a file to delete that is not there",
      "history: [{ author: ada, message: Tidy, delete: [x] }]",
      "",
      "cannot delete x",
    ],
    ["an author nobody knows", "history: [{ author: bob, message: Hello }]", "", "nobody is called bob"],
    ["a fork of nothing", "forked_from: acme/two", "", "there is no project acme/two to fork"],
    [
      "a label declared twice",
      "",
      "planted: { a: x }\ndecoys: { a: y }",
      "decoys.a: the label exists already",
    ],
  ])("names the place of %s", (_, project, company, message) => {
    expect(() => readCompany(write(project, company))).toThrow(message);
  });

  it("merges a branch into what has happened since, with what only the merge commit brings", () => {
    const commit = (rest: string): string => `  - { author: ada, message: m, ${rest} }\n`;
    const steps =
      commit("write: { a: '1', b: '1', c: '1' }") +
      commit("branch: side, write: { a: '2' }, delete: [c]") +
      commit("write: { b: '2' }") +
      commit("merge: side, write: { d: '1' }");
    const { projects } = readCompany(write(`history:\n${steps}`));
    const { head, commits } = projects[0]?.history ?? {};
    expect([...(head ?? [])].map(([path, { text }]) => path + text)).toEqual(["a2", "b2", "d1"]);
    expect(commits?.map(({ parents }) => parents)).toEqual([[], [1], [1], [3, 2]]);
  });
});
