/** Values under `data` of a Kubernetes Secret are base64 by definition: the secret is what they decode to. */

/** `kind: Secret` in YAML and JSON manifests. */
const MANIFESTS = ["kind: Secret", '"kind": "Secret"', '"kind":"Secret"', "kind: SealedSecret"];
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^[A-Za-z0-9+/]{2}==$|^[A-Za-z0-9+/]{3}=$/;

export const isSecretManifest = (bytes: Buffer): boolean => MANIFESTS.some((mark) => bytes.includes(mark));

/** The decoded value, or the value itself if it is no base64 of a line of text (`stringData`). */
export const decodeSecretData = (value: string): string => {
  if (!BASE64.test(value)) return value;
  const text = Buffer.from(value, "base64").toString("utf8").replace(/\n$/, "");
  return text !== "" && /^[^\p{Cc}\ufffd]+$/u.test(text) ? text : value;
};
