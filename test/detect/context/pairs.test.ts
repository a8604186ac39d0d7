/** A secret and its id become one finding; what is not plainly a pair stays apart. */
import { describe, expect, it } from "vitest";
import { shortenId } from "../../../src/detect/context/partners.ts";
import { findSlowShapes } from "../../../src/rules/lint.ts";
import { expandTemplate as show } from "../../../src/rules/template.ts";
import { RULES } from "../../support/scanner.ts";
import { factsOf, propose, read, relate, type Row } from "./harness.ts";

const AKIA = "AKIA{{b32 16 seed=1}}";
const AKIA2 = "AKIA{{b32 16 seed=2}}";
const SECRET = "{{b64 40 seed=1}}";
const SECRET2 = "{{b64 40 seed=3}}";
/** As an id is shown that is taken for a secret where it stands alone. */
const short = (template: string): string => shortenId(show(template));
const id = short(AKIA);
const id2 = short(AKIA2);

describe("an id and its secret", () => {
  it.each<[string, string, Row]>([
    [
      "AWS in a credentials file",
      `aws_access_key_id = ${AKIA}\naws_secret_access_key = ${SECRET}\n`,
      ["aws-secret-access-key", { accessKeyId: id }],
    ],
    ["AWS as arguments", `client("${AKIA}", "${SECRET}")`, ["aws-key-pair", { accessKeyId: id }]],
    [
      "AWS in an object that does not say so",
      `s3 = { accessKey: "${AKIA}", secretKey: "${SECRET}" }`,
      ["aws-secret-access-key", { accessKeyId: id }],
    ],
    [
      "Alibaba Cloud",
      "ALIYUN_ACCESS_KEY_ID=LTAI{{b62 20 seed=1}}\nALIYUN_ACCESS_KEY_SECRET={{b62 30 seed=2}}\n",
      ["alibaba-key-pair", { accessKeyId: short("LTAI{{b62 20 seed=1}}") }],
    ],
    [
      "Tencent Cloud",
      "TENCENTCLOUD_SECRET_ID=AKID{{b62 32 seed=1}}\nTENCENTCLOUD_SECRET_KEY={{b62 32 seed=2}}\n",
      ["tencent-secret-key", { secretId: short("AKID{{b62 32 seed=1}}") }],
    ],
    [
      "Scaleway",
      "SCW_ACCESS_KEY=SCW{{uc 17 seed=1}}\nSCW_SECRET_KEY={{uuid seed=2}}\n",
      ["scaleway-secret-key", { accessKey: short("SCW{{uc 17 seed=1}}") }],
    ],
    [
      "Azure",
      "ARM_CLIENT_ID={{uuid seed=1}}\nARM_CLIENT_SECRET={{b62 3 seed=1}}8Q~{{b62 34 seed=2}}\nARM_TENANT_ID={{uuid seed=2}}\nARM_SUBSCRIPTION_ID={{uuid seed=3}}\n",
      ["azure-client-secret", { clientId: show("{{uuid seed=1}}"), tenantId: show("{{uuid seed=2}}") }],
    ],
    [
      "Azure as its command line prints it",
      '{\n  "appId": "{{uuid seed=1}}",\n  "password": "{{b62 3 seed=1}}8Q~{{b62 34 seed=2}}",\n  "tenant": "{{uuid seed=2}}"\n}',
      ["azure-client-secret", { clientId: show("{{uuid seed=1}}"), tenantId: show("{{uuid seed=2}}") }],
    ],
    [
      "Twilio",
      "TWILIO_ACCOUNT_SID=AC{{hex 32 seed=1}}\nTWILIO_AUTH_TOKEN={{hex 32 seed=2}}\n",
      ["twilio-auth-token", { accountSid: show("AC{{hex 32 seed=1}}") }],
    ],
    [
      "Twilio as arguments",
      'new Twilio("AC{{hex 32 seed=1}}", "{{hex 32 seed=2}}")',
      ["twilio-credential-pair", { accountSid: show("AC{{hex 32 seed=1}}") }],
    ],
    [
      "Google OAuth",
      '{"client_id":"{{d 12 seed=1}}-{{lc 32 seed=2}}.apps.googleusercontent.com","client_secret":"GOCSPX-{{u64 28 seed=3}}"}',
      [
        "google-oauth-client-secret",
        { clientId: show("{{d 12 seed=1}}-{{lc 32 seed=2}}.apps.googleusercontent.com") },
      ],
    ],
    [
      "Stripe",
      "STRIPE_PUBLISHABLE_KEY=pk_live_{{b62 24 seed=1}}\nSTRIPE_SECRET_KEY=sk_live_{{b62 24 seed=2}}\n",
      ["stripe-live-key", { publishableKey: show("pk_live_{{b62 24 seed=1}}") }],
    ],
    [
      "Algolia",
      "ALGOLIA_APP_ID={{uc 10 seed=1}}\nALGOLIA_ADMIN_KEY={{hex 32 seed=2}}\n",
      ["algolia-admin-key", { appId: show("{{uc 10 seed=1}}") }],
    ],
    [
      "Cloudflare",
      "CLOUDFLARE_EMAIL=ops@acme.example\nCLOUDFLARE_API_KEY={{hex 37 seed=1}}\n",
      ["cloudflare-global-key", { email: "ops@acme.example" }],
    ],
    [
      "Datadog",
      "DD_SITE=datadoghq.eu\nDD_API_KEY={{hex 32 seed=1}}\n",
      ["datadog-api-key", { site: "datadoghq.eu" }],
    ],
    [
      "Vault AppRole",
      "VAULT_ROLE_ID={{uuid seed=1}}\nVAULT_SECRET_ID={{uuid seed=2}}\n",
      ["vault-approle-secret-id", { roleId: short("{{uuid seed=1}}") }],
    ],
  ])("are one finding: %s", (_, template, row) => {
    expect(read(template)).toEqual([row]);
  });

  it("bring along what the id says", () => {
    const bytes = Buffer.from(show(`AWS_ACCESS_KEY_ID=${AKIA}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`));
    const kept = propose(bytes).map((item) =>
      item.candidate.rule.id === "aws-access-key-id"
        ? { ...item, proof: { valid: null, facts: { account: "123456789012" } } }
        : item,
    );
    const facts = { account: "123456789012", accessKeyId: id };
    // Once where the id stands, once where the secret does.
    expect(relate(bytes, kept).map(({ proof }) => proof.facts)).toEqual([facts, facts]);
  });

  it.each<[string, string]>([
    ["in turn", `${AKIA}\n${SECRET}\n${AKIA2}\n${SECRET2}\n`.replaceAll(/\{\{b64/g, "aws_secret_key={{b64")],
    [
      "in sections",
      `[a]\naws_access_key_id=${AKIA}\naws_secret_access_key=${SECRET}\n[b]\naws_secret_access_key=${SECRET2}\naws_access_key_id=${AKIA2}\n`,
    ],
    [
      "by name",
      `AWS_KEY_ID_DEV=${AKIA}\nAWS_KEY_ID_PROD=${AKIA2}\nAWS_SECRET_KEY_DEV=${SECRET}\nAWS_SECRET_KEY_PROD=${SECRET2}\n`,
    ],
    [
      "in objects",
      `{"a":{"id":"${AKIA}","aws_secret":"${SECRET}"},"b":{"aws_secret":"${SECRET2}","id":"${AKIA2}"}}`,
    ],
    [
      "in blocks",
      `a:\n  aws_secret_key: ${SECRET}\n  id: ${AKIA}\nb:\n  id: ${AKIA2}\n  aws_secret_key: ${SECRET2}\n`,
    ],
  ])("find each other among several: %s", (_, template) => {
    expect(factsOf(template)).toEqual([{ accessKeyId: id }, { accessKeyId: id2 }]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      "too far apart",
      `id: ${AKIA}\n${"x: 1\n".repeat(7)}aws_secret_key: ${SECRET}\n`,
      ["aws-access-key-id", "aws-secret-access-key"],
    ],
    [
      "in blocks beside each other",
      `a:\n  id: ${AKIA}\nb:\n  aws_secret_key: ${SECRET}\n`,
      ["aws-access-key-id", "aws-secret-access-key"],
    ],
    [
      "one id between two secrets",
      `aws_secret_key: ${SECRET}\nid: ${AKIA}\naws_secret_key: ${SECRET2}\n`,
      ["aws-secret-access-key", "aws-access-key-id", "aws-secret-access-key"],
    ],
    [
      "of different names",
      `AWS_KEY_ID_DEV=${AKIA}\nAWS_SECRET_KEY_PROD=${SECRET}\n`,
      ["aws-access-key-id", "aws-secret-access-key"],
    ],
    ["a digest beside an id", `{ id: "${AKIA}", secretHash: "{{hex 40 seed=9}}" }`, ["aws-access-key-id"]],
  ])("stay apart: %s", (_, template, rules) => {
    const found = read(template);
    expect(found.map(([rule]) => rule).filter((rule) => rule.startsWith("aws"))).toEqual(rules);
    expect(found.flatMap(([, facts]) => Object.keys(facts))).not.toContain("accessKeyId");
  });

  it("take the nearer of two ids", () => {
    expect(read(`old: ${AKIA2}\n\nid: ${AKIA}\naws_secret_key: ${SECRET}\n`)).toEqual([
      ["aws-access-key-id", {}],
      ["aws-secret-access-key", { accessKeyId: id }],
    ]);
  });

  it("take all places of the id with them, and nothing else", () => {
    expect(
      read(`id: ${AKIA}\naws_secret_key: ${SECRET}\n${"x: 1\n".repeat(20)}other: ${AKIA}\nthird: ${AKIA2}\n`),
    ).toEqual([
      ["aws-secret-access-key", { accessKeyId: id }],
      ["aws-access-key-id", {}],
    ]);
  });
});

describe("the pairs that rules declare", () => {
  const partners = RULES.flatMap(({ pair }) => Object.values(pair ?? {}));

  it("name rules that exist, and expressions that cannot be slow", () => {
    const ids = new Set<string>(RULES.map((rule) => rule.id));
    expect(partners.length).toBeGreaterThan(30);
    expect(partners.flatMap(({ rules = [] }) => rules).filter((rule) => !ids.has(rule))).toEqual([]);
    const slow = partners
      .flatMap(({ names, value, claims }) => [names, value, claims])
      .filter((pattern) => pattern !== undefined)
      .filter((pattern) => findSlowShapes({ pattern, ignoreCase: false }).length > 0);
    expect(slow).toEqual([]);
  });
});
