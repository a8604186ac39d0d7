/** Packed formats in the order they are tried; nothing else lists them. */
import type { Format } from "./format.ts";
import { pyc } from "./python/pyc.ts";
import { sqlite } from "./sqlite/sqlite.ts";
import { bzip2, gzip, rar, sevenZip, xz, zstd } from "./streams.ts";
import { tar } from "./tar.ts";
import { zip } from "./zip/zip.ts";

export const FORMATS: readonly Format[] = [zip, gzip, tar, sqlite, pyc, zstd, bzip2, xz, sevenZip, rar];
