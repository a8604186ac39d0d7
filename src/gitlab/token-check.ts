/**
 * What a 401 means. Some endpoints say it of a valid token whose owner lacks the role (access tokens of a project:
 * lib/api/resource_access_tokens.rb), and that must not end a sweep. Asking for the version needs a token and nothing
 * else.
 */
import type { Transport } from "./transport.ts";

export interface TokenCheck {
  /** Notes that the token was refused as such: from then on nobody needs to ask. */
  readonly refuse: () => void;
  readonly isDead: () => boolean;
  /** Call after a 401 that may mean less. */
  readonly stillWorks: () => Promise<boolean>;
}

/** A token that works is believed for so long: refusals of one kind come together. */
const BELIEVED_MS = 30_000;

export const createTokenCheck = (url: string, transport: Transport, now: () => number): TokenCheck => {
  let isDead = false;
  let workedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<boolean> | null = null;

  const ask = async (): Promise<boolean> => {
    const { status } = await transport.send({ url: `${url}/api/v4/version` });
    isDead ||= status === 401;
    if (!isDead) workedAt = now();
    return !isDead;
  };

  return {
    refuse: () => {
      isDead = true;
    },
    isDead: () => isDead,
    stillWorks: async () => {
      if (isDead) return false;
      if (Math.abs(now() - workedAt) < BELIEVED_MS) return true;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
  };
};
