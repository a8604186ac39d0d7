/** A CI/CD variable is declared, not guessed: its name is weighed with its value, and `masked` is a statement. */
import type { TextBlob } from "../model/blob.ts";
import type { Finding } from "../model/finding.ts";
import type { RuleId } from "../model/ids.ts";
import { Secret } from "../model/secret.ts";
import type { Detection, Detector } from "./detector.ts";
import { interpolation, reference } from "./filters/reference.ts";

const wholeRegion = (text: string) => {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  return { line: 1, column: 1, endLine: lines.length, endColumn: [...last].length + 1 };
};

const wholeValue = (blob: TextBlob, text: string, rule: RuleId, base?: Finding): Finding => ({
  rule,
  blob: blob.id,
  span: { start: 0, end: blob.bytes.length },
  region: wholeRegion(text),
  secret: new Secret(text),
  confidence: base?.confidence ?? "high",
  tags: base?.tags ?? [],
  facts: base?.facts ?? {},
});

const isReference = (value: string): boolean => {
  const candidate = { value } as Parameters<typeof reference>[0]; // these two filters look at the value alone
  return reference(candidate) !== null || interpolation(candidate) !== null;
};

/**
 * Findings of a variable: what the rules see in the value; else what they see in `KEY=value` (then the whole value is
 * the secret); else, if it is masked, the value by declaration.
 * @param declared rule of a masked variable nothing else explains.
 */
export const detectVariable = (detector: Detector, blob: TextBlob, declared: RuleId): Detection => {
  const direct = detector.detect(blob);
  const text = Buffer.from(blob.bytes).toString("utf8");
  if (direct.findings.length > 0 || text === "") return direct;
  const { provenance, key = "" } = blob;
  const isMasked = provenance?.kind === "variable" && provenance.flags.masked;
  if (isReference(text)) return direct;
  if (!text.includes("\n")) {
    // As a dotenv file has it, where a credential's name is enough; in quotes, where spaces do not end it.
    for (const assignment of [`${key}=${text}`, `${key}="${text}"`]) {
      const bytes = Buffer.from(assignment);
      const named = detector.detect({ id: blob.id, bytes, provenance, path: ".env" });
      const base = named.findings.find((finding) => finding.span.start > key.length);
      if (base !== undefined) return { ...direct, findings: [wholeValue(blob, text, base.rule, base)] };
    }
  }
  return isMasked ? { ...direct, findings: [wholeValue(blob, text, declared)] } : direct;
};
