/**
 * Offset pages that overlap. Their offset is (page - 1) · per_page, so that only a change of per_page moves it by less
 * than a page: after the first hundred, page 2 of 99 begins with the last of them.
 */

/** Positions from `start` on, `size` of them; `start` is a multiple of `size`. */
export interface Place {
  readonly start: number;
  readonly size: number;
}

/** Whether a page of some size begins before `end` and ends behind it. */
const canGoOn = (end: number, most: number): boolean => {
  for (let size = most; size > 1; size -= 1) if (end % size !== 0) return true;
  return false;
};

/**
 * The page that begins at least `overlap` positions before `end` and reaches furthest.
 * @param most the largest page the server gives. With a few there is not always one: then it begins at `end`.
 */
export const choosePlace = (end: number, most: number, overlap = 1): Place => {
  const last = Math.max(0, end - overlap);
  let best: Place | null = null;
  for (let size = most; size > 1; size -= 1) {
    const place = { start: last - (last % size), size };
    const reach = place.start + size;
    if (best !== null && reach <= best.start + best.size) continue;
    // Not to a position that all sizes divide: from there no page would overlap.
    if (overlap > 1 || (reach > end && canGoOn(reach, most))) best = place;
  }
  if (best !== null) return best;
  let size = most;
  while (end % size !== 0) size -= 1;
  return { start: end, size };
};
