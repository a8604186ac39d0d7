/** Makes a self-signed certificate for 127.0.0.1 at run time, so that no private key is committed (RFC 5280, RFC 8410). */
import { generateKeyPairSync, sign } from "node:crypto";

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, Math.floor(body.length / 256), body.length % 256];
  return Buffer.concat([Uint8Array.from([tag, ...length]), body]);
};
const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, bytes(hex));
const time = (text: string): Buffer => der(0x17, Buffer.from(text));

const ED25519 = sequence(oid("2b6570"));
const COMMON_NAME = oid("550403");
const BASIC_CONSTRAINTS = oid("551d13");
const SUBJECT_ALT_NAME = oid("551d11");

/** @param address IPv4 address in hex, e.g. `7f000001`. */
export const makeCertificate = (address: string): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("test")))));
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, der(0x04, sequence(der(0x01, bytes("ff"))))),
    sequence(SUBJECT_ALT_NAME, der(0x04, sequence(der(0x87, bytes(address))))),
  );
  const body = sequence(
    der(0xa0, der(0x02, bytes("02"))),
    der(0x02, bytes("01")),
    ED25519,
    name,
    sequence(time("200101000000Z"), time("491231235959Z")),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, bytes("00"), sign(null, body, privateKey));
  const text = sequence(body, ED25519, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
  };
};
