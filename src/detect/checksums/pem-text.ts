/** Takes a PEM private key (RFC 7468, RFC 1421) apart, also where it stands in a JSON or source string. */

export interface PemText {
  readonly label: string;
  /** Lines like `Proc-Type: 4,ENCRYPTED`, or "". */
  readonly headers: string;
  readonly base64: string;
}

const FORM = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?)-----(.*?)-----END/s;
const HEADER_LINE = /^[\s"'#*+]*[A-Za-z-]+: [^\n]*$/gm;
/** Plus signs that join source strings; all others belong to the base64. */
const JOINING_PLUS = /(?<=["'`\s])\+\s*$|^\s*\+\s*(?=["'`])/gm;

/** Line breaks may be written `\n`, lines may be quoted, joined, indented or commented out. */
export const readPemText = (text: string): PemText | null => {
  const [, label = "", rest = ""] = FORM.exec(text) ?? [];
  if (label === "") return null;
  const lines = rest.replaceAll(/\\+r/g, "").replaceAll(/\\+n/g, "\n");
  const headers = [...lines.matchAll(HEADER_LINE)].map(([line]) => line.replaceAll(/["'+\\]/g, "").trim());
  const base64 = lines
    .replaceAll(HEADER_LINE, "")
    .replaceAll(JOINING_PLUS, "")
    .replaceAll(/[^A-Za-z0-9+/=]/g, "");
  return { label, headers: headers.join("\n"), base64 };
};

/** The smallest real key (Ed25519) has 64 characters of base64; less between the markers is no key. */
export const holdsKey = (text: PemText | null): text is PemText => text !== null && text.base64.length >= 64;
