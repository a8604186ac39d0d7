/** When a run begins: after every earlier one of its scope, whatever the clock says. */

/**
 * Sightings name runs by their beginnings: two in one moment, or one after the clock was set back, could not be told
 * apart, or would be taken for older than what they follow. @param newest beginning of the scope's newest run.
 */
export const chooseStart = (now: string, newest: string | null): string => {
  if (newest === null || newest < now) return now;
  const before = Date.parse(newest);
  return Number.isNaN(before) ? now : new Date(before + 1).toISOString();
};
