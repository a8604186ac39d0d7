/** How reports name the people to ask. */
import { describe, expect, it } from "vitest";
import type { EntryOwner } from "../../src/model/inventory.ts";
import { json } from "../../src/reports/json.ts";
import { OPTIONS, renderText } from "../contracts/reporter-contract.ts";
import { validateInventory } from "../support/schemas.ts";
import { change, flat, render } from "./render-table.ts";

const owner = (name: string, role: EntryOwner["role"], of = "acme/shop"): EntryOwner => ({ name, role, of });

describe("the table", () => {
  it("says whom to ask, by what makes them the ones", () => {
    const owners = [
      owner("@acme/web", "code-owner"),
      owner("ada@acme.example", "code-owner"),
      owner("@ben", "maintainer", "acme"),
    ];
    expect(flat(render(change({ owners })))).toContain(
      "ask @acme/web, ada@acme.example (code owners of acme/shop); @ben (maintainers of acme)",
    );
  });

  it("shows a few and counts the rest", () => {
    const owners = ["@a", "@b", "@c", "@d", "@e"].map((name) => owner(name, "owner"));
    expect(flat(render(change({ owners, moreOwners: 1000 })))).toContain(
      "ask @a, @b, @c, @d (owners of acme/shop) and 1,001 more",
    );
  });

  it("has no such row where nobody is known, and obeys no name", () => {
    expect(render(change({ owners: [] }))).not.toMatch(/^ {2}ask/m);
    expect(render(change({ owners: [owner("@a\u001b[2J", "owner")] }))).not.toContain("\u001b[2J");
  });
});

describe("the JSON report", () => {
  it("holds owners as its schema describes them", () => {
    const owners = [owner("@ada", "owner")];
    const document = JSON.parse(renderText(json, change({ owners, moreOwners: 2 }), OPTIONS));
    expect(document.entries[0]).toMatchObject({ owners, moreOwners: 2 });
    expect(validateInventory(document)).toEqual([]);
  });

  it("leaves the field out where nothing is known", () => {
    const document = JSON.parse(renderText(json, change({}), OPTIONS));
    expect(Object.keys(document.entries[0])).not.toContain("owners");
  });
});
