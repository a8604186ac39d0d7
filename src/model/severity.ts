/** How bad an entry is, and how sure a finding is. */

/** From worst to mildest; the order is the meaning. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `high`: proven by checksum or structure, or declared; `medium`: a provider's own format; `low`: judged by name and shape. */
export const CONFIDENCES = ["high", "medium", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Negative if `a` is worse than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number =>
  SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
export const compareConfidence = (a: Confidence, b: Confidence): number =>
  CONFIDENCES.indexOf(a) - CONFIDENCES.indexOf(b);
export const isAtLeast = (severity: Severity, threshold: Severity): boolean =>
  compareSeverity(severity, threshold) <= 0;
