/** What a value looks like: what no credential is, what stands in for one, what can only be one. */
import { measureEntropy } from "../../lib/entropy.ts";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Nothing, yes, no. */
const NOTHING = set(
  "true false yes no on off null nil none undefined ~ y n 0 1 enabled disabled required optional",
);

/** Settings that names ending in `auth`, `token` or `key` are given. */
const SETTINGS = set(
  "read write admin auto always never manual default basic bearer digest ntlm kerberos oauth oauth2 oidc jwt saml ldap iam irsa " +
    "approle kubernetes token password key secret inherit string securestring boolean number file env vault md5 scram peer trust cert " +
    "ed25519 rsa ecdsa dsa aes hs256 rs256 es256 sha1 sha256 sha512 plain plaintext public private internal external any all " +
    "docker github gitlab aws azure gcp google session cookie header query body unset unused na n/a empty skip",
);
/** Nobody logs in with these. */
const STAND_INS = set(
  "dummy fake placeholder foo bar baz foobar todo tbd fixme fillin changeme changeit changethis replaceme example sample " +
    "redacted masked removed hidden insert somevalue something anything whatever mytoken mysecret mykey xyz abc",
);

/** What is longer is no path, host or phrase: only its beginning is looked at. */
const MAX_SHAPE = 400;

const MARKS =
  /^<[^<>]*>?$|^\[[^[\]]*\]$|^\{[^{}]*\}$|^\([^()]*\)$|^%[a-z]$|^[.…*•●?#_\-=+~!\s\\/|,:;]+$|^[xX]{3,}$|^[xX*•.-]+$/;
const MASK = /\*{3,}|x{5,}|X{4,}|•{3,}|\.{3,}|…|_{4,}|#{4,}|<[A-Za-z][\w ./:-]{1,60}>/;
const PHRASE =
  /(?:^|[-_ .])(?:your|insert|enter|put|add|paste|provide|specify|replace|fill)[-_ .](?:[\w-]{1,40}[-_ .]?)?(?:pass\w*|pwd|secret|token|key|value|here|this|me|credentials?|string|hash)\b|^your[a-z]{3,20}$|(?:token|password|secret|key|value|goes)[-_ .]?here$|replace[-_ ]?(?:me|this|with)|^to[-_ ]be[-_ ]/i;
const WORDS = /^[\p{L}'’"(][\p{L}\p{N}'’",.!?:;()/-]*(?: +[\p{L}\p{N}'’",.!?:;()/&-]+){3,}$/u;

export const isNothing = (value: string): boolean =>
  value.trim() === "" || NOTHING.has(value.trim().toLowerCase());

export const isSetting = (value: string): boolean => SETTINGS.has(value.toLowerCase());

/** What people write for a secret that need not be one. */
export const isStockSecret = (value: string): boolean => /^(?:secret|password)$/i.test(value);

/** `Your_password123`: what a server's password policy makes of a stand-in, and then it is the password. */
const POLICY = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])\S{8,}$/;

/** Masks, angle brackets, "your-token-here": in any place a stand-in. */
export const isPlaceholder = (value: string): boolean => {
  const start = value.slice(0, MAX_SHAPE);
  return (
    MARKS.test(start) || MASK.test(start) || (PHRASE.test(start) && !POLICY.test(start)) || WORDS.test(start)
  );
};

/** Words that stand for a token; as a password, people do use them. */
export const isStandIn = (value: string): boolean =>
  STAND_INS.has(value.toLowerCase().replaceAll(/[-_ .]/g, "")) ||
  /^(?:dummy|fake|example|sample|changeme|not[-_]?a)(?:[-_ ].*)?$|[-_](?:example|placeholder|dummy|fake)$/i.test(
    value,
  );

const SHAPES: readonly RegExp[] = [
  // Paths: /a/b, ./a, ../a, ~/a, C:\a, \\host\share, a/b.ext, a.pem
  /^(?:\.{0,2}\/|~\/?|[A-Za-z]:[\\/]|\\\\)[\w.@~+\-/\\ $*{}()%:=]*$/,
  /^[\w.@*-]+(?:[\\/][\w.@*-]+)*[\\/]?[\w.-]*\.(?:ya?ml|json|jsonnet|[cm]?js|ts|py|rb|go|java|txt|md|pem|crt|cer|key|pub|p12|pfx|jks|keystore|conf|cfg|config|ini|env|enc|gpg|asc|xml|html?|sh|ps1|bat|toml|lock|sql|zip|tar|gz|tgz|jar|log|properties|tf|tfvars|csv|yml\.j2|j2|tpl|db|sqlite|token|secret|credentials)$/i,
  // URLs and e-mail addresses; those with credentials are read on their own
  /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\//i,
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  // Versions, dates, durations, sizes
  /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?$/,
  /^\d{1,6}\s?(?:ms|s|m|h|d|w|y|k|kb|mb|gb|ki|mi|gi|%)$/i,
  /^\d{4}-\d\d-\d\d/,
  // Digests and fingerprints that say so, public keys
  /^(?:sha(?:1|256|384|512)|md5)[-:]/i,
  /^(?:[0-9A-F]{2}:){7,}[0-9A-F]{2}$/i,
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) /,
  /-----BEGIN (?:CERTIFICATE|PUBLIC|RSA PUBLIC|X509|PGP PUBLIC)/,
];
/** Host names and image references: dots or slashes between words, a port or tag behind. */
const HOST = /^(?=[^\s]{4,})(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d{1,5})?(?:\/[\w.@:/-]*)?$/i;
const IMAGE =
  /^(?:[a-z0-9.-]+(?::\d{1,5})?\/)+[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?$|^[a-z0-9._-]+:(?:latest|stable|\d[\w.-]*)$/;
/** NAMES_OF_VARIABLES, `ci/NAME=NAME`, `a.b.c` member paths, globs. */
const CONSTANT = /^_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const MAPPING = /^[\w./-]+=[A-Z][A-Z0-9_]*$/;
const MEMBER = /^(?!(?:\D*\d){4})\$?[A-Za-z_]\w{0,40}(?:(?:\.|->|::)[A-Za-z_]\w{0,40}){1,8}$/;
/** Names of resources: words with dashes that end in what they hold. */
const RESOURCE =
  /^(?:[a-z0-9]+[-.])*[a-z0-9]+[-.](?:secrets?|tokens?|keys?|creds|credentials?|tls|auth|passwords?|config|certs?|sa|account|role|vault|user|ref|name|id)$/;

/** Things that have a shape of their own and are no credential, whatever their name. */
export const hasOtherShape = (value: string): boolean =>
  SHAPES.some((shape) => shape.test(value.slice(0, MAX_SHAPE)));

export const isConstantName = (value: string): boolean => CONSTANT.test(value);

/** Names, hosts, images, mappings: no token or key, though a password could look so. */
export const looksLikeName = (value: string): boolean =>
  HOST.test(value) || IMAGE.test(value) || MAPPING.test(value) || MEMBER.test(value);

export const isResourceName = (value: string): boolean => RESOURCE.test(value);

const count = (value: string, form: RegExp): number => value.match(form)?.length ?? 0;

/** Nobody makes this up: long, of one kind of alphabet, mixed, no words with dashes. */
export const isKeyLike = (value: string): boolean => {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return true;
  const body = value.replace(/^(?:base64:|hex:|sk_|pk_|[a-z]{2,8}[-_])/, "");
  if (body.length < 16 || /\s/.test(value)) return false;
  if (/^[0-9a-f]+$/i.test(body)) return new Set(body).size >= 6 && /\d/.test(body);
  if (!/^[\w+/=.~:!@#%^&*$-]+$/.test(body)) return false;
  const digits = count(body, /\d/g);
  const kinds = Number(digits > 1) + Number(/[a-z]/.test(body)) + Number(/[A-Z]/.test(body));
  const pieces = body
    .split(/[-_./:]/)
    .filter((piece) => /^(?:[a-z]+|[A-Z][a-z]+|\d{1,4}|[A-Z]+)$/.test(piece));
  const plain = pieces.join("").length;
  return kinds >= 2 && plain < body.length * 0.6 && measureEntropy(body) >= 3;
};

/** `user:password` (Neo4j: `user/password`), or the base64 of it. */
export const isUserPassword = (value: string, name: string): boolean => {
  if (/^[^\s:/]{1,80}:[^\s/:]{1,200}$/.test(value) && !IMAGE.test(value) && !HOST.test(value)) return true;
  if (/^neo4j\/\S{1,200}$/.test(value) && /neo4j/i.test(name)) return true;
  if (!/^[A-Za-z0-9+/]{8,400}={0,2}$/.test(value)) return false;
  return /^[\x21-\x39\x3b-\x7e]{1,80}:[\x20-\x7e]{1,200}\n?$/.test(
    Buffer.from(value, "base64").toString("latin1"),
  );
};
