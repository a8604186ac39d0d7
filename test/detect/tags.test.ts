import { describe, expect, it } from "vitest";
import { computeBlobId } from "../../src/model/blob.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { DETECTOR } from "../support/scanner.ts";

const tagsOf = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const [finding] = DETECTOR.detect({ id: computeBlobId(bytes), bytes, provenance: null }).findings;
  if (finding === undefined) throw new Error("nothing found");
  return finding.tags;
};
const token = expandTemplate("glpat-{{u64 20 seed=tags}}");

describe("tags", () => {
  it.each(["# vaultbound:ignore", "// HashiCorpIgnore", "/* hashicorpignore */", "# gitleaks:allow"])(
    "mark a line that says %s as ignored, and keep the finding",
    (mark) => {
      expect(tagsOf(`TOKEN=${token} ${mark}`)).toContain("ignore_rule");
    },
  );

  it("do not reach the lines around", () => {
    expect(tagsOf(`# vaultbound:ignore\nTOKEN=${token}\n# vaultbound:ignore`)).toEqual([]);
  });

  it.each([
    ["DB_PASSWORD=hunter2", "simple_password"],
    ["DB_PASSWORD=Welcome2024!", "simple_password"],
    ["DB_PASSWORD=11a2211a22", "low_entropy"],
    ["DB_PASSWORD=my-testdb-9x8Kq", "test_secret"],
  ])("say what a weak value is: %s", (text, tag) => {
    expect(tagsOf(text)).toContain(tag);
  });

  it("say nothing of a strong one", () => {
    expect(tagsOf(`DB_PASSWORD=${expandTemplate("{{b62 20 seed=strong-tags}}")}`)).toEqual([]);
  });
});
