/** Decides whether an offered value is a literal credential: its place, its name and its looks together. */
import type { Certainty, Offer } from "./literal.ts";
import { kindOfName, type NameKind } from "./names.ts";
import { isReference } from "./references.ts";
import {
  hasOtherShape,
  isConstantName,
  isKeyLike,
  isNothing,
  isPlaceholder,
  isResourceName,
  isSetting,
  isStandIn,
  isStockSecret,
  isUserPassword,
  looksLikeName,
} from "./values.ts";

/** Longest value: a key file, not a script. */
const MAX_VALUE = 16_384;

const isNumber = (value: string): boolean => /^-?\d+(?:\.\d+)?$/.test(value);

const isPassword = (name: string, value: string): boolean => {
  // `pass` counts, too: tests that passed, passes over data.
  if (isNumber(value) && (value.length < 3 || (value.length < 5 && /(?:^|[_.-])pass$/i.test(name))))
    return false;
  return value.length > 1 || /[a-z]/i.test(value);
};

/** Tokens and keys: what looks like a name of something is one. */
const isSecret = (name: string, value: string, certainty: Certainty): boolean => {
  if (isKeyLike(value)) return true;
  if (certainty === "variable" && isStockSecret(value)) return !/token$/i.test(name);
  if (isStandIn(value) || isSetting(value) || looksLikeName(value)) return false;
  if (isNumber(value)) return value.length >= 5;
  if (certainty === "sure") return true;
  if (isResourceName(value) || value.length < 3) return false;
  // Express' own "keyboard cat" is one; longer phrases are prose.
  if (/\s/.test(value)) return certainty === "variable" && /^[\w!-]+ [\w!-]+$/.test(value);
  if (certainty === "variable") return true;
  // A schema's `token: x` mostly names one: what has no digit among its letters is a word.
  return (
    value.length >= 8 &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[a-z]+(?:[-_.][a-z0-9]+)+$/i.test(value)
  );
};

const isKind = (kind: NameKind | null, { name, certainty }: Offer, value: string): boolean => {
  switch (kind) {
    case "password":
      return isPassword(name, value);
    case "secret":
      return isSecret(name, value, certainty);
    case "auth":
      return isKeyLike(value) || isUserPassword(value, name);
    case "key":
      return isKeyLike(value) && !looksLikeName(value);
    default:
      return false;
  }
};

/** What example files hold in place of a password. */
const isTemplateWord = (value: string): boolean =>
  isStandIn(value) ||
  /^(?:my|the|a|some|default|db|user|root)?[-_ .]?(?:password|passwd|pwd|pass|secret|token|key)\d{0,3}$/i.test(
    value,
  );

/**
 * @param isTemplate the file is an example to be filled in: stand-ins for passwords count as such.
 * @returns whether the text, free of expansions, is a literal credential.
 */
export const isCredential = (offer: Offer, value: string, isTemplate: boolean): boolean => {
  if (value.length > MAX_VALUE || isNothing(value) || isReference(value) || isPlaceholder(value))
    return false;
  if (hasOtherShape(value) || isConstantName(value)) return false;
  if (isTemplate && isTemplateWord(value)) return false;
  const kind = kindOfName(offer.name) ?? (offer.secret === undefined ? null : "key");
  if (offer.certainty === "sure")
    return kind === null || kind === "password"
      ? isPassword(offer.name, value)
      : isSecret(offer.name, value, "sure");
  return isKind(kind, offer, value);
};
