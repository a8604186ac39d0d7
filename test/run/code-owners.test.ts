/** Who owns a path, as GitLab's CODEOWNERS format has it. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { parseCodeOwners } from "../../src/run/code-owners.ts";

const ownersOf = (path: string, ...lines: readonly string[]): readonly string[] =>
  parseCodeOwners(lines.join("\n")).find(path);

describe("an entry of a CODEOWNERS file", () => {
  it.each([
    ["* @all", "deep/in/.env", true],
    ["*.rb @all", "app/models/user.rb", true],
    ["*.rb @all", "app/user.rbx", false],
    ["/README.md @all", "README.md", true],
    ["/README.md @all", "docs/README.md", false],
    ["README.md @all", "docs/README.md", true],
    ["/docs/ @all", "docs/a/b.md", true],
    ["/docs/ @all", "other/docs/a.md", false],
    ["docs/ @all", "other/docs/a/b.md", true],
    ["/docs/* @all", "docs/a.md", true],
    ["/docs/* @all", "docs/a/b.md", false],
    ["/docs @all", "docs/a.md", false],
    ["/docs/**/*.md @all", "docs/a.md", true],
    ["/docs/**/*.md @all", "docs/a/b/c.md", true],
    ["/docs/**/*.md @all", "a/docs/c.md", false],
    ["/db/**/index.md @all", "db/index.md", true],
    ["a/**/b/**/c @all", "x/a/1/b/2/3/c", true],
    ["a/**/b/**/c @all", "x/a/1/2/3/c", false],
    ["/**/x @all", "x", true],
    ["/v? @all", "v1", true],
    ["/v? @all", "v12", false],
    ["/v[0-9] @all", "v7", true],
    ["/v[!0-9] @all", "v7", false],
    ["path\\ with\\ spaces/ @all", "path with spaces/a", true],
    ["\\#file.rb @all", "#file.rb", true],
    ["\\#file.rb @all", "file.rb", false],
    ["/a*b*c @all", "a-b-b-c", true],
    ["/a*b*c @all", "a-c-b", false],
    ["/x\\*y @all", "xzy", false],
    ["/x\\*y @all", "x*y", true],
  ])("%j on %j: %j", (line, path, isOwned) => {
    expect(ownersOf(path, line)).toEqual(isOwned ? ["@all"] : []);
  });

  it("names users, groups, roles and e-mail addresses, also in what looks like a comment", () => {
    expect(ownersOf("a", "a @ada @acme/web/sub @@maintainer ben@acme.example # and @chloe")).toEqual([
      "@ada",
      "@acme/web/sub",
      "@@maintainer",
      "ben@acme.example",
      "@chloe",
    ]);
  });

  it("names nobody by an address that holds a password, or by plain words", () => {
    expect(ownersOf("a", "a postgres://ada:word@db.acme.example ask ada @ @/x x@y")).toEqual([]);
  });

  it("wins over those before it, and takes the owner away where it names none", () => {
    expect(ownersOf("a.rb", "* @all", "*.rb @ruby")).toEqual(["@ruby"]);
    expect(ownersOf("a.rb", "*.rb @ruby", "* @all")).toEqual(["@all"]);
    expect(ownersOf("a.rb", "* @all", "*.rb")).toEqual([]);
  });

  it("is none in a comment or an empty line", () => {
    expect(ownersOf("a", "# * @all", "", "   ", "\t")).toEqual([]);
  });
});

describe("a section of a CODEOWNERS file", () => {
  it("speaks beside the others: all that own the path are asked", () => {
    const lines = ["* @all", "[Docs]", "*.md @docs", "^[Optional][2]", "README.md @ada"];
    expect(ownersOf("README.md", ...lines)).toEqual(["@all", "@docs", "@ada"]);
  });

  it("gives its owners to entries that name none, and to those only", () => {
    const lines = ["[Docs][2] @docs @team", "*.md", "/secret.md @ada", "[Next]", "*.txt"];
    expect(ownersOf("a.md", ...lines)).toEqual(["@docs", "@team"]);
    expect(ownersOf("secret.md", ...lines)).toEqual(["@ada"]);
    expect(ownersOf("a.txt", ...lines)).toEqual([]);
  });

  it("goes on under the same name, whatever its case", () => {
    const lines = ["[Docs]", "*.md @docs", "[Other]", "*.md @other", "[DOCS]", "*.md @later"];
    expect(ownersOf("a.md", ...lines)).toEqual(["@later", "@other"]);
  });

  it("leaves out for good what an exclusion names, and only in itself", () => {
    const lines = ["[A]", "* @a", "!vendor/", "vendor/x @a", "[B]", "* @b"];
    expect(ownersOf("vendor/x", ...lines)).toEqual(["@b"]);
    expect(ownersOf("src/x", ...lines)).toEqual(["@a", "@b"]);
  });

  it("is no section where text follows the bracket at once", () => {
    expect(ownersOf("a1.md", "/[ab]1.md @all")).toEqual(["@all"]);
    expect(ownersOf("a1.md", "[ab]1.md @all")).toEqual(["@all"]);
  });
});

describe("a hostile CODEOWNERS file", () => {
  it("is read to its end whatever characters it has", () => {
    const random = createSeededRandom("code owners");
    for (let round = 0; round < 300; round++) {
      const text = random.pick("*?[]!\\/ab @#^\n", 300);
      expect(parseCodeOwners(text).find("a/b/ab").length).toBeLessThanOrEqual(20);
    }
  });

  it("costs a bounded time, and says that it was not read to the end", () => {
    const line = `${"**/*a".repeat(150)} @all`;
    const file = parseCodeOwners(Array.from({ length: 4000 }, () => line).join("\n"));
    const path = `${"a/".repeat(1000)}b`;
    for (let round = 0; round < 50; round++) file.find(`${path}${round}`);
    expect(file.isCut()).toBe(true);
  });

  it("is cut after 5,000 lines that say something", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `/f${index} @a`).join("\n");
    expect(parseCodeOwners(lines(5000)).isCut()).toBe(false);
    expect(parseCodeOwners(lines(5001)).isCut()).toBe(true);
    expect(parseCodeOwners(lines(5001)).find("f4999")).toEqual(["@a"]);
  });
});
