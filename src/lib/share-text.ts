/** Lets equal texts be one in memory. A text that was put together piece by piece also becomes one piece. */

export type ShareText = <Text extends string>(text: Text) => Text;

/** Remembers every text it is given: use it for one piece of work, then let it go. */
export const createShareText = (): ShareText => {
  const known = new Map<string, string>();
  return <Text extends string>(text: Text): Text => {
    const same = known.get(text);
    // Equal texts are of the same brand.
    if (same !== undefined) return same as Text;
    known.set(text, text);
    return text;
  };
};
