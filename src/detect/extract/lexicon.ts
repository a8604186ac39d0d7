/** Which names speak of credentials, and which files hold code rather than values. */

/** Parts of names that say "this is one": in any case, anywhere in the name. */
const SPEAKING =
  /pass|pwd|secret|token|key|auth|cred|priv|cipher|crypt|jwt|bearer|session|cookie|webhook|dsn|conn\w{0,7}str|signature|licen[cs]e|mnemonic|otp|salt|sas\b|(?<![a-z])(?:pw|pin)(?![a-z])/i;

/** A file's path is no name: what stands beside it is its digest. */
const PATH = /\/[^/]*\.[A-Za-z]\w{0,4}$/;

export const isPath = (name: string): boolean => PATH.test(name);

export const isSpeaking = (name: string): boolean => SPEAKING.test(name);

/** Files of languages in which a bare word is a variable, a type or a call, never a value. */
const CODE = new Set(
  (
    "js jsx mjs cjs ts tsx mts cts py pyi java kt kts scala groovy gradle go rb php cs vb fs c h cc cpp cxx hpp hh m mm " +
    "swift rs dart lua pl pm r jl ex exs erl hs clj cljs vue svelte sol v zig nim cr"
  ).split(" "),
);

export const isCode = (extension: string): boolean => CODE.has(extension);
