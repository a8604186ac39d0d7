/** The key of secret ids: made at first use, readable by its owner only, never beside the values it guards. */
import { access, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeError, VaultboundError } from "../model/errors.ts";

const SIZE = 32;

const parseKey = (text: string, place: string): Uint8Array => {
  const trimmed = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(trimmed))
    throw makeError("CONFIG_INVALID", [{ option: place, detail: "must hold 64 hexadecimal digits" }]);
  return Buffer.from(trimmed, "hex");
};

const isMissing = (file: string): Promise<boolean> =>
  access(file).then(
    () => false,
    () => true,
  );

/**
 * @param given text of VAULTBOUND_HASH_KEY: one key for a team, so that all see the same ids.
 * @param file made with mode 0600 if it does not exist; two processes starting at once agree on one.
 * @returns 32 bytes. @throws VaultboundError CONFIG_INVALID, STORE_UNUSABLE.
 */
export const readHashKey = async (
  given: string | undefined,
  file: string,
  randomBytes: (size: number) => Uint8Array,
): Promise<Uint8Array> => {
  if (given !== undefined && given !== "") return parseKey(given, "VAULTBOUND_HASH_KEY");
  const draft = `${file}.${Buffer.from(randomBytes(8)).toString("hex")}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (await isMissing(file)) {
      await writeFile(draft, `${Buffer.from(randomBytes(SIZE)).toString("hex")}\n`, {
        mode: 0o600,
        flag: "wx",
      });
      // Links the finished file into place, or fails because another process was first: nobody reads half a key.
      await link(draft, file)
        .catch((cause: NodeJS.ErrnoException) => {
          if (cause.code !== "EEXIST") throw cause;
        })
        .finally(() => rm(draft));
    }
    return parseKey(await readFile(file, "utf8"), file);
  } catch (cause) {
    if (cause instanceof VaultboundError) throw cause;
    const detail = cause instanceof Error && "code" in cause ? String(cause.code) : "unwritable";
    throw makeError("STORE_UNUSABLE", [{ url: file, detail }], cause);
  }
};
