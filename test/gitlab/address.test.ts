/** What the user may say about reaching GitLab. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { checkAuthority, checkToken, normalizeAddress } from "../../src/gitlab/address.ts";
import { makeCertificate } from "./certificate.ts";
import { CANARY, connectGitLab } from "./connect.ts";

const thrown = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("it did not throw");
};

describe("the address of a GitLab", () => {
  it.each([
    ["https://gitlab.example.com", "https://gitlab.example.com"],
    ["https://gitlab.example.com/", "https://gitlab.example.com"],
    ["gitlab.example.com", "https://gitlab.example.com"],
    ["gitlab.example.com:8443/git", "https://gitlab.example.com:8443/git"],
    ["localhost:8080", "https://localhost:8080"],
    ["https://EXAMPLE.com:443/gitlab//", "https://example.com/gitlab"],
    ["http://[::1]:8080/a/b/", "http://[::1]:8080/a/b"],
    ["https://example.com/gitlab/api/v4/", "https://example.com/gitlab"],
    [" https://example.com\n", "https://example.com"],
  ])("%j is read as %s", (given, expected) => {
    expect(normalizeAddress(given)).toBe(expected);
  });

  it.each([
    "",
    "https://",
    "ftp://gitlab.example.com",
    "git@gitlab.example.com:group/project.git",
    "https://gitlab.example.com/?a=b",
    "https://gitlab.example.com/#top",
    "https://exa mple.com",
    "javascript:alert(1)",
  ])("%j is refused", (given) => {
    expect(() => normalizeAddress(given)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });

  it("is refused with credentials in it, without repeating them", () => {
    const error = thrown(() => normalizeAddress(`https://user:${CANARY}@gitlab.example.com`));
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(CANARY);
  });
});

describe("the token", () => {
  it("is refused when it cannot stand in a header, without repeating it", () => {
    for (const token of [`${CANARY}\n`, ` ${CANARY}`, `${CANARY}\u00e9`]) {
      const error = thrown(() => connectGitLab("https://gitlab.example.com", { token }));
      expect(error).toMatchObject({ code: "CONFIG_INVALID" });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(CANARY);
    }
  });

  it("is missed when it is empty", () => {
    expect(() => checkToken("")).toThrow(expect.objectContaining({ code: "TOKEN_MISSING" }));
  });
});

describe("a file of certificate authorities", () => {
  it("is refused when it holds no certificate", () => {
    expect(() => connectGitLab("https://gitlab.example.com", { ca: "not a certificate" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID" }),
    );
  });

  it("is taken when it holds one", () => {
    expect(() => checkAuthority(makeCertificate("7f000001").cert)).not.toThrow();
  });
});
