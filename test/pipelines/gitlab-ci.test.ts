import { describe, expect, it } from "vitest";
import { parseGitlabCi } from "../../src/pipelines/gitlab-ci.ts";

const usesOf = (text: string, job: string): readonly string[] =>
  parseGitlabCi(text)
    .jobs.find(({ name }) => name === job)
    ?.uses.map(({ variable }) => variable) ?? [];

describe("a GitLab pipeline definition", () => {
  it("tells jobs from keywords and templates, with their lines and environments", () => {
    const { jobs, problems } = parseGitlabCi(
      [
        "stages: [build]",
        "variables: { A: b }",
        ".template:",
        "  script: [x]",
        "build:",
        "  script: make",
        "deploy prod:",
        "  environment: { name: production, url: https://x.example }",
        "  script: [./deploy]",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(
      jobs.map(({ name, line, endLine, environment }) => ({ name, line, endLine, environment })),
    ).toEqual([
      { name: "build", line: 5, endLine: 6, environment: null },
      { name: "deploy prod", line: 7, endLine: 9, environment: "production" },
    ]);
  });

  it("finds variables in every notation, also in images, rules and service variables, and not in comments or escapes", () => {
    const text = [
      "job:",
      "  image: $REGISTRY/app:${TAG:-latest}",
      "  services: [{ name: db, variables: { P: $DB_PASSWORD } }]",
      "  rules: [{ if: '$DEPLOY == \"yes\"' }]",
      "  script:",
      "    - echo $env:WIN %CMD% $$ESCAPED",
      "    # $COMMENT",
      "    - curl $URL",
    ].join("\n");
    expect(usesOf(text, "job")).toEqual(["CMD", "DB_PASSWORD", "DEPLOY", "REGISTRY", "TAG", "URL", "WIN"]);
  });

  it("follows extends, anchors, merge keys, !reference, default and global scripts", () => {
    const text = [
      "default: { before_script: [login $DEFAULT] }",
      ".base: &base { script: [a $BASE], after_script: [b $AFTER] }",
      ".other: { script: [c $OTHER] }",
      ".list: &list [d $LISTED]",
      "one: { extends: [.base, .other] }",
      "two: { <<: *base, script: [x] }",
      "three: { script: [!reference [.other, script], e] }",
      "four: { script: *list }",
    ].join("\n");
    expect(usesOf(text, "one")).toEqual(["AFTER", "BASE", "DEFAULT", "OTHER"]);
    expect(usesOf(text, "two")).toEqual(["AFTER", "BASE", "DEFAULT"]);
    expect(usesOf(text, "three")).toEqual(["DEFAULT", "OTHER"]);
    expect(usesOf(text, "four")).toEqual(["DEFAULT", "LISTED"]);
  });

  it("does not run in circles", () => {
    expect(usesOf("a: { extends: b, script: [$A] }\nb: { extends: a, script: [$B] }", "a")).toEqual([
      "A",
      "B",
    ]);
  });

  it("lists the files of the same repository that it includes", () => {
    const text =
      "include:\n  - local: /ci/a.yml\n  - ci/*.yml\n  - https://x.example/b.yml\n  - { project: g/p, file: c.yml }\n";
    expect(parseGitlabCi(text).includes).toEqual(["/ci/a.yml", "ci/*.yml"]);
    expect(parseGitlabCi("include: one.yml").includes).toEqual(["one.yml"]);
  });

  it("reads the pipeline behind a header document", () => {
    expect(usesOf("spec:\n  inputs: { env: {} }\n---\njob: { script: [$X] }\n", "job")).toEqual(["X"]);
  });

  it("says what is wrong with a file instead of failing", () => {
    expect(parseGitlabCi("job:\n  script: [unclosed").problems).not.toEqual([]);
    expect(parseGitlabCi("just a text").problems).toEqual(["not a mapping"]);
    expect(parseGitlabCi("").problems).toEqual([]);
    expect(parseGitlabCi("a: &a [*a]\n").jobs).toEqual([]);
  });

  it("is not blown up by aliases of aliases", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi".split("").map((name, index) => {
        const before = "abcdefgh"[index] ?? "a";
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`;
      }),
      "job: { script: *i }",
    ].join("\n");
    expect(parseGitlabCi(bomb).jobs.map(({ name }) => name)).toEqual(["job"]);
  });
});

describe("the runner tags of a job", () => {
  const tagsOf = (...lines: readonly string[]): readonly string[] | undefined =>
    parseGitlabCi(lines.join("\n")).jobs.find(({ name }) => name === "job")?.tags;

  it.each([
    ["its own", ["job:", "  tags: [metal, deploy]", "  script: [x]"], ["metal", "deploy"]],
    ["none", ["job: { script: [x] }"], []],
    ["the default's", ["default: { tags: [docker] }", "job: { script: [x] }"], ["docker"]],
    ["its own before the default's", ["default: { tags: [docker] }", "job: { tags: [metal] }"], ["metal"]],
    ["none where it empties the default", ["default: { tags: [docker] }", "job: { tags: [] }"], []],
    [
      "those of what it extends, over more than one step",
      [".a: { tags: [metal] }", ".b: { extends: .a }", "job: { extends: [.b] }"],
      ["metal"],
    ],
    [
      "those of the last it extends",
      [".a: { tags: [one] }", ".b: { tags: [two] }", "job: { extends: [.a, .b] }"],
      ["two"],
    ],
    ["what it merges", [".a: &a { tags: [metal] }", "job:", "  <<: *a", "  script: [x]"], ["metal"]],
    ["an alias", [".t: &t [metal]", "job: { tags: *t }"], ["metal"]],
    ["not told where a variable decides", ["job: { tags: [metal, $RUNNER] }"], []],
    ["not told where they are referred to", ["job:", "  tags: !reference [.a, tags]"], []],
    ["none where it extends itself", ["job: { extends: job }"], []],
  ])("are %s", (_, lines, tags) => {
    expect(tagsOf(...lines)).toEqual(tags);
  });

  it("are found behind any number of parents", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `.j${index}: { extends: .j${index + 1} }`);
    expect(tagsOf(...chain, ".j20000: { tags: [metal] }", "job: { extends: .j0 }")).toEqual(["metal"]);
  }, 30_000);
});
