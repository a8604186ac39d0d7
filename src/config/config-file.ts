/** The configuration file: YAML, one line per setting, each named like its option without the dashes. Everything in it is checked. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { printable } from "../lib/printable.ts";
import { makeError, type VaultboundError } from "../model/errors.ts";
import { type Given, SETTING_NAMES, type Settings } from "./config.ts";
import { nearest } from "./nearest.ts";

export type FileSettings = ReadonlyMap<keyof Settings, Given>;

const MOST_BYTES = 100_000;
const MOST_ITEMS = 1000;

/** Settings that name files: relative ones stand beside the configuration file, wherever the command is run. */
const PATHS = new Set<keyof Settings>(["store", "caFile", "tokenFile", "mirrorCache"]);
const hasScheme = (text: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(text);

/** Names of GitLab's tokens begin like this (docs.gitlab.com/security/tokens, token prefixes). */
const TOKEN = /\b(?:gl[a-z]{2,8}|GR1348941)-?[\w-]{16,}/;
const TOKEN_NAME = /(?:^|[-_])(?:token|password|secret|hash-?key)$/i;

const NO_TOKENS =
  "no token and no key belongs in this file: set GITLAB_TOKEN, or name a file that holds the token with token-file";

/** `postgres://user:password@host`, or the same as a parameter. */
const PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*:[^/@]+@|\S*[?&]password=)/i;
const NO_PASSWORDS = "no password belongs in this file: PGPASSWORD or PGPASSFILE tell that of a store";

type Fail = (node: unknown, detail: string) => VaultboundError;

const refuse = (error: VaultboundError): never => {
  throw error;
};

const textOf = (node: unknown, name: string, fail: Fail): string | boolean => {
  if (isAlias(node)) return refuse(fail(node, "aliases are not read here: write the value itself"));
  if (!isScalar(node)) return refuse(fail(node, `${name} must be a text, a number or a list of texts`));
  const { value, source } = node;
  if (value === null) return refuse(fail(node, `${name} is empty`));
  // As it is written: 0010 and 1e3 are judged by the setting, like those of a flag.
  const text = typeof value === "string" ? value : (source ?? String(value));
  if (TOKEN.test(text)) return refuse(fail(node, NO_TOKENS));
  if (PASSWORD.test(text)) return refuse(fail(node, NO_PASSWORDS));
  return name === "allow-gaps" && typeof value === "boolean" ? value : text;
};

const readValue = (node: unknown, name: string, fail: Fail): unknown => {
  if (!isSeq(node)) return textOf(node, name, fail);
  if (node.items.length > MOST_ITEMS) return refuse(fail(node, `${name} has more than ${MOST_ITEMS} items`));
  return node.items.map((item) => textOf(item, name, fail));
};

const readName = (key: unknown, fail: Fail): readonly [string, keyof Settings] => {
  const name = isScalar(key) && typeof key.value === "string" ? key.value : "";
  const setting = SETTING_NAMES.get(name);
  if (setting !== undefined) return [name, setting];
  const known = [...SETTING_NAMES.keys()];
  if (TOKEN_NAME.test(name) || TOKEN.test(name)) return refuse(fail(key, NO_TOKENS));
  // `gitlabUrl` and `gitlab_url` are meant well.
  const asked = name.replaceAll(/[A-Z]/g, "-$&").replaceAll("_", "-").toLowerCase();
  return refuse(
    fail(
      key,
      `there is no setting "${printable(name.slice(0, 40))}"; the nearest is ${nearest(asked, known)}`,
    ),
  );
};

/** A name that stands twice is an error of the parser. */
const parseYaml = (text: string, lineCounter: LineCounter, place: string) => {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "error" });
  } catch (cause) {
    // Its own depth is the parser's only limit.
    throw makeError("CONFIG_INVALID", [{ option: place, detail: "is nested too deep" }], cause);
  }
};

/** @param file its path, for messages and for the paths in it. @throws VaultboundError CONFIG_INVALID naming the line. */
export const parseConfigFile = (text: string, file: string): FileSettings => {
  const lines = new LineCounter();
  const place = printable(basename(file));
  const at = (offset: number): string => `${place}:${lines.linePos(offset).line}`;
  const fail: Fail = (node, detail) =>
    // Parsed nodes have a range; the type leaves room for made ones.
    makeError("CONFIG_INVALID", [{ option: at((node as Node | null)?.range?.[0] ?? 0), detail }]);
  const document = parseYaml(text, lines, place);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const detail = `is no YAML: ${problem.code.toLowerCase().replaceAll("_", " ")}`;
    throw makeError("CONFIG_INVALID", [{ option: at(problem.pos[0]), detail }]);
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return new Map();
  if (!isMap(contents)) throw fail(contents, "must hold settings, one per line: `fail-on: high`");
  const settings = new Map<keyof Settings, Given>();
  for (const { key, value } of contents.items) {
    const [name, setting] = readName(key, fail);
    // A name without a value has no node of its own.
    const read = readValue(value ?? key, name, value === null ? (_node, detail) => fail(key, detail) : fail);
    const isRelative =
      typeof read === "string" && PATHS.has(setting) && !isAbsolute(read) && !hasScheme(read);
    settings.set(setting, {
      value: isRelative && read !== "" ? resolve(dirname(file), read) : read,
      origin: `${at((key as Node).range?.[0] ?? 0)}: ${name}`, // parsed, so it is a node
    });
  }
  return settings;
};

/** @throws VaultboundError CONFIG_INVALID for what cannot be read, is no plain file, or too large. */
export const readConfigFile = (file: string, option: string): FileSettings => {
  const fail = (detail: string, cause?: unknown): VaultboundError =>
    makeError("CONFIG_INVALID", [{ option, detail: `${printable(file)} ${detail}` }], cause);
  let handle: number | undefined;
  try {
    // Opening a pipe would wait for somebody to write into it.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(handle).isFile()) throw fail("is no file");
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    const size = readSync(handle, bytes, 0, bytes.length, 0);
    if (size > MOST_BYTES) throw fail(`is larger than ${MOST_BYTES / 1000} kB`);
    return parseConfigFile(bytes.toString("utf8", 0, size), resolve(file));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && "syscall" in cause)) throw cause;
    throw fail(`cannot be read (${String(cause.code)})`, cause);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
};
