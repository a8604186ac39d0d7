/** The known word that somebody most likely meant. */

/** Letters to put in, leave out, replace or swap with their neighbour to make one text of the other. */
const distance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_unused, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Infinity;
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(
        Math.min(
          at(1, 0) + 1,
          (line[column - 1] ?? Infinity) + 1,
          at(1, 1) + (isSame ? 0 : 1),
          isSwapped && row > 1 && column > 1 ? at(2, 2) + 1 : Infinity,
        ),
      );
    }
    rows.push(line);
  }
  return rows.at(-1)?.at(-1) ?? Infinity;
};

/** A stranger's word may be of any length; the known ones are short. */
const MOST = 40;

/** @param words at least one. Of equally near ones the first. */
export const nearest = (word: string, words: readonly string[]): string => {
  const asked = word.slice(0, MOST);
  const ranked = words.map((known) => ({ known, away: distance(asked, known) }));
  return ranked.toSorted((a, b) => a.away - b.away)[0]?.known ?? "";
};
