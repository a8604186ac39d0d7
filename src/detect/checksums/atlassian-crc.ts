/** Atlassian and Bitbucket Cloud: the last eight hex digits are the CRC-32 of everything before them. */
import { crc32 } from "../../lib/crc32.ts";
import type { Checksum } from "./checksum.ts";

const FORM = /^(A(?:TATT3|TCTT3|TBB).+)([0-9A-F]{8})$/s;

export const atlassianCrc: Checksum = (secret) => {
  const [, head, sum] = FORM.exec(secret) ?? [];
  return {
    valid: head === undefined ? null : crc32(head).toString(16).padStart(8, "0").toUpperCase() === sum,
  };
};
