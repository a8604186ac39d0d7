/** Where a value stands in the clear only in part, the joined one is the finding. */
import { describe, expect, it } from "vitest";
import { computeBlobId } from "../../../src/model/blob.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { DETECTOR } from "../../support/scanner.ts";

const found = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  return DETECTOR.detect({ id: computeBlobId(bytes), bytes, provenance: null }).findings.map(
    ({ rule, secret, span }) => `${rule} ${secret.reveal()} in ${text.slice(span.start, span.end)}`,
  );
};

const password = expandTemplate("{{b62 20 seed=join-password}}");
const key = expandTemplate("{{b62 36 seed=join-key}}");
const cut = (text: string, at: number): string => `${text.slice(0, at)}" + "${text.slice(at)}`;

describe("a value whose first part would be one by itself", () => {
  it("is found whole, once", () => {
    for (const at of [8, 10, 12])
      expect(found(`const password = "${cut(password, at)}";`)).toEqual([
        `generic-password ${password} in ${cut(password, at)}`,
      ]);
    expect(found(`const apiKey =\n  "${cut(key, 18)}";`)).toEqual([
      `generic-api-key ${key} in ${cut(key, 18)}`,
    ]);
  });

  it("stays what it is when a part is a better known kind", () => {
    const token = expandTemplate("ghp_{{b62 30 seed=join | crc-b62}}");
    expect(found(`const password = "${token}" + "&scope=all";`)).toEqual([`github-pat ${token} in ${token}`]);
  });

  it("is not taken for longer than it is where the rest is a variable", () => {
    expect(found(`const password = "${password}" + suffix;`)).toEqual([
      `generic-password ${password} in ${password}`,
    ]);
  });
});
