/** Tests of the proof `discord-id`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { discordId } from "../../../src/detect/checksums/discord-id.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const make = (id: string): string =>
  `${Buffer.from(id).toString("base64url")}.${expandTemplate("{{u64 6 seed=1}}.{{u64 38 seed=2}}")}`;

describe("discord-id", () => {
  it("reads the bot's id", () => {
    expect(discordId(make("123456789012345678"))).toEqual({
      valid: true,
      facts: { id: "123456789012345678" },
    });
  });

  it.each(["1234567890123456", "12345678901234567a", "1234\u00ff6789"])("proves nothing by %s", (id) => {
    expect(discordId(make(id))).toEqual({ valid: null });
  });

  it.each(["not a number at all", "123four5678901234567"])("refuses %s", (id) => {
    expect(discordId(make(id))).toEqual({ valid: false });
  });
});
