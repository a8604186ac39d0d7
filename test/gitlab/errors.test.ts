/** What network errors become. */
import { describe, expect, it } from "vitest";
import { readNetworkError } from "../../src/gitlab/errors.ts";

/** As fetch throws it: the reason is in the cause, or in its cause. */
const failure = (code: string, message = "some reason"): Error =>
  new TypeError("fetch failed", {
    cause: new Error("outer", { cause: Object.assign(new Error(message), { code }) }),
  });

describe("a network error", () => {
  it.each([
    ["EAI_AGAIN", true, "GITLAB_UNREACHABLE"],
    ["ECONNREFUSED", true, "GITLAB_UNREACHABLE"],
    ["ECONNRESET", true, "GITLAB_UNREACHABLE"],
    ["ETIMEDOUT", true, "GITLAB_UNREACHABLE"],
    ["UND_ERR_CONNECT_TIMEOUT", true, "GITLAB_UNREACHABLE"],
    ["UND_ERR_SOCKET", true, "GITLAB_UNREACHABLE"],
    ["ENOTFOUND", false, "GITLAB_UNREACHABLE"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", false, "GITLAB_UNREACHABLE"],
    ["HPE_INVALID_CONSTANT", false, "GITLAB_UNREACHABLE"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false, "GITLAB_TLS"],
    ["SELF_SIGNED_CERT_IN_CHAIN", false, "GITLAB_TLS"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false, "GITLAB_TLS"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", false, "GITLAB_TLS"],
    ["CERT_HAS_EXPIRED", false, "GITLAB_TLS"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", false, "GITLAB_TLS"],
    ["INVALID_CA", false, "GITLAB_TLS"],
  ])("%s: worth another try: %s, in the end %s", (code, isTransient, expected) => {
    const { error, ...rest } = readNetworkError(failure(code), "https://gitlab.example.com");
    expect(rest).toEqual({ isTransient });
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(code) });
  });

  it.each([undefined, null, "text", new Error("no code"), { code: "ECONNRESET" }])(
    "of an unknown kind (%s) is final",
    (thrown) => {
      expect(readNetworkError(thrown, "https://gitlab.example.com").isTransient).toBe(false);
    },
  );

  it("says nothing of the original's words and keeps no cause: both may hold what was sent", () => {
    const { error } = readNetworkError(failure("EPROTO", "something private"), "https://gitlab.example.com");
    expect(error.message).not.toContain("private");
    expect(error.cause).toBeUndefined();
  });
});
