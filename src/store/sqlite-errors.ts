/** Says in plain words why SQLite or the file system refused. */

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const BUSY = 5;
const REASONS: Readonly<Record<number, string>> = {
  [BUSY]: "another process keeps it locked",
  6: "another process keeps it locked",
  8: "it cannot be written",
  10: "reading or writing the file failed",
  11: "the file is damaged",
  13: "the disk is full",
  14: "the file cannot be opened",
  26: "the file is not a database",
};

/** The primary code is the low byte of the extended one that node:sqlite reports. */
const primaryCode = (error: unknown): number | null =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode % 256
    : null;

export const isBusy = (error: unknown): boolean => primaryCode(error) === BUSY;

/** SQLite's own messages may quote SQL, its general text for the code (`errstr`) never does. */
export const describeSqliteError = (error: unknown): string => {
  const code = primaryCode(error);
  if (code === null) return error instanceof Error ? error.message : "unknown error";
  const general = error instanceof Error && "errstr" in error ? String(error.errstr) : `error ${code}`;
  return REASONS[code] ?? `SQLite reports: ${general}`;
};
