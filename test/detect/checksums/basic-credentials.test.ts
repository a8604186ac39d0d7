/** Tests of the proof `basic-credentials`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { basicCredentials } from "../../../src/detect/checksums/basic-credentials.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const encode = (text: string): string => Buffer.from(text).toString("base64");

describe("basic-credentials", () => {
  it("tells the user and never the password", () => {
    expect(basicCredentials(expandTemplate("{{b62 20 seed=1 prefix=deploy: | base64}}"))).toEqual({
      valid: true,
      facts: { user: "deploy" },
    });
    expect(basicCredentials(encode(expandTemplate("jürgen:{{b62 9 seed=1}}:x"))).facts).toEqual({
      user: "jürgen",
    });
  });

  it("takes a password without user", () => {
    expect(basicCredentials(encode(expandTemplate(":{{b62 20 seed=1}}")))).toEqual({
      valid: true,
      facts: {},
    });
  });

  it.each([
    ["no colon", "user"],
    ["no password", "user:"],
    ["bytes", "\u0000\u0001:\u0002"],
    ["a variable", "user:$PASSWORD"],
    ["a template", "user:{{ password }}"],
  ])("refuses %s", (_, text) => {
    expect(basicCredentials(encode(text))).toEqual({ valid: false });
  });

  it("proves nothing by a password in another charset, and by a key in the place of the user", () => {
    const latin1 = Buffer.from(expandTemplate("deploy:{{b62 9 seed=1}}\u00fc"), "latin1");
    expect(basicCredentials(latin1.toString("base64"))).toEqual({ valid: null });
    expect(basicCredentials(encode(expandTemplate("{{b62 32 seed=2}}:")))).toEqual({ valid: null });
  });

  it("refuses what is no text", () => {
    expect(basicCredentials(Buffer.from([0x75, 0x3a, 0xff, 0xfe]).toString("base64"))).toEqual({
      valid: false,
    });
  });
});
