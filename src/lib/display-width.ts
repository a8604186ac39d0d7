/** How many terminal columns a text takes, roughly: terminals themselves disagree on emoji sequences. */

/** East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and characters shown as emoji by default. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
/** Combining marks, variation selectors and format characters take no column of their own. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns of one code point. */
const columnsOf = (character: string): number => (ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** What every text in Latin script is without. */
const BEYOND_LATIN = /[\u0300-\uffff]/;

export const displayWidth = (text: string): number => {
  if (!BEYOND_LATIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += character < "\u0300" ? 1 : columnsOf(character);
  return width;
};

/** Splits after the last character that fits into `width` columns; the head has at least one character. */
export const splitAtWidth = (text: string, width: number): readonly [head: string, tail: string] => {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width && end > 0) break;
    end += character.length;
  }
  return [text.slice(0, end), text.slice(end)];
};
