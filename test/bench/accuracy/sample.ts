/** A random sample of a stream that is the same for the same seed, in whatever order its items come. */
import { createHash } from "node:crypto";

export interface Sample<Item> {
  /** @param name unlike any other item's. @param make called only if the item may be in the sample. */
  offer(name: string, make: () => Item): void;
  list(): readonly Item[];
}

/** Keeps the items whose names have the smallest hashes. */
export const createSample = <Item>(size: number, seed: string): Sample<Item> => {
  let kept: { readonly hash: string; readonly item: Item }[] = [];
  let limit = "g"; // above every hexadecimal digit
  const prune = (): void => {
    kept = kept.sort((a, b) => (a.hash < b.hash ? -1 : 1)).slice(0, size);
    if (kept.length === size) limit = kept.at(-1)?.hash ?? "";
  };
  prune();
  return {
    offer: (name, make) => {
      const hash = createHash("sha256").update(`${seed}\0${name}`).digest("hex");
      if (hash >= limit) return;
      kept.push({ hash, item: make() });
      if (kept.length >= 2 * size) prune();
    },
    list: () => {
      prune();
      return kept.map(({ item }) => item);
    },
  };
};
