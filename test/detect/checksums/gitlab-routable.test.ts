/** Tests of the proof `gitlab-routable`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { gitlabRoutable } from "../../../src/detect/checksums/gitlab-routable.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

/** Vectors of the fact sheet: zero random bytes, routing `o:1`, `u:1a`. */
const FIRST = ["glpat", "bzoxCnU6MWEAAAAAAAAAAAAAAAAAAAAAEA.0y04utt22"].join("-");
const SECOND = ["glpat", "AAAAAAAAAAAAAAAAAAAAAG86MQp1OjFhCA.01.0y0tp106r"].join("-");

describe("gitlab-routable", () => {
  it.each([
    ["first", FIRST],
    ["second", SECOND],
  ])("proves the published vector of the %s layout and reads whose it is", (_, token) => {
    expect(gitlabRoutable(token)).toEqual({ valid: true, facts: { organization: "1", user: "46" } });
  });

  it.each([FIRST, SECOND])("refuses a vector with its last character changed", (token) => {
    expect(gitlabRoutable(`${token.slice(0, -1)}z`)).toEqual({ valid: false });
  });

  it("refuses another prefix, as the checksum covers it", () => {
    expect(gitlabRoutable(SECOND.replace("glpat", "gldt"))).toEqual({ valid: false });
  });

  it("reads project and type of a runner token behind its own longer prefix", () => {
    const token = expandTemplate("{{gitlab-routable prefix=glrt-t1_ routing=c:1,o:1,p:2s,t:3 seed=1}}");
    expect(gitlabRoutable(token)).toEqual({
      valid: true,
      facts: { cell: "1", organization: "1", project: "100", type: "3" },
    });
  });

  it("accepts an instance's word before the prefix, and a word that only stands there", () => {
    expect(gitlabRoutable(expandTemplate("{{gitlab-routable prefix=acme-glpat- seed=1}}")).valid).toBe(true);
    expect(gitlabRoutable(`my-${SECOND}`).valid).toBe(true);
  });

  it("proves a token whose prefix is the instance's own choice", () => {
    expect(gitlabRoutable(expandTemplate("{{gitlab-routable prefix=acme- seed=1}}")).valid).toBe(true);
  });

  it("says nothing of the older form", () => {
    expect(gitlabRoutable(expandTemplate("glpat-{{u64 20 seed=1}}"))).toEqual({ valid: null });
  });

  it("takes a length beyond the token for what it is: wrong", () => {
    expect(gitlabRoutable(expandTemplate("glpat-{{u64 27 seed=1}}.zz1234567"))).toEqual({ valid: false });
  });
});
