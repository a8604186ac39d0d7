/** JSON text that is safe in a terminal, whole or in chunks. */

/** What JSON may hold raw and a terminal or an eye must not meet: DEL, C1, bidirectional and zero-width controls. */
const UNSAFE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnits = (character: string): string =>
  character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const escape = (json: string): string => json.replace(UNSAFE, escapeUnits);

const pad = (depth: number): string => "  ".repeat(depth);

/** One value on one line. */
export const jsonLine = (value: object): string => `${escape(JSON.stringify(value))}\n`;

/** One value, indented to stand at `depth`. Raw line breaks in JSON are layout, never part of a string. */
const jsonValue = (value: object | string | number | null, depth: number): string =>
  escape(JSON.stringify(value, null, 2)).replaceAll("\n", `\n${pad(depth)}`);

function* jsonArray(items: Iterable<object>, depth: number): Generator<string> {
  let opened = false;
  for (const item of items) {
    yield `${opened ? "," : "["}\n${pad(depth + 1)}${jsonValue(item, depth + 1)}`;
    opened = true;
  }
  yield opened ? `\n${pad(depth)}]` : "[]";
}

/** A member with `items` is an array that is written item by item. */
export type Member =
  | { readonly name: string; readonly value: object | string | number | null }
  | { readonly name: string; readonly items: Iterable<object> };

/** An object at `depth` in chunks: a report of any size is never one string. */
export function* jsonObject(members: readonly Member[], depth: number): Generator<string> {
  for (const [index, member] of members.entries()) {
    yield `${index === 0 ? "{" : ","}\n${pad(depth + 1)}${JSON.stringify(member.name)}: `;
    if ("items" in member) yield* jsonArray(member.items, depth + 1);
    else yield jsonValue(member.value, depth + 1);
  }
  yield `\n${pad(depth)}}`;
}
