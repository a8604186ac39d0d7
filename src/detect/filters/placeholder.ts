/** Stand-ins that people write where a secret will go. */
import type { Filter } from "../candidate.ts";

/** Whole values, lower case, with separators removed. */
const STAND_INS = new Set(
  (
    "changeme changeit changethis replaceme replacethis fillme fillin fixme todo tbd none null nil undefined na " +
    "true false yes no on off empty blank default unknown unset optional required string password passwd secret " +
    "token apikey yourpassword yourtoken yoursecret yourapikey yourkey mypassword mysecret mytoken redacted masked " +
    "removed hidden placeholder example dummy sample fake foo bar foobar foobarbaz value here insert xxx notset notused"
  ).split(" "),
);

/** Phrases that make any value a stand-in. */
const PHRASES =
  /(?:your|my|the|insert|enter|replace|change|put|add|some|dummy|fake|sample|example)[-_ .]?(?:own[-_ .])?(?:\w{1,20}[-_ .])?(?:password|passwd|secret|token|key|value|here|this|me)\b/i;
const MARKS = /^<[^<>]*>?$|^\[[^[\]]*\]$|^\{[^{}]*\}$|^\(.*\)$|^%[a-z]$|^\.{2,}$|^…$|^[*•●xX?#_.\-=+~\s]+$/;
const MASK = /\*{3,}|x{5,}|X{5,}|•{3,}|\.{3,}|…|_{4,}|#{4,}|<[\w -]{2,40}>/;

/** Loose values: words, phrases and masks. */
export const placeholder: Filter = ({ value }) => {
  const word = value.toLowerCase().replaceAll(/[-_ .]/g, "");
  return STAND_INS.has(word) || PHRASES.test(value) || MARKS.test(value) || MASK.test(value)
    ? { dropped: "placeholder" }
    : null;
};

/** Steps of a counting run: `abcdef`, `012345`, `fedcba`. */
const countSteps = (text: string): number => {
  let steps = 0;
  for (let index = 1; index < text.length; index++)
    if (Math.abs(text.charCodeAt(index) - text.charCodeAt(index - 1)) === 1) steps++;
  return steps;
};

/** Token bodies that nobody drew at random: one character, a short period, or counting. */
export const patterned: Filter = ({ value, prefix }) => {
  const body = value.slice(prefix.length);
  if (body.length < 8) return null;
  if (new Set(body).size <= 2 && body.length >= 12) return { dropped: "repeated characters" };
  if (/^(.{1,4})\1{3,}.{0,3}$/s.test(body)) return { dropped: "repeated characters" };
  if (countSteps(body.toLowerCase()) > body.length * 0.6) return { dropped: "counting characters" };
  if (/x{8,}|\*{4,}|\.{4,}/i.test(body)) return { dropped: "placeholder" };
  return null;
};
