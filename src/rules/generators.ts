/** What templates of synthetic secrets are made of: alphabets, generators of whole formats, steps after them. */
import { crc32, toBase62 } from "../lib/crc32.ts";
import type { SeededRandom } from "../lib/seeded-random.ts";

type Options = ReadonlyMap<string, string>;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";

/** Alphabets by the names of the rule notation. */
export const ALPHABETS: Readonly<Record<string, string>> = {
  hex: "0123456789abcdef",
  HEX: "0123456789ABCDEF",
  b62: DIGITS + UPPER + LOWER,
  b64: `${DIGITS}${UPPER}${LOWER}+/`,
  u64: `${DIGITS}${UPPER}${LOWER}-_`,
  b32: `${UPPER}234567`,
  b58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  lc: LOWER + DIGITS,
  uc: UPPER + DIGITS,
  d: DIGITS,
  lower: LOWER,
  upper: UPPER,
  alpha: LOWER + UPPER,
};

const toBase64 = (data: string | Uint8Array): string => Buffer.from(data).toString("base64");
const toBase64Url = (data: string | Uint8Array): string => Buffer.from(data).toString("base64url");
const wrap = (text: string, width: number): string =>
  text.match(new RegExp(`.{1,${width}}`, "g"))?.join("\n") ?? "";
const base36 = (value: number, length: number): string => value.toString(36).padStart(length, "0");

/**
 * Routable GitLab token: `prefix=` before it, `version=0` for the older layout, `routing=o:1,p:2a` for the routed ids
 * (base 36). Version 1 has the routing after the random bytes and `.01.`, version 0 before them and `.`.
 */
const makeRoutable = (options: Options, random: SeededRandom): string => {
  const routing = Buffer.from((options.get("routing") ?? "o:1,u:1a").replaceAll(",", "\n"));
  const isOld = options.get("version") === "0";
  const noise = random.bytes(16);
  const bytes = isOld ? [routing, noise, Uint8Array.of(16)] : [noise, routing, Uint8Array.of(routing.length)];
  const payload = toBase64Url(Buffer.concat(bytes));
  const head = `${options.get("prefix") ?? ""}${payload}${isOld ? "." : ".01."}${base36(payload.length, 2)}`;
  return head + base36(crc32(head), 7);
};

const withLength = (text: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
};

/** The start that every OpenSSH key file has (PROTOCOL.key): magic, cipher, kdf; then noise. */
const makeOpenSsh = (cipher: string, random: SeededRandom): Buffer =>
  Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    withLength(cipher),
    withLength(cipher === "none" ? "none" : "bcrypt"),
    random.bytes(200),
  ]);

/** Only PKCS #8 parses: an Ed25519 key (RFC 8410) is any 32 bytes. The others have the right start and are damaged. */
const makePem = (options: Options, random: SeededRandom): string => {
  const label = (options.get("label") ?? "PRIVATE_KEY").replaceAll("_", " ");
  let body: Buffer;
  if (label === "PRIVATE KEY")
    body = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), random.bytes(32)]);
  else if (label === "OPENSSH PRIVATE KEY") body = makeOpenSsh(options.get("cipher") ?? "none", random);
  else body = Buffer.concat([Buffer.from("308204a4020100", "hex"), random.bytes(600)]);
  return `-----BEGIN ${label}-----\n${wrap(toBase64(body), 64)}\n-----END ${label}-----`;
};

const makeUuid = (random: SeededRandom): string =>
  Buffer.from(random.bytes(16))
    .toString("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");

/** JSON of the options; `fill=name:length` adds a field of random characters. */
const makeJson = (options: Options, random: SeededRandom): string => {
  const fields = Object.fromEntries([...options].filter(([name]) => name !== "seed" && name !== "fill"));
  const [name = "", length = "32"] = (options.get("fill") ?? "").split(":");
  return JSON.stringify(
    name === "" ? fields : { ...fields, [name]: random.pick(ALPHABETS["lc"] ?? "", Number(length)) },
  );
};

/** Unsigned claims under a random signature. Claims come as `iss=… sub=…` options; `exp` defaults to 2100. */
const makeJwt = (options: Options, random: SeededRandom): string => {
  const claims = Object.fromEntries([...options].filter(([name]) => name !== "seed"));
  const payload = { ...claims, exp: Number(options.get("exp") ?? 4_102_444_800) };
  return [
    toBase64Url('{"alg":"RS256","typ":"JWT"}'),
    toBase64Url(JSON.stringify(payload)),
    toBase64Url(random.bytes(64)),
  ].join(".");
};

/** Macaroon, binary format 2: the package index as location, an identifier, a caveat, a signature. */
const makePypiToken = (options: Options, random: SeededRandom): string => {
  const location = Buffer.from(options.get("location") ?? "AgEIcHlwaS5vcmc=", "base64");
  const identifier = makeUuid(random);
  const caveat = '{"version":1,"permissions":"user"}';
  return `pypi-${toBase64Url(
    Buffer.concat([
      location,
      Uint8Array.of(2, identifier.length),
      Buffer.from(identifier),
      Uint8Array.of(0, 2, caveat.length),
      Buffer.from(caveat),
      Uint8Array.of(0, 0, 6, 32),
      random.bytes(32),
    ]),
  )}`;
};

const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** BIP 173. */
const bech32Polymod = (values: readonly number[]): number => {
  let state = 1;
  for (const value of values) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ value;
    BECH32_GENERATOR.forEach((term, bit) => {
      if ((top >>> bit) & 1) state ^= term;
    });
  }
  return state;
};

/** age identity: 32 bytes as 52 five-bit words (the last four bits are padding) and the checksum, upper case. */
const makeAgeKey = (random: SeededRandom): string => {
  const hrp = "age-secret-key-";
  const bits = [...random.bytes(32)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const words = (bits.padEnd(260, "0").match(/.{5}/g) ?? []).map((word) => Number.parseInt(word, 2));
  const codes = [...hrp].map((character) => character.charCodeAt(0));
  const head = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  const sum = bech32Polymod([...head, ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [25, 20, 15, 10, 5, 0].map((shift) => (sum >>> shift) & 31);
  return `${hrp}1${[...words, ...tail].map((word) => BECH32.charAt(word)).join("")}`.toUpperCase();
};

export const GENERATORS: Readonly<Record<string, (random: SeededRandom, options: Options) => string>> = {
  uuid: makeUuid,
  json: (random, options) => makeJson(options, random),
  jwt: (random, options) => makeJwt(options, random),
  "gitlab-routable": (random, options) => makeRoutable(options, random),
  pem: (random, options) => makePem(options, random),
  bytes64: (random, options) => toBase64(random.bytes(Number(options.get("size") ?? 32))),
  pypi: (random, options) => makePypiToken(options, random),
  age: makeAgeKey,
};

/** Steps after the generator, left to right. */
export const TRANSFORMS: Readonly<Record<string, (text: string) => string>> = {
  /** GitHub and npm: CRC-32 of the body, base 62, 6 characters. */
  "crc-b62": (body) => body + toBase62(crc32(body), 6),
  /** Atlassian: CRC-32 of all before, 8 upper-case hex. */
  "crc-HEX": (text) => text + crc32(text).toString(16).padStart(8, "0").toUpperCase(),
  /** Cloudflare: CRC-32 of the body, 8 lower-case hex. */
  "crc-hex": (text) => text + crc32(text).toString(16).padStart(8, "0"),
  /** Grafana service accounts: `_` and CRC-32 of all before, little-endian hex. */
  "crc-hex-le": (text) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(crc32(text));
    return `${text}_${bytes.toString("hex")}`;
  },
  base64: toBase64,
  base64url: toBase64Url,
  /** `\n` for line breaks, as in JSON strings. */
  json: (text) => JSON.stringify(text).slice(1, -1),
};
