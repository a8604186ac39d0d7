/** Tests of the proof `gcp-service-account`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { gcpServiceAccount } from "../../../src/detect/checksums/gcp-service-account.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const FILE = {
  type: "service_account",
  project_id: "acme-prod",
  private_key: expandTemplate("{{pem seed=1}}\n"),
  client_email: "ci@acme-prod.iam.gserviceaccount.com",
};
const FACTS = { email: FILE.client_email, project: FILE.project_id };

describe("gcp-service-account", () => {
  it("tells whose key it is", () => {
    expect(gcpServiceAccount(JSON.stringify(FILE, null, 2))).toEqual({ valid: true, facts: FACTS });
  });

  it("reads a file that stands in a JSON string", () => {
    const escaped = JSON.stringify(JSON.stringify(FILE, null, 2)).slice(1, -1);
    expect(gcpServiceAccount(escaped)).toEqual({ valid: true, facts: FACTS });
  });

  it("keeps a file that does not parse, without proof", () => {
    expect(gcpServiceAccount(`${JSON.stringify(FILE).slice(0, -1)},}`)).toEqual({ valid: null });
    expect(gcpServiceAccount(JSON.stringify({ ...FILE, client_email: undefined }))).toEqual({
      valid: null,
      facts: { project: "acme-prod" },
    });
  });

  it("refuses a file without a key, and one of another type", () => {
    expect(gcpServiceAccount(JSON.stringify({ ...FILE, private_key: "$KEY" }))).toEqual({ valid: false });
    expect(gcpServiceAccount(JSON.stringify({ ...FILE, type: "authorized_user" }))).toEqual({ valid: false });
  });
});
