/** The words the judge knows by group; `^` marks the edge of a word. */
import type { WordGroups } from "../extract/automaton.ts";

const words = (text: string): readonly string[] => text.split(" ");

/** What names and the text before a value say. */
export const NAME_GROUPS: WordGroups = {
  pass: words(
    "passw passwd pwd passphrase passcode ^pass ^pw^ ^psw kennwort passwort senha contrase motdepasse pass^",
  ),
  secret: words("secret"),
  token: words("token jwt bearer"),
  key: words("key"),
  auth: words("auth"),
  credential: words("cred"),
  api: words("^api access"),
  private: words("priv ^pem^ signing"),
  public: words("public ^pub^ ^pub"),
  identifier: words("^id^ ^ids^ uuid guid identif ^ref^ ^arn^"),
  hash: words("hash digest checksum ^sha md^ integrity fingerprint ^sum^ ^crc etag commit revision"),
  nonce: words("nonce salt ^iv^ seed random challenge ^state^ nounce"),
  place: words("^url ^uri path ^file folder ^dir^ endpoint host ^port^ domain location bucket"),
  label: words(
    "label title text message ^msg description hint placeholder prompt caption error help translation locale tooltip warning",
  ),
  measure: words(
    "type size length count ^len^ ^num min^ max^ limit timeout expire expiry format version mode policy strength algorithm provider enabled required valid",
  ),
  part: words("name field column header prefix suffix param attribute property class element selector input"),
  lookup: words(
    "primary foreign sort index ^map^ cache partition keyword keyboard keys^ shortcut press ^event",
  ),
  user: words("user login email account ^client member owner"),
  signature: words("signature ^sign^ hmac ^sig^ signed"),
  expected: words("expect assert actual equal should want ^got^ verify match"),
  crypt: words("crypt cipher ^aes ^rsa ^ssl ^tls ^cert"),
  session: words("session cookie csrf xsrf ^sid^"),
  connection: words("^conn dsn database ^db^ jdbc redis mongo mysql postgres amqp ^sql"),
};

/** What values say. */
export const VALUE_GROUPS: WordGroups = {
  placeholder: words(
    "your change^me changeme replace insert ^enter^ ^here^ placeholder redacted ^hidden ^todo fixme fill removed ^xxx",
  ),
  standIn: words(
    "example sample dummy fake ^test testing demo ^mock ^foo ^bar^ foobar ^baz ^qux default ^some",
  ),
  pass: words("passw passwd pwd ^pass passphrase pass^ passcode passwort senha"),
  secret: words("secret token apikey keystore key^ credential auth"),
  stock: words(
    "admin guest super ^root qwerty dragon monkey letmein welcome hunter iloveyou sunshine master ^toor changeit topsecret abc^",
  ),
  user: words("user login postgres mysql mongo redis rabbit ^sa^ client account"),
  type: words(
    "string boolean ^bool^ ^int^ integer number ^null^ ^nil^ ^none^ undefined ^true^ ^false^ ^void^ object ^any^ ^byte uint",
  ),
  code: words(
    "^get ^set ^this^ ^self^ config ^env^ process param options request response ^props settings context args ^os^ secrets^ vault",
  ),
  text: words("^the^ ^and^ ^for^ ^your^ ^is^ ^not^ must please ^with^ cannot invalid ^of^ ^to^ ^in^"),
  file: words(
    "^json^ ^yml^ ^yaml^ ^pem^ ^key^ ^crt^ ^txt^ ^js^ ^ts^ ^py^ ^go^ ^html^ ^http^ ^https^ ^www^ ^com^ ^org^ ^io^",
  ),
  hash: words("^sha ^md^ ^ssh^ ^rsa^ ^begin^ ^hmac ^aes"),
};

/** Words of the line that say it is code of a kind, or prose. */
export const LINE_GROUPS: WordGroups = {
  definition: words(
    "^func ^def^ ^function ^interface^ ^class^ ^struct^ ^type^ ^import^ ^require^ ^package^ ^include^",
  ),
  check: words("^if^ ^assert ^expect ^should ^equal ^eq^ ^test ^return^ ^case^ ^it^ ^contain"),
  assignment: words(
    "^const^ ^let^ ^var^ ^val^ ^string^ ^private^ ^static^ ^final^ ^export^ ^env^ ^set ^define^",
  ),
  comment: words("^note^ ^see^ ^use^ ^used^ ^this^ ^the^ ^example ^param"),
};

/** Values that are a type, a constant or a null of some language. */
export const TYPE_WORDS: ReadonlySet<string> = new Set(
  words(
    "string str bool boolean int integer number float double null nil none undefined true false void object any bytes byte uint char unknown never array list map dict text password hidden varchar secret uuid auto yes no on off default required optional",
  ),
);

/** Beginnings that providers give their own tokens (public documentation of each). */
export const KNOWN_PREFIX =
  /^(?:gh[oprsu]_|github_pat_|glpat-|gl[a-z]{2,6}-|xox[abeoprs]-|xapp-|sk[-_]|pk_|rk_|AKIA|ASIA|AIza|ya29\.|eyJ|SG\.|hv[bsr]\.|npm_|pypi-|dop_v1_|key-|whsec_|shp(?:at|ca|pa|ss)_|EAAC|NR(?:AK|II)-|SK[0-9a-f]{8}|AGE-SECRET|S[ACOUNX][A-Z2-7]{8})/;

/** Encodings that say what is in them, by their beginning: public and private keys, hashes of passwords, digests, encrypted values. */
export const KNOWN_FORMS: readonly RegExp[] = [
  // OpenSSH public keys (RFC 4253, 6.6); DER of public keys (RFC 5280, 4.1) and PEM of them and of certificates
  /^(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S{1,20}) AAAA|AAAA[BCE]3Nza|M[A-Z]{3}[IwM]jANBgkqhkiG9w0BAQ|MFkwEwYHKoZIzj0CAQ|MCowBQYDK2V|-----BEGIN (?:(?:RSA |EC |DSA )?PUBLIC|CERTIFICATE))/,
  // DER of private keys (RFC 8017, A.1.2; RFC 5958), and PEM of them
  /^(?:MII[A-Za-z]{2}[A-Za-z0-9]IBA[AD]|MC4CAQAwBQYDK2V|MHcCAQEEI|MHQCAQEEI|-----BEGIN (?:[A-Z]{2,9} )?PRIVATE)/,
  // crypt(3), PHC strings, LDAP and frameworks' own
  /^(?:\$(?:1|2[abxy]?|5|6|7|y|argon2(?:id?|d)|scrypt|pbkdf2[\w-]{0,12})\$|\{(?:S?SHA\d{0,3}|S?MD5|CRYPT|bcrypt|noop|pbkdf2)\}|(?:pbkdf2_sha\d{1,3}|bcrypt_sha256|sha1|md5)\$)/i,
  // Digests that name their algorithm: Subresource Integrity, key pins, Go's go.sum
  /^(?:sha-?\d{1,3}|md5|blake[23]\w{0,2}|h1)(?:[-:=]|\/\/)/i,
  // Encrypted by a tool that keeps the key elsewhere
  /^(?:ENC[([]|\{cipher\}|\{AES\}|vault:v\d|AQICAH|CiQA|\$ANSIBLE_VAULT|U2FsdGVkX1|gAAAAAB)/,
];
