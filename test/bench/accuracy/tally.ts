/** Counts: how many of how many, by name; and the single cases behind them. */

export interface Share {
  readonly hit: number;
  readonly total: number;
}

export type Shares = ReadonlyMap<string, Share>;

export interface Tally {
  add(name: string, isHit: boolean): void;
  readonly shares: Shares;
}

export const createTally = (): Tally => {
  const shares = new Map<string, Share>();
  return {
    shares,
    add: (name, isHit) => {
      const { hit, total } = shareOf(shares, name);
      shares.set(name, { hit: hit + Number(isHit), total: total + 1 });
    },
  };
};

export const shareOf = (shares: Shares, name: string): Share => shares.get(name) ?? { hit: 0, total: 0 };

export const addUp = (shares: Iterable<Share>): Share => {
  let [hit, total] = [0, 0];
  for (const share of shares) [hit, total] = [hit + share.hit, total + share.total];
  return { hit, total };
};

/** 0 of 0 is nothing, not an error. */
export const ratio = ({ hit, total }: Share): number => (total === 0 ? 0 : hit / total);

/** A miss or a false alarm, without its value. */
export interface Case {
  /** What it is counted under: a provider, a category, a rule. */
  readonly group: string;
  /** Row id, or path and line. */
  readonly place: string;
  /** The line with every letter and digit of the value, and of all that looks like one, replaced. */
  readonly line: string;
}

export interface Miss extends Case {
  /** Why it was not reported. */
  readonly cause: string;
}
