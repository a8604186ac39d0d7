/** Tests of where secrets lie in the KV engine. */
import { describe, expect, it } from "vitest";
import { targetId } from "../../src/model/ids.ts";
import { choosePath, type PathRequest, settlePaths } from "../../src/vault/path.ts";
import { makeFolder, makeGroup, makeProject, secretOf, shuffle, STDIN } from "../support/facts.ts";

const request = (changes: Partial<PathRequest> = {}): PathRequest => ({
  secret: secretOf("a"),
  targets: [makeProject("acme/shop/api")],
  readers: [],
  environment: null,
  name: "DB_PASSWORD",
  field: "password",
  ...changes,
});

const API = makeProject("acme/shop/api");
const WEB = makeProject("acme/shop/web");
const BILLING = makeProject("acme/billing");
const OTHER = makeProject("umbrella/site");

describe("the path of a secret", () => {
  it.each([
    ["one project", [API], "production", "acme/shop/api/production/db_password"],
    ["one project, named twice", [API, API], "production", "acme/shop/api/production/db_password"],
    ["one project in every environment", [API], null, "acme/shop/api/all/db_password"],
    ["environments of one pattern", [API], "review/*", "acme/shop/api/review/db_password"],
    ["two projects of a group", [API, WEB], "production", "acme/shop/shared/production/db_password"],
    ["projects at different depths", [API, BILLING], null, "acme/shared/all/db_password"],
    ["a group and a project below it", [makeGroup("acme"), API], null, "acme/shared/all/db_password"],
    ["a group alone", [makeGroup("acme/shop")], null, "acme/shop/shared/all/db_password"],
    ["projects without a common group", [API, OTHER], "staging", "shared/staging/db_password"],
    [
      "groups whose names only begin alike",
      [makeProject("ac/x"), makeProject("acme/x")],
      null,
      "shared/all/db_password",
    ],
    [
      "a project and its namesake that came after it",
      [API, makeProject(API.path, { id: targetId("project:1") })],
      null,
      "acme/shop/shared/all/db_password",
    ],
    ["a folder", [makeFolder("shop-config")], null, "shop-config/all/db_password"],
    ["two folders", [makeFolder("a"), makeFolder("b")], null, "shared/all/db_password"],
    ["a folder and a project", [makeFolder("a"), API], null, "shared/all/db_password"],
    ["standard input", [STDIN], null, "stdin/all/db_password"],
    [
      "a project with capitals and dots",
      [makeProject("Acme/.Shop..API")],
      null,
      "acme/shop.api/all/db_password",
    ],
  ])("for %s comes from what they share", (_, targets, environment, path) => {
    expect(choosePath(request({ targets, environment })).path).toBe(path);
  });

  it("does not depend on the order of the targets", () => {
    for (const label of ["1", "2", "3"])
      expect(choosePath(request({ targets: shuffle([API, WEB, BILLING], label) }))).toEqual(
        choosePath(request({ targets: [API, WEB, BILLING] })),
      );
  });

  it("takes the caller's word for no single environment", () => {
    expect(choosePath(request({ anyEnvironment: "common" })).path).toBe("acme/shop/api/common/db_password");
  });

  it("has only segments that Vault takes, whatever the names", () => {
    const hostile = ["../..", "a/./b", "\u0000", "проект", "x".repeat(300), "", "///", "a\nb"];
    for (const name of hostile) {
      const targets = [makeProject(name, { name })];
      const { path } = choosePath(request({ targets, environment: name, name }));
      expect(path.split("/").length).toBeGreaterThanOrEqual(3);
      for (const segment of path.split("/")) expect(segment).toMatch(/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/);
    }
  });
});

describe("settling paths", () => {
  const settle = (...requests: readonly Partial<PathRequest>[]): readonly (string | undefined)[] => {
    const all = requests.map((changes, index) => request({ secret: secretOf(`${index}`), ...changes }));
    const paths = settlePaths(all.map(choosePath));
    return all.map(({ secret }) => paths.get(secret));
  };
  const plain = "acme/shop/api/all/db_password";
  const marked = (label: string): string => `${plain}-${secretOf(label).slice(0, 8)}`;

  it("marks two secrets that want the same field of the same path with their own ids", () => {
    expect(settle({}, {}, { name: "OTHER" })).toEqual([marked("0"), marked("1"), "acme/shop/api/all/other"]);
  });

  it("lets two fields lie together that the same jobs read", () => {
    expect(settle({ field: "username" }, { field: "password" })).toEqual([plain, plain]);
  });

  it("keeps fields apart that different jobs read, because a policy opens the whole path", () => {
    expect(settle({ field: "username", readers: ["a"] }, { field: "password", readers: ["b"] })).toEqual([
      marked("0"),
      marked("1"),
    ]);
  });

  it("keeps a group's shared secrets apart from those of a project called shared", () => {
    const [ofProject, ofGroup] = settle(
      { targets: [makeProject("acme/shared")], field: "username" },
      { targets: [makeGroup("acme")], field: "password" },
    );
    expect(ofProject).not.toBe(ofGroup);
  });

  it("takes more of the ids where their beginnings are the same", () => {
    const alike = (end: string) => ({ secret: secretOf("x").slice(0, 60) + end }) as Partial<PathRequest>; // test ids
    const [a, b] = settle(alike("aaaa"), alike("bbbb"));
    expect(a).toBe(`${plain}-${secretOf("x").slice(0, 60)}aaaa`);
    expect(b).toBe(`${plain}-${secretOf("x").slice(0, 60)}bbbb`);
  });
});
