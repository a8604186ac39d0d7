/** No fact may be part of a secret, nor hold one: which texts stand in others, many at a time. */

const BASE = 257;
const MODULUS = 1_000_003;

/** Hash of the first `length` characters, and what the leading one of a window is worth. */
const hashOf = (text: string, length: number): number => {
  let hash = 0;
  for (let at = 0; at < length; at++) hash = (hash * BASE + text.charCodeAt(at)) % MODULUS;
  return hash;
};

/** Needles of one length in one pass (Karp & Rabin 1987); every hit is compared. */
const findOfLength = (
  needles: ReadonlySet<string>,
  length: number,
  text: string,
  found: Set<string>,
): void => {
  if (text.length < length) return;
  const hashes = new Set([...needles].map((needle) => hashOf(needle, length)));
  let weight = 1;
  for (let at = 1; at < length; at++) weight = (weight * BASE) % MODULUS;
  let hash = hashOf(text, length);
  for (let at = 0; ; at++) {
    if (hashes.has(hash)) {
      const window = text.slice(at, at + length);
      if (needles.has(window)) found.add(window);
    }
    if (at + length >= text.length) return;
    const without = (hash + MODULUS - ((text.charCodeAt(at) * weight) % MODULUS)) % MODULUS;
    hash = (without * BASE + text.charCodeAt(at + length)) % MODULUS;
  }
};

/** Characters that no value has: nothing is found over the border of two texts. */
const BORDER = "\u0000";

/** The needles that one of the texts is or holds. Time grows with the texts and the number of different lengths. */
const findContained = (needles: Iterable<string>, texts: Iterable<string>): ReadonlySet<string> => {
  const joined = [...new Set(texts)].join(BORDER);
  const found = new Set<string>();
  for (const [length, group] of Map.groupBy(new Set(needles), (needle) => needle.length))
    if (length > 0) findOfLength(new Set(group), length, joined, found);
  return found;
};

/** Whether a text holds one of these. */
const createHolding = (parts: ReadonlySet<string>): ((text: string) => boolean) => {
  const lengths = new Set([...parts].map((part) => part.length));
  return (text) => {
    for (const length of lengths)
      for (let at = 0; at + length <= text.length; at++)
        if (parts.has(text.slice(at, at + length))) return true;
    return false;
  };
};

/**
 * @param texts that are asked about.
 * @param values of all secrets.
 * @returns whether a text is neither a part of a secret nor holds one.
 */
export const createShield = (
  texts: readonly string[],
  values: readonly string[],
): ((text: string) => boolean) => {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const inside = findContained(texts, values);
  const holds = createHolding(
    findContained(
      values.filter((value) => value.length <= longest),
      texts,
    ),
  );
  return (text) => !inside.has(text) && !holds(text);
};
