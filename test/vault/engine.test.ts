/** Tests of the choice of a secrets engine. */
import { describe, expect, it } from "vitest";
import { ENGINES } from "../../src/model/rule.ts";
import { chooseEngine } from "../../src/vault/engine.ts";

const HINT = { class: "api-key", field: "token", store: true, rotation: "Make a new one." } as const;
const DYNAMIC = ENGINES.filter((engine) => engine !== "kv" && engine !== "none");

describe("the choice of an engine", () => {
  it.each(DYNAMIC)("stores a value for %s in KV today and names the better engine", (engine) => {
    const choice = chooseEngine({ ...HINT, engine });
    expect(choice?.engine).toBe("kv");
    expect(choice?.alternatives.map((other) => other.engine)).toEqual([engine]);
    expect(choice?.why).toContain(`the ${engine} engine`);
  });

  it("offers nothing else where KV is the best there is", () => {
    expect(chooseEngine({ ...HINT, engine: "kv" })).toMatchObject({
      engine: "kv",
      field: "token",
      alternatives: [],
    });
  });

  it("stores a kind that has no engine of its own in KV", () => {
    expect(chooseEngine({ ...HINT, engine: "none" })).toMatchObject({ engine: "kv", alternatives: [] });
  });

  it("says nothing for a kind that must not be stored", () => {
    expect(chooseEngine({ ...HINT, engine: "aws", store: false })).toBeNull();
  });

  it("offers the database engine for a plain password that belongs to a database user", () => {
    const hint = { ...HINT, engine: "kv", class: "password" } as const;
    const facts = { username: "shop_app", host: "db.acme.example", port: "5432" };
    const [better] = chooseEngine(hint, facts)?.alternatives ?? [];
    expect(better?.engine).toBe("database");
    expect(better?.why).toContain("A static role for shop_app at db.acme.example");
    expect(chooseEngine(hint, { ...facts, port: "8080" })?.alternatives).toEqual([]);
    expect(chooseEngine(hint, { host: "db.acme.example", port: "5432" })?.alternatives).toEqual([]);
    expect(chooseEngine({ ...hint, class: "api-key" }, facts)?.alternatives).toEqual([]);
  });

  it.each([
    ["aws", true],
    ["consul", true],
    ["database", false],
    ["ssh", false],
  ] as const)("tells whether OpenBao needs a plugin for %s: %s", (engine, needed) => {
    const why = chooseEngine({ ...HINT, engine })?.alternatives[0]?.why ?? "";
    expect(why.includes("OpenBao needs a plugin")).toBe(needed);
  });
});
