/** Gives every claimant a name it need not share. */

/** Names a claimant would take, from the plainest to one that cannot be mistaken; never empty. */
interface Claim {
  readonly names: readonly string[];
}

/**
 * Everybody gets the plainest name that is free of rivals; all rivals for a name step back together, so the order of
 * the claims does not matter and a rival that vanishes changes no third name.
 * @param mayShare whether those who claim the same name may have it together.
 */
export const settleNames = <C extends Claim>(
  claims: readonly C[],
  mayShare: (sharers: readonly C[]) => boolean,
): ReadonlyMap<C, string> => {
  const steps = new Map<C, number>();
  const nameOf = (claim: C): string => claim.names[steps.get(claim) ?? 0] ?? "";
  for (;;) {
    const rivals = [...Map.groupBy(claims, nameOf).values()]
      .filter((sharers) => sharers.length > 1 && !mayShare(sharers))
      .flat()
      .filter((claim) => (steps.get(claim) ?? 0) + 1 < claim.names.length);
    if (rivals.length === 0) return new Map(claims.map((claim) => [claim, nameOf(claim)]));
    for (const claim of rivals) steps.set(claim, (steps.get(claim) ?? 0) + 1);
  }
};
