/** Path globs: `*` within a name, `**` across folders, `?`, `[a-z]`, `{a,b}`; from the root of what is scanned. */
import type { RegexPart } from "../rules/import-regex-tree.ts";
import { ALL, bytesOf, NONE, one, range } from "../rules/import-sets.ts";

const NO_SLASH = ALL & ~bytesOf("/");
const MAX_LENGTH = 1000;

const many = (body: RegexPart): RegexPart => ({
  kind: "repeat",
  body,
  min: 0,
  max: Number.POSITIVE_INFINITY,
  isLazy: false,
});
const NAME = many({ kind: "set", set: NO_SLASH });
const ANYTHING = many({ kind: "set", set: ALL });
/** `**` and the slash after it: any number of folders, none too. */
const FOLDERS = many({ kind: "sequence", items: [NAME, { kind: "set", set: bytesOf("/") }] });

const toBytes = (text: string): readonly RegexPart[] =>
  [...Buffer.from(text)].map((code) => ({ kind: "set", set: one(code) }));

const readClass = (text: string): RegexPart => {
  const isNegated = /^[!^]/.test(text);
  let set = NONE;
  for (const [, low = "", high] of text
    .slice(isNegated ? 1 : 0)
    .matchAll(/([\x00-\x7f])(?:-([\x00-\x7f]))?/g))
    set |= range(low.charCodeAt(0), (high ?? low).charCodeAt(0));
  return { kind: "set", set: isNegated ? NO_SLASH & ~set : set };
};

const TOKEN = /\*\*\/|\*{1,2}|\?|\[([!^]?[^\]]+)\]|\{([^{}]*)\}|\\(.)|([^])/gsu;

const readItems = (glob: string): readonly RegexPart[] =>
  [...glob.matchAll(TOKEN)].flatMap(([token, set, options, escaped, character]): readonly RegexPart[] => {
    if (token === "**/") return [FOLDERS];
    if (token === "**") return [ANYTHING];
    if (token === "*") return [NAME];
    if (token === "?") return [{ kind: "set", set: NO_SLASH }];
    if (set !== undefined) return [readClass(set)];
    if (options !== undefined)
      return [
        {
          kind: "choice",
          options: options.split(",").map((option) => ({ kind: "sequence", items: readItems(option) })),
        },
      ];
    return toBytes(escaped ?? character ?? "");
  });

/** A glob that ends in a slash means everything below that folder. @throws Error for one that is too long or empty. */
export const parseGlob = (glob: string): RegexPart => {
  const plain = glob.replace(/^\.?\/+/, "");
  if (plain === "") throw new Error("an empty glob");
  if (plain.length > MAX_LENGTH) throw new Error("a glob that is too long");
  return { kind: "sequence", items: readItems(plain.endsWith("/") ? `${plain}**` : plain) };
};
