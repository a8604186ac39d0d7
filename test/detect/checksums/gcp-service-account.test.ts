import { describe, expect, it } from "vitest";
import { gcpServiceAccount } from "../../../src/detect/checksums/gcp-service-account.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const KEY = expandTemplate("{{pem seed=1}}");
const FILE = {
  type: "service_account",
  project_id: "acme-prod",
  private_key: `${KEY}\n`,
  client_email: "ci@acme-prod.iam.gserviceaccount.com",
};
const FACTS = { email: FILE.client_email, project: FILE.project_id };

describe("gcp-service-account", () => {
  it("tells whose key it is", () => {
    expect(gcpServiceAccount(KEY, JSON.stringify(FILE, null, 2))).toEqual({ valid: true, facts: FACTS });
  });

  it("reads a file that stands in a JSON string", () => {
    const escaped = JSON.stringify(JSON.stringify(FILE, null, 2)).slice(1, -1);
    expect(gcpServiceAccount(KEY, escaped)).toEqual({ valid: true, facts: FACTS });
  });

  it("takes the file the key stands in, where several stand side by side", () => {
    const other = {
      ...FILE,
      private_key: expandTemplate("{{pem seed=2}}"),
      client_email: "other@example.com",
    };
    const around = `[${JSON.stringify(other)}, ${JSON.stringify(FILE)}]`;
    expect(gcpServiceAccount(KEY, around)).toEqual({ valid: true, facts: FACTS });
  });

  it("keeps a key in a file that does not parse or names nobody, without proof", () => {
    expect(gcpServiceAccount(KEY, `${JSON.stringify(FILE).slice(0, -1)},}`)).toEqual({ valid: null });
    expect(gcpServiceAccount(KEY, JSON.stringify({ ...FILE, client_email: undefined }))).toEqual({
      valid: null,
      facts: { project: "acme-prod" },
    });
  });

  it("leaves a key of another type of file to the rule for private keys", () => {
    expect(gcpServiceAccount(KEY, JSON.stringify({ ...FILE, type: "authorized_user" }))).toEqual({
      valid: false,
    });
  });
});
