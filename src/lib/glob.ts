/** Path globs with `*` (within a folder) and `**` (across folders), matched without backtracking. */

const STAR = Symbol("any characters of one name");
const STARS = Symbol("any characters, slashes too");
type Token = string | typeof STAR | typeof STARS;

const parse = (glob: string): readonly Token[] =>
  [...glob.matchAll(/\*+|[^*]/gsu)].map(([text]) =>
    text === "*" ? STAR : text.startsWith("*") ? STARS : text,
  );

/** Steps are at most length of glob times length of path, whatever a stranger writes. */
export const matchGlob = (glob: string, path: string): boolean => {
  const tokens = parse(glob);
  // reachable[i]: the first i tokens can have taken all characters so far.
  let reachable = tokens.map(() => false).concat(false);
  const skipStars = (row: boolean[]): boolean[] => {
    tokens.forEach((token, index) => {
      if (row[index] === true && typeof token !== "string") row[index + 1] = true;
    });
    return row;
  };
  reachable[0] = true;
  reachable = skipStars(reachable);
  for (const character of path) {
    const next = reachable.map(() => false);
    tokens.forEach((token, index) => {
      if (reachable[index] !== true) return;
      if (token === character) next[index + 1] = true;
      else if (token === STARS || (token === STAR && character !== "/")) next[index] = true;
    });
    reachable = skipStars(next);
  }
  return reachable[tokens.length] === true;
};
