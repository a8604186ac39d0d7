/** What the table says of the way into Vault. */
import { describe, expect, it } from "vitest";
import type { Access } from "../../src/model/inventory.ts";
import { exampleInventory, singleInventory } from "./example-inventory.ts";
import { change, critical, fail, flat, render } from "./render-table.ts";

describe("the way into Vault in the table", () => {
  const alternatives = [
    { engine: "database", why: "Vault makes a database user per job, or changes the password." },
    { engine: "none", why: "CI_JOB_TOKEN can do the same. Ask the owner." },
    { engine: "ssh", why: "Not shown." },
  ] as const;

  it("offers the best two alternatives in one clause each", () => {
    const text = render(change({ target: critical.target && { ...critical.target, alternatives } }));
    expect(text).toContain("  better: database engine (Vault makes a database user per job)\n");
    expect(text).toContain("  or: nothing stored (CI_JOB_TOKEN can do the same)\n");
    expect(text).not.toContain("ssh");
  });

  it("names an engine that is not KV", () => {
    const target = critical.target && { ...critical.target, engine: "pki" as const };
    expect(flat(render(change({ target })))).toContain("deploy-token, field token (pki engine)");
  });

  it("says what to do with what must not be stored, and says it once", () => {
    const actions = [
      { kind: "revoke", why: "Values of this kind must not be stored anywhere. Reset it at its runner." },
      { kind: "verify", why: "Scan again. It must be gone: look." },
    ];
    const text = render(change({ target: null, actions }));
    expect(text).toContain("  vault     do not store it: Reset it at its runner.\n");
    expect(text).toContain("  next      wave 0 (revoke now): revoke, verify\n\n");
    expect(flat(render(change({ target: null, actions: actions.slice(1) })))).toContain(
      "do not store it: Scan again. It must be gone: look. access",
    );
    expect(flat(render(change({ target: null, actions: [] })))).toContain("do not store it access");
  });

  it.each([
    ["rotate", "It was shown. Make a new one; use it.", "rotate: Make a new one; use it."],
    ["revoke", "It is real: withdraw it first.", "revoke: withdraw it first."],
    ["rotate", "Exposed history means rotate.", "rotate: Exposed history means rotate."],
  ])("explains a first step to %s without what is the matter: %s", (kind, why, expected) => {
    const text = render(change({ actions: [{ kind, why }] }));
    expect(text).toContain(`): ${kind}\n            ${expected}\n\n`);
  });

  it("does not explain a step whose name says it", () => {
    const text = render(change({ actions: [{ kind: "store", why: "It moves as it is." }] }));
    expect(text).toContain("): store\n\n");
  });

  it("names three roles and says how many more there are", () => {
    const [access] = critical.access;
    const roles = [1, 2, 3, 4, 5].map((number) =>
      access ? { ...access, role: `role-${number}` } : fail("none"),
    );
    const text = flat(render(change({ access: roles })));
    expect(text).toContain("role role-3 and 2 more roles, see --format json next");
    expect(flat(render(change({ access: roles.slice(0, 3) })))).toContain("role role-3 next");
  });
});

describe("how pipelines get in, in the table", () => {
  const [access = fail("no access")] = critical.access;
  const loginsOf = (...given: readonly Partial<Access>[]): string =>
    /^How pipelines get in\n.*?(?=\n\n)/ms.exec(
      render(change({ access: given.map((changes) => ({ ...access, ...changes })) }), { width: 200 }),
    )?.[0] ?? "";

  it("tells a reason that all roles share once for the whole report, and what would change the choice", () => {
    const text = flat(render(exampleInventory));
    expect(text.split("GitLab signs")).toHaveLength(2);
    expect(text).toContain(
      "How pipelines get in jwt at auth/jwt GitLab signs a short-lived token for each job, so no secret has to be kept to fetch a secret. If Vault cannot reach GitLab's keys: approle Summary",
    );
  });

  it("has an item for each method and mount", () => {
    const text = loginsOf({ why: "A." }, { mount: "other", why: "B." }, { method: "kubernetes", why: "C." });
    expect(text.match(/^ {2}\w.*\n.*$/gm)).toEqual([
      "  jwt at auth/jwt\n    A.",
      "  jwt at auth/other\n    B.",
      "  kubernetes at auth/jwt\n    C.",
    ]);
  });

  it("tells a lone role's reason in full", () => {
    expect(loginsOf({ why: "It signs. It admits a." })).toContain("    It signs. It admits a.\n");
  });

  it("tells three reasons when none is shared, and how many more there are", () => {
    const text = loginsOf(...["A.", "B.", "C.", "A.", "D."].map((why) => ({ why })));
    expect(text).toContain("    A.\n    B.\n    C.\n    and 1 more reason, see --format json\n");
  });

  it("is left out when no pipeline needs to", () => {
    expect(render(singleInventory)).not.toContain("How pipelines get in");
  });
});
