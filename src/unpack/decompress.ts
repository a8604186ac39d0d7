/** Decompression with a bound on what comes out. */
import { constants, gunzipSync, inflateRawSync, zstdDecompressSync } from "node:zlib";
import type { Budget } from "./budget.ts";
import type { Limit } from "./format.ts";

export type Method = "deflate" | "gzip" | "zstd";

const RUN: Readonly<
  Record<Method, (bytes: Buffer, options: { maxOutputLength: number; chunkSize: number }) => Buffer>
> = { deflate: inflateRawSync, gzip: gunzipSync, zstd: zstdDecompressSync };
/** Takes what can be had of a stream that breaks off. */
const TRUNCATED: Readonly<Record<Method, object>> = {
  deflate: { finishFlush: constants.Z_SYNC_FLUSH },
  gzip: { finishFlush: constants.Z_SYNC_FLUSH },
  zstd: { finishFlush: constants.ZSTD_e_flush },
};
const LARGE_CHUNK = 256 * 1024;
const SMALL_CHUNK = 1024;

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

export interface Decompressed {
  readonly bytes: Buffer | null;
  /** Why it is not the whole. */
  readonly limit: Omit<Limit, "name"> | null;
}

/** @param expected size of the result if somebody said it; only speeds things up. */
export const decompress = (
  packed: Buffer,
  method: Method,
  { budget, expected = LARGE_CHUNK }: { readonly budget: Budget; readonly expected?: number },
): Decompressed => {
  const most = Math.max(1, budget.allow(packed.length));
  const chunkSize = Math.min(LARGE_CHUNK, Math.max(SMALL_CHUNK, expected + 1));
  const attempt = (options: object): Buffer | Omit<Limit, "name"> => {
    try {
      return RUN[method](packed, { maxOutputLength: most, chunkSize, ...options });
    } catch (error) {
      const limit: Omit<Limit, "name"> = isTooLarge(error)
        ? { code: "ARCHIVE_TOO_LARGE", detail: budget.refuse(packed.length) }
        : { code: "ARCHIVE_DAMAGED", detail: "its compressed data is damaged" };
      // The work was done, whatever came of it; how much of it nobody tells.
      budget.spend(most);
      return limit;
    }
  };
  const whole = attempt({});
  if (Buffer.isBuffer(whole)) return { bytes: whole, limit: null };
  if (whole.code === "ARCHIVE_TOO_LARGE") return { bytes: null, limit: whole };
  const part = attempt(TRUNCATED[method]);
  return { bytes: Buffer.isBuffer(part) && part.length > 0 ? part : null, limit: whole };
};
