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
const MARKS =
  /^<[^<>]*>?$|^\[[^[\]]*\]$|^\{(?!(?=[^}]*\d[^\d}]*\d)(?=[^}]*[a-z])(?=[^}]*[A-Z])[^{}]{10,}\}$)[^{}]*\}$|^\(.*\)$|^%[a-z]$|^\.{2,}$|^…$|^[*•●xX?#_.\-=+~\s]+$/;
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

/** Small letters, capitals, digits, signs. */
const KINDS: readonly RegExp[] = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];
const countKinds = (text: string): number => KINDS.filter((kind) => kind.test(text)).length;

/** Who counts types one or two kinds of characters; what mixes more has to count nearly throughout. */
const isCounting = (body: string): boolean =>
  countSteps(body.toLowerCase()) > body.length * (countKinds(body) > 2 ? 0.75 : 0.6);

/** The same few characters six times and more. */
const REPEATED = /(.{2,12}?)\1{5,}/s;
const MOST = 1024;

/** A word again and again over most of the body; long runs of one character are zeros of a real key. */
const isRepeating = (body: string): boolean => {
  const head = body.slice(0, MOST);
  const [run = "", word = ""] = REPEATED.exec(head) ?? [];
  return run.length > head.length / 2 && new Set(word).size > 1;
};

/** Token bodies that nobody drew at random: one character, a short period, or counting. */
export const patterned: Filter = ({ value, prefix }) => {
  const body = value.slice(prefix.length);
  if (body.length < 8) return null;
  if (new Set(body).size <= 2 && body.length >= 12) return { dropped: "repeated characters" };
  if (/^(.{1,4})\1{3,}.{0,3}$/s.test(body)) return { dropped: "repeated characters" };
  if (isRepeating(body)) return { dropped: "repeated characters" };
  if (isCounting(body)) return { dropped: "counting characters" };
  if (/x{8,}|\*{4,}|\.{4,}/i.test(body)) return { dropped: "placeholder" };
  return null;
};
