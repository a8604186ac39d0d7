/** Tests of the proof `atlassian-crc`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { atlassianCrc } from "../../../src/detect/checksums/atlassian-crc.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("atlassian-crc", () => {
  it("proves the published vector", () => {
    expect(atlassianCrc(`${["ATATT3", "xFfGF0"].join("")}${"a".repeat(20)}D7EB5497`)).toEqual({
      valid: true,
    });
  });

  it.each(["ATATT3xFfGF0", "ATCTT3xFfGN0", "ATBB"])(
    "proves a %s token and refuses it with one digit changed",
    (prefix) => {
      const token = expandTemplate(`{{b62 24 seed=1 prefix=${prefix} | crc-HEX}}`);
      expect(atlassianCrc(token)).toEqual({ valid: true });
      expect(atlassianCrc(token.slice(0, -1) + (token.endsWith("0") ? "1" : "0"))).toEqual({ valid: false });
    },
  );

  it("says nothing of a token without hex digits at its end", () => {
    expect(atlassianCrc(`ATBB${"z".repeat(32)}`)).toEqual({ valid: null });
  });
});
