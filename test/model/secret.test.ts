import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/model/secret.ts";
import { expandTemplate } from "../../src/rules/template.ts";

const value = expandTemplate("glpat-{{u64 20 seed=secret}}");
const secret = new Secret(value, "glpat-");

describe("a secret", () => {
  it.each([
    ["a string", () => `${String(secret)} ${secret.toString()} ${[secret].join()}`],
    ["JSON", () => JSON.stringify({ secret, list: [secret] })],
    ["inspection", () => inspect(secret, { depth: 9, showHidden: true }) + inspect({ secret })],
    ["an error", () => String(new Error(`wrong: ${String(secret)}`, { cause: secret }).stack)],
    ["its own properties", () => Object.entries(secret).flat().join() + Object.keys(secret).join()],
    ["a copy", () => JSON.stringify({ ...secret }) + inspect(structuredClone({ ...secret }))],
  ])("does not show itself in %s", (_, print) => {
    expect(print()).not.toContain(value.slice(6, 14));
  });

  it("shows the public prefix of its kind, and nothing where that is no prefix or all of it", () => {
    expect(String(secret)).toBe("glpat-****");
    expect(String(new Secret(value, "ghp_"))).toBe("****");
    expect(String(new Secret("glpat-", "glpat-"))).toBe("****");
    expect(String(new Secret(value))).toBe("****");
  });

  it("is revealed on demand", () => {
    expect(secret.reveal()).toBe(value);
  });
});
