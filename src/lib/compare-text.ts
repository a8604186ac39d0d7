/** Order of texts by code unit: the same on every machine, unlike locale order. */

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares two lists place by place; a shorter one that the longer begins with comes first. */
export const compareKeys = (a: readonly (string | number)[], b: readonly (string | number)[]): number => {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : compareText(String(left), String(right));
    if (order !== 0) return order;
  }
  return a.length - b.length;
};
