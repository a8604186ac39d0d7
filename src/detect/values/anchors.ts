/** Literals in any case that can belong to the name of a credential; the extractor then reads their line. */

export interface Anchor {
  readonly text: string;
  /** Stands for a credential only as a word of its own. */
  readonly isWord?: true;
}

/** What the extractor's `isSpeaking` and forms look for, as literals. A test holds them together. */
export const ANCHORS: readonly Anchor[] = [
  ..."pass|pwd|secret|token|key|auth|cred|priv|cipher|crypt|jwt|bearer|session|cookie|webhook|dsn|conn|signature|licen|mnemonic|salt|otp|nonce|basic|identified|login"
    .split("|")
    .map((text) => ({ text })),
  ...[" -u", " -p", "--user", "://"].map((text) => ({ text })),
  ...["sas", "pw", "pin"].map((text) => ({ text, isWord: true }) as const),
];

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** Whether an anchor found at `start` is meant as one. */
export const isMeant = ({ text, isWord }: Anchor, bytes: Uint8Array, start: number): boolean =>
  isWord !== true || (!isLetter(bytes[start - 1]) && !isLetter(bytes[start + text.length]));
