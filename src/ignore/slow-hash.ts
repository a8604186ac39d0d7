/** Hashes of values that may leave the machine: salted, and slow, so that guesses are (RFC 7914). */
import { scrypt } from "node:crypto";

export interface HashCost {
  readonly salt: Uint8Array;
  /** scrypt's N; r is 8 and p is 1. */
  readonly cost: number;
}

/** 16 MiB and some 40 ms of one core for each guess. */
export const USUAL_COST = 2 ** 14;
export const LEAST_COST = 2 ** 11;
export const MOST_COST = 2 ** 17;
export const SALT_SIZE = 16;
const SIZE = 16;
const BLOCK = 8;

/** Values hashed at once: as many as Node has threads for it, so that files can still be read. */
const AT_ONCE = 4;

/** 32 hexadecimal digits. */
const hashOne = (value: string, { salt, cost }: HashCost): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { N: cost, r: BLOCK, p: 1, maxmem: 256 * cost * BLOCK };
    scrypt(`vaultbound value\0${value}`, salt, SIZE, options, (error, hash) =>
      error === null ? resolve(hash.toString("hex")) : reject(error),
    );
  });

/** @param signal ends it between two values. */
export const hashValues = async <Key>(
  values: ReadonlyMap<Key, string>,
  cost: HashCost,
  signal: AbortSignal,
): Promise<ReadonlyMap<Key, string>> => {
  const hashes = new Map<Key, string>();
  const open = values.entries();
  const work = async (): Promise<void> => {
    for (const [key, value] of open) {
      signal.throwIfAborted();
      hashes.set(key, await hashOne(value, cost));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return hashes;
};

export const isHash = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** Written like a UUID, and named `id`, so that no scanner (not even this one) takes it for a secret. */
export const printSalt = (salt: Uint8Array): string =>
  Buffer.from(salt)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** Null for anything that {@link printSalt} does not write. */
export const parseSalt = (text: string): Uint8Array | null => {
  const salt = Buffer.from(text.replaceAll("-", ""), "hex");
  return salt.length === SALT_SIZE && printSalt(salt) === text ? salt : null;
};
