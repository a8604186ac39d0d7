/** Tests of the proof `openssh`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { openssh } from "../../../src/detect/checksums/openssh.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("openssh", () => {
  it("tells a key that anybody can use from one with a passphrase", () => {
    const open = expandTemplate("{{pem label=OPENSSH_PRIVATE_KEY seed=1}}");
    const locked = expandTemplate("{{pem label=OPENSSH_PRIVATE_KEY cipher=aes256-ctr seed=1}}");
    expect(openssh(open)).toEqual({ valid: true, facts: { encrypted: "no" } });
    expect(openssh(locked)).toEqual({ valid: true, facts: { encrypted: "yes" } });
    expect(openssh(JSON.stringify(locked))).toEqual({ valid: true, facts: { encrypted: "yes" } });
  });

  it("keeps a masked key, without proof", () => {
    const label = "OPENSSH PRIVATE KEY";
    expect(
      openssh(expandTemplate(`-----BEGIN ${label}-----\n{{b64 200 seed=1}}\n-----END ${label}-----`)),
    ).toEqual({ valid: null });
  });

  it("keeps a key that is cut within its names, without proof", () => {
    const start = Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      Buffer.from([0, 0, 255, 255]),
      Buffer.alloc(60),
    ]);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${start.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----`;
    expect(openssh(text)).toEqual({ valid: null });
  });

  it("refuses markers without a key", () => {
    expect(openssh("-----BEGIN OPENSSH PRIVATE KEY-----\n...\n-----END OPENSSH PRIVATE KEY-----")).toEqual({
      valid: false,
    });
  });
});
