/** Turns numbers and lists into the sentences of reasons. */

/** `1 project`, `2 projects`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export const joinWords = (words: readonly string[]): string => {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
};
