/** What a checksum is: an offline proof that a value is of its kind. */

/** What a checksum or structure says of a secret. */
export interface Proof {
  /** True: proven; false: the candidate is dropped; null: this form carries no proof. */
  readonly valid: boolean | null;
  /** Public facts decoded on the way (account, issuer, expiry), never the value. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
}

/** @param around the text the rule looked at, for kinds whose proof stands beside the secret. */
export type Checksum = (secret: string, around?: string) => Proof;
