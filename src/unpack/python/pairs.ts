/** Which name a constant of Python code belongs to: a rough reading of the instructions around it. */
import { type Code, type Constant, isList, isText } from "./marshal.ts";
import type { Meaning } from "./opcodes.ts";

/** A text constant and the variable, attribute, key or parameter it is given to. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** A name is written with each of its values: no programmer's is longer. */
const MAX_NAME = 100;

/**
 * Runs through the instructions with a stack of what was loaded last; whatever it does not know empties the stack. So a
 * pair may be missed, but not made up: the instruction right behind the constants says whose they are.
 */
export const readPairs = (code: Code, opcodes: Readonly<Record<number, Meaning>>): readonly Pair[] => {
  const { instructions, constants, names, locals } = code;
  const pairs: Pair[] = [];
  let stack: (Constant | undefined)[] = [];

  const pair = (name: Constant | undefined, value: Constant | undefined): void => {
    if (isText(name) && isText(value) && name.length <= MAX_NAME) pairs.push({ name, value });
  };
  /** Keys belong to the values loaded last, in their order. */
  const pairKeys = (keys: Constant | undefined): void => {
    if (!isList(keys)) return;
    const values = stack.slice(-keys.length);
    if (values.length === 0) return;
    keys.slice(-values.length).forEach((key, index) => pair(key, values[index]));
  };
  const run = (meaning: Meaning | undefined, argument: number): void => {
    if (meaning === "constant") stack.push(constants[argument]);
    else if (meaning === "load") stack.push(null);
    else if (meaning === "attribute") stack.splice(-1, 1, null);
    else if (meaning === "map") {
      const items = argument === 0 ? [] : stack.splice(-2 * argument);
      for (let index = 0; index < items.length; index += 2) pair(items[index], items[index + 1]);
      stack.push(null);
    } else if (meaning === "map-of-keys") {
      pairKeys(stack.pop());
      stack = stack.slice(0, Math.max(0, stack.length - argument));
      stack.push(null);
    } else if (meaning !== "nothing") {
      if (meaning === "store-name") pair(names[argument], stack.at(-1));
      else if (meaning === "store-local") pair(locals[argument], stack.at(-1));
      // Below the object whose attribute it is.
      else if (meaning === "store-attribute") pair(names[argument], stack.at(-2));
      else if (meaning === "store-item") pair(stack.at(-1), stack.at(-3));
      else if (meaning === "keywords") pairKeys(constants[argument]);
      else if (meaning === "keyword-call") pairKeys(stack.pop());
      stack = [];
    }
  };

  let extension = 0;
  for (let at = 0; at + 1 < instructions.length; at += 2) {
    const meaning = opcodes[instructions.charCodeAt(at)];
    const argument = ((extension << 8) | instructions.charCodeAt(at + 1)) >>> 0;
    extension = meaning === "extend" ? argument : 0;
    if (meaning !== "extend") run(meaning, argument);
  }
  return pairs;
};
