/** Who is to be asked about a secret. */
import { describe, expect, it } from "vitest";
import type { Settings } from "../../src/model/settings.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  makeFacts,
  makeGroup,
  makeProject,
  type LooseFinding,
} from "../support/facts.ts";
import { entryFrom, entryOf } from "../support/inventory.ts";

const SHOP = makeProject("acme/web/shop");
const people = (role: "owner" | "maintainer", ...users: readonly string[]): Settings => ({
  owners: { members: users.map((user) => ({ user, role })), left: 0 },
});

const group = (path: string, settings: Settings = {}, findings: readonly LooseFinding[] = []) =>
  makeFacts(makeGroup(path), { settings, findings });
const shop = (settings: Settings, ...findings: readonly LooseFinding[]) =>
  makeFacts(SHOP, { settings, findings });

const CODE: Settings = {
  ...people("maintainer", "ben"),
  codeOwners: [{ owners: ["@acme/web", "npm@acme.example"], paths: [".npmrc", "app.jar!/a.yml"] }],
};

describe("the owners of a secret", () => {
  it("are the code owners of its file, whom nobody else joins", () => {
    for (const place of [inFile(".npmrc"), inHistory(".npmrc"), inFile("app.jar!/a.yml")])
      expect(entryOf("a", shop(CODE, found("a", place))).owners).toEqual([
        { name: "@acme/web", role: "code-owner", of: "acme/web/shop" },
        { name: "npm@acme.example", role: "code-owner", of: "acme/web/shop" },
      ]);
  });

  it("are the project's own people where no file of it has owners", () => {
    const variable = inVariable(".npmrc");
    for (const place of [inFile("src/app.env"), variable])
      expect(entryOf("a", shop(CODE, found("a", place))).owners).toEqual([
        { name: "@ben", role: "maintainer", of: "acme/web/shop" },
      ]);
  });

  it("are else the people of the nearest group above that has any", () => {
    const facts = [
      group("acme", people("owner", "ada")),
      group("acme/web", people("owner")),
      shop({}, found("a", inVariable("TOKEN"))),
    ];
    expect(entryOf("a", ...facts).owners).toEqual([{ name: "@ada", role: "owner", of: "acme" }]);
    const nearer = [
      ...facts.slice(0, 1),
      group("acme/web", people("maintainer", "chloe")),
      ...facts.slice(2),
    ];
    expect(entryOf("a", ...nearer).owners).toEqual([{ name: "@chloe", role: "maintainer", of: "acme/web" }]);
  });

  it("are for a group's variable the group's people", () => {
    const facts = group("acme", people("owner", "ada"), [
      found("a", inVariable("TOKEN", { level: "group" })),
    ]);
    expect(entryOf("a", facts).owners).toEqual([{ name: "@ada", role: "owner", of: "acme" }]);
  });

  it("are those of all its places, each once, by what makes them the closest", () => {
    const facts = [
      group("acme", people("owner", "ada", "ben"), [found("a", inVariable("TOKEN", { level: "group" }))]),
      shop(
        { ...CODE, codeOwners: [{ owners: ["@ben"], paths: [".npmrc"] }] },
        found("a", inFile(".npmrc")),
        found("a", inFile("other")),
      ),
    ];
    expect(entryOf("a", ...facts).owners).toEqual([
      { name: "@ben", role: "code-owner", of: "acme/web/shop" },
      { name: "@ada", role: "owner", of: "acme" },
    ]);
  });

  it("are ten at most, and the rest is counted", () => {
    const users = Array.from({ length: 14 }, (_, index) => `user${10 + index}`);
    const owners = { members: users.map((user) => ({ user, role: "owner" as const })), left: 5 };
    const entry = entryOf("a", shop({ owners }, found("a", inVariable("TOKEN"))));
    expect(entry.owners?.map(({ name }) => name)).toEqual(users.slice(0, 10).map((user) => `@${user}`));
    expect(entry.moreOwners).toBe(9);
  });

  it("are not spoken of where nobody knows of any, and none where nobody was found", () => {
    expect(entryFrom([found("a", inVariable("TOKEN"))])).not.toHaveProperty("owners");
    expect(entryOf("a", shop(people("owner"), found("a", inVariable("TOKEN")))).owners).toEqual([]);
  });
});
