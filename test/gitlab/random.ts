/** Numbers from 0 to 1, the same for the same seed. */
import { createSeededRandom } from "../../src/lib/seeded-random.ts";

export const createRandom = (seed: string): (() => number) => {
  const source = createSeededRandom(seed);
  return () => {
    const [a = 0, b = 0, c = 0] = source.bytes(3);
    return (a * 65_536 + b * 256 + c) / 2 ** 24;
  };
};
