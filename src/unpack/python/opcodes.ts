/** Numbers of the few instructions that tie a constant to a name (CPython, Lib/opcode.py; Include/opcode_ids.h). */

/** What an instruction means here. */
export type Meaning =
  | "extend"
  | "constant"
  | "load"
  | "attribute"
  | "store-name"
  | "store-local"
  | "store-attribute"
  | "store-item"
  | "map"
  | "map-of-keys"
  | "keywords"
  | "keyword-call"
  | "nothing";

type Opcodes = Readonly<Record<number, Meaning>>;

/** 3.6 to 3.12; 172 is unused before 3.11, 141 and 156 take their keys from the stack. */
const CLASSIC: Opcodes = {
  0: "nothing",
  60: "store-item",
  90: "store-name",
  95: "store-attribute",
  97: "store-name",
  100: "constant",
  101: "load",
  105: "map",
  106: "attribute",
  116: "load",
  124: "load",
  125: "store-local",
  141: "keyword-call",
  144: "extend",
  156: "map-of-keys",
  172: "keywords",
};
const V313: Opcodes = {
  0: "nothing",
  39: "store-item",
  46: "map-of-keys",
  48: "map",
  57: "keyword-call",
  71: "extend",
  82: "attribute",
  83: "constant",
  85: "load",
  91: "load",
  92: "load",
  108: "store-attribute",
  110: "store-local",
  113: "store-name",
  114: "store-name",
};
const V314: Opcodes = {
  0: "nothing",
  38: "store-item",
  47: "map",
  55: "keyword-call",
  69: "extend",
  80: "attribute",
  82: "constant",
  84: "load",
  86: "load",
  92: "load",
  93: "load",
  94: "load",
  110: "store-attribute",
  112: "store-local",
  115: "store-name",
  116: "store-name",
};

/** Magic numbers of 3.13 and 3.14 begin here; each version leaves room behind its own. */
const FIRST_313 = 3550;
const FIRST_314 = 3600;

export const opcodesOf = (magic: number): Opcodes =>
  magic < FIRST_313 ? CLASSIC : magic < FIRST_314 ? V313 : V314;
