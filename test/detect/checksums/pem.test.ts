/** Tests of the proof `pem`: published vectors, broken variants, facts. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pem } from "../../../src/detect/checksums/pem.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const RSA = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const PKCS8 = RSA.export({ type: "pkcs8", format: "pem" }).toString();
const PKCS1 = RSA.export({ type: "pkcs1", format: "pem" }).toString();
const EC = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "sec1", format: "pem" })
  .toString();
const LOCK = { cipher: "aes-256-cbc", passphrase: "open" };
const LOCKED = RSA.export({ type: "pkcs8", format: "pem", ...LOCK }).toString();
const LOCKED_PKCS1 = RSA.export({ type: "pkcs1", format: "pem", ...LOCK }).toString();

const RSA_FACTS = { type: "rsa", encrypted: "no", bits: "1024" };

describe("pem", () => {
  it("parses keys and tells type, size and curve", () => {
    expect(pem(PKCS8)).toEqual({ valid: true, facts: RSA_FACTS });
    expect(pem(PKCS1)).toEqual({ valid: true, facts: RSA_FACTS });
    expect(pem(EC)).toEqual({ valid: true, facts: { type: "ec", encrypted: "no", curve: "prime256v1" } });
    expect(pem(expandTemplate("{{pem seed=1}}"))).toEqual({
      valid: true,
      facts: { type: "ed25519", encrypted: "no" },
    });
  });

  it.each([
    ["a JSON string", JSON.stringify(PKCS8)],
    ["a JSON string in a JSON string", JSON.stringify(JSON.stringify(PKCS8))],
    ["one line with spaces", PKCS8.replaceAll("\n", " ")],
    ["Windows line ends", PKCS8.replaceAll("\n", "\r\n")],
    ["an indented YAML block", PKCS8.replaceAll("\n", "\n    ")],
    [
      "joined source strings",
      PKCS8.split("\n")
        .map((line) => `  '${line}\\n'`)
        .join(" +\n"),
    ],
    [
      "joined source strings, plus in front",
      PKCS8.split("\n")
        .map((line) => `  "${line}"`)
        .join("\n  + "),
    ],
    ["a comment", PKCS8.replaceAll("\n", "\n# ")],
    ["base64", Buffer.from(PKCS8).toString("base64")],
  ])("reads a key in %s", (_, text) => {
    expect(pem(text)).toEqual({ valid: true, facts: RSA_FACTS });
  });

  it("tells encrypted keys", () => {
    expect(pem(LOCKED)).toEqual({ valid: true, facts: { encrypted: "yes" } });
    expect(pem(LOCKED_PKCS1)).toEqual({ valid: true, facts: { encrypted: "yes" } });
  });

  it("keeps masked and damaged keys, without proof", () => {
    expect(pem(expandTemplate("{{pem label=RSA_PRIVATE_KEY seed=1}}"))).toEqual({ valid: null, facts: {} });
    expect(pem(expandTemplate("{{pem label=PGP_PRIVATE_KEY_BLOCK seed=1}}"))).toEqual({
      valid: null,
      facts: {},
    });
    const masked = expandTemplate(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n{{upper 200 seed=1}}\n-----END ENCRYPTED PRIVATE KEY-----",
    );
    expect(pem(masked)).toEqual({ valid: null, facts: { encrypted: "yes" } });
  });

  it.each([
    ["dots", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"],
    [
      "too little",
      expandTemplate("-----BEGIN PRIVATE KEY-----\n{{b64 36 seed=1}}\n-----END PRIVATE KEY-----"),
    ],
    ["a certificate in base64", expandTemplate("{{pem label=CERTIFICATE seed=1 | base64}}")],
    ["no marker", "PRIVATE KEY"],
  ])("refuses %s between the markers", (_, text) => {
    expect(pem(text)).toEqual({ valid: false });
  });
});
