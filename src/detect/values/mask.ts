/** What stands for a value without being one, whatever its name: masks, one repeated character, words that ask to be replaced. */
const MASKS: readonly RegExp[] = [
  /^(.)\1*$/s,
  /^[*•●xX?#_.\-=+~\s]+$/,
  /\*{3,}|x{5,}|X{5,}|•{3,}|\.{3,}|…/,
  /^<[^<>]*>?$|^\[[^[\]]*\]$|^\{[^{}]*\}$/,
  /^(?:change|replace|fill|insert|enter|todo|fixme)[-_ .]?(?:me|it|this|in|here)?[-_ .!0-9]*$/i,
  /(?:^|[^a-z])your[-_ .]?(?:own[-_ .])?(?:\w{1,20}[-_ .])?(?:password|passwd|secret|token|key|value)/i,
  // Vendors mark the keys of their documentation so (AWS: …EXAMPLEKEY).
  /^(?=.{16}).*(?:EXAMPLE|example_?key)/s,
  // What a setting may be.
  /^(?:always|never|optional|required|enabled|disabled|on_create|default|unset|inherit)$/i,
  // An address whose parts are filled in by a format string.
  /:\/\/.*%[dsvq](?![0-9A-Fa-f])/s,
];

/** Names of things (RFC 8141): with a secret's name they say where it is. */
export const isName = (value: string): boolean => /^urn:[a-z0-9][a-z0-9-]{0,31}:/i.test(value);

/** `xyz---apikey---xyz`: a long value that says what it stands for. */
const OWN_NAME =
  /^(?=.{16}).*(?:^|[^A-Za-z0-9])(?:api[_-]?key|access[_-]?(?:key|token)|auth[_-]?token|secret[_-]?key)(?:[^A-Za-z0-9]|$)/is;

export const namesItself = (value: string): boolean => OWN_NAME.test(value);

export const isMask = (value: string): boolean => MASKS.some((form) => form.test(value));

/** Keys that open nothing: of databases, caches, translations, and the public half of a pair. */
const OTHER_KEY =
  /(?:^|[^a-z])(?:pub(?:lic)?|foreign|primary|partition|sort|cache|composite|unique|idempotency|i18n|translation|shard|hash|row|group)[ _.-]?key(?![a-z])|(?:public|foreign|primary|partition|sort|cache)Key|websocket-(?:key|accept)/i;

export const isOtherKey = (name: string): boolean => OTHER_KEY.test(name);
