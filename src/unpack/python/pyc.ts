/** Compiled Python (`.pyc`, 3.6 to 3.14): its text constants, each on a line with the name it is given to. */
import type { Budget } from "../budget.ts";
import type { Format, Unpacked } from "../format.ts";
import { renderPair } from "../render.ts";
import { type Code, type Constant, isCode, isList, isText, readMarshal } from "./marshal.ts";
import { opcodesOf } from "./opcodes.ts";
import { readPairs } from "./pairs.ts";

/** Magic numbers: 3.6 has 3360 to 3379, 3.14 up to 3627, 3.15 begins at 3650 (CPython, pycore_magic_number.h). */
const FIRST = 3360;
const FIRST_37 = 3390;
const FIRST_UNKNOWN = 3650;
const LAST = 3999;
const MAGIC_END = 0x0a0d;
/** Type of a code object, with and without the mark of something referred to later. */
const CODE_TYPES = [0x63, 0xe3];
/** Bits of the flags since PEP 552. */
const KNOWN_FLAGS = 3;

const readMagic = (bytes: Buffer): number => (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
/** Magic, then time and size; since PEP 552 flags between them. */
const headerSize = (magic: number): number => (magic < FIRST_37 ? 12 : 16);

const recognise = (bytes: Buffer): boolean => {
  if (bytes[2] !== 0x0d || bytes[3] !== 0x0a || bytes.length < 24) return false;
  const magic = readMagic(bytes);
  if (magic < FIRST || magic > LAST || bytes.readUInt16LE(2) !== MAGIC_END) return false;
  if (magic >= FIRST_37 && bytes.readUInt32LE(4) > KNOWN_FLAGS) return false;
  return CODE_TYPES.includes(bytes[headerSize(magic)] ?? 0);
};

/** All instructions that are looked at: no module has more, and a forged one may name the same ones again and again. */
const MAX_INSTRUCTIONS = 4 * 1024 * 1024;

/** What was seen of a module; lists may be shared a million times, each is opened once. */
interface Progress {
  readonly magic: number;
  readonly opened: Set<Constant>;
  instructions: number;
}

function* listTexts(constants: readonly Constant[], opened: Set<Constant>): Generator<string> {
  if (opened.has(constants)) return;
  opened.add(constants);
  for (const constant of constants)
    if (isText(constant)) yield constant;
    else if (isList(constant)) yield* listTexts(constant, opened);
}

/** Code objects in the order they stand in the source, each once. */
const listCodes = (top: Code): readonly Code[] => {
  const codes = new Set([top]);
  const opened = new Set<Constant>();
  for (const { constants } of codes) {
    if (opened.has(constants)) continue;
    opened.add(constants);
    for (const constant of constants) if (isCode(constant)) codes.add(constant);
  }
  return [...codes];
};

/** Lines of one function or class body: first what has a name, then the rest. */
function* renderCode(code: Code, progress: Progress): Generator<string> {
  progress.instructions += code.instructions.length;
  const isTooMuch = progress.instructions > MAX_INSTRUCTIONS;
  const pairs = isTooMuch ? [] : readPairs(code, opcodesOf(progress.magic));
  const written = new Map<string, Set<string>>();
  for (const { name, value } of pairs) {
    const names = written.get(value) ?? new Set();
    if (names.has(name)) continue;
    written.set(value, names.add(name));
    yield renderPair(name, value);
  }
  // A key or parameter name is a constant too, and says nothing by itself.
  const done = new Set(pairs.flatMap(({ name, value }) => [name, value]));
  for (const text of listTexts(code.constants, progress.opened))
    if (text !== "" && !done.has(text)) {
      done.add(text);
      yield renderPair("", text);
    }
}

function* unpackPyc(bytes: Buffer, budget: Budget): Generator<Unpacked> {
  const magic = readMagic(bytes);
  if (magic >= FIRST_UNKNOWN) {
    yield { code: "ARCHIVE_UNSUPPORTED", name: "", detail: "its Python version is not known" };
    return;
  }
  const top = readMarshal(bytes, headerSize(magic), magic);
  if (typeof top === "string") {
    yield { code: "ARCHIVE_DAMAGED", name: "", detail: top };
    return;
  }
  const most = budget.allow(bytes.length);
  const lines: string[] = [];
  let size = 0;
  const progress: Progress = { magic, opened: new Set(), instructions: 0 };
  for (const code of listCodes(top)) {
    for (const line of renderCode(code, progress)) {
      size += line.length + 1;
      if (size > most) break;
      lines.push(line);
    }
    if (size > most) break;
  }
  if (size > most)
    yield { code: "ARCHIVE_TOO_LARGE", name: "constants", detail: budget.refuse(bytes.length) };
  if (lines.length > 0) yield { name: "constants", bytes: Buffer.from(`${lines.join("\n")}\n`, "latin1") };
}

export const pyc: Format = { name: "pyc", recognise, unpack: unpackPyc };
