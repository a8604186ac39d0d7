/** Which errors stop a sweep. */
import { expect, it } from "vitest";
import { makeError } from "../../src/model/errors.ts";
import { isFatal } from "../../src/run/fatal.ts";

it.each([
  ["a store that cannot be used", makeError("STORE_UNUSABLE", [{ url: "facts.db", detail: "full" }])],
  [
    "a store that is out of reach",
    makeError("STORE_UNREACHABLE", [{ url: "postgres://db/x", detail: "gone" }]),
  ],
  ["a sweep that another one has overtaken", makeError("STORE_OVERTAKEN", [{ scope: "acme" }])],
  ["a refused token", makeError("GITLAB_UNAUTHORIZED", [{ url: "https://gitlab.example.com" }])],
  ["a missing git", makeError("GIT_MISSING", [])],
  ["an interrupt", makeError("INTERRUPTED", [])],
  ["what nobody has thought of", new Error("unexpected")],
])(
  "stops for %s: the next target would meet it too, and a failed target replaces what is known",
  (_, error) => {
    expect(isFatal(error)).toBe(true);
  },
);

it.each([
  ["a clone that fails", makeError("GIT_CLONE_FAILED", [{ project: "acme/web", detail: "403" }])],
  ["a refusal", makeError("GITLAB_FORBIDDEN", [{ what: "variables", role: "Maintainer" }])],
])("goes on after %s", (_, error) => {
  expect(isFatal(error)).toBe(false);
});
