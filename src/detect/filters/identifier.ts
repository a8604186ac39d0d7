/** For loose rules: code, names and paths that stand where a value could. */
import type { Filter } from "../candidate.ts";

const CODE: readonly (readonly [string, RegExp])[] = [
  ["call", /^[A-Za-z_$][\w$.:>-]*\(/],
  // Names have few digits; dotted tokens have many.
  ["member path", /^(?!(?:\D*\d){4})(?:[A-Za-z_$][\w$]{0,40}(?:\.|->|::)){1,8}[A-Za-z_$][\w$]{0,40}$/],
  ["constant name", /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/],
  ["file path", /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)[\w.@~+\-/\\ ]*$/],
  [
    "file name",
    /^[\w.-]+\.(?:ya?ml|json|js|ts|py|rb|go|java|txt|md|pem|crt|key|conf|cfg|ini|env|xml|html?|sh|toml|lock)$/i,
  ],
  ["url", /^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ["digest", /^(?:sha(?:1|256|384|512)|md5)[-:]/i],
  [
    "type",
    /^(?:str(?:ing)?|int(?:eger)?|bool(?:ean)?|float|bytes?|object|array|list|map|any|void|number|char|text)(?:\[\]|\?)?$/i,
  ],
  ["public key", /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) /],
];

export const identifier: Filter = ({ value }) => {
  const kind = CODE.find(([, form]) => form.test(value));
  return kind === undefined ? null : { dropped: kind[0] };
};

/** Several natural words in a row are prose or a label, not a value. */
export const prose: Filter = ({ value }) =>
  /^[\p{L}'’,.!?:-]+(?: [\p{L}'’,.!?:()-]+){2,}$/u.test(value) ? { dropped: "prose" } : null;
