/** Tests of the template language of synthetic secrets. */
import { describe, expect, it } from "vitest";
import { CHECKSUMS } from "../../src/detect/checksums/registry.ts";
import { expandTemplate } from "../../src/rules/template.ts";

describe("templates of synthetic secrets", () => {
  it("give the same text every time, and another one for another seed", () => {
    expect(expandTemplate("{{u64 20 seed=1}}")).toBe(expandTemplate("{{u64 20 seed=1}}"));
    expect(expandTemplate("{{u64 20 seed=1}}")).not.toBe(expandTemplate("{{u64 20 seed=2}}"));
  });

  it.each([
    ["{{hex 8}}", /^[0-9a-f]{8}$/],
    ["{{HEX 8}}", /^[0-9A-F]{8}$/],
    ["{{d 12}}", /^\d{12}$/],
    ["a-{{b32 5}}-z", /^a-[A-Z2-7]{5}-z$/],
    ["{{b62 4 prefix=x_}}", /^x_[0-9A-Za-z]{4}$/],
    ["{{uuid}}", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    ["{{hex 6 | base64}}", /^[0-9A-Za-z+/]{8}$/],
    ["{{pem | json}}", /^-----BEGIN PRIVATE KEY-----\\n[^\n]*\\n-----END PRIVATE KEY-----$/],
    ["{{json a=1 b=x fill=c:5}}", /^\{"a":"1","b":"x","c":"[0-9a-z]{5}"\}$/],
  ])("%s", (template, form) => {
    expect(expandTemplate(template)).toMatch(form);
  });

  it("lets braces be written", () => {
    expect(expandTemplate('{{"{{"}} x }}')).toBe("{{ x }}");
  });

  it.each([
    ["crc-base62", "ghp_{{b62 30 | crc-b62}}"],
    ["atlassian-crc", "{{b62 24 prefix=ATBB | crc-HEX}}"],
    ["cloudflare-crc", "cfut_{{b62 40 | crc-hex}}"],
    ["grafana-crc", "{{b62 32 prefix=glsa_ | crc-hex-le}}"],
    ["gitlab-routable", "{{gitlab-routable prefix=glpat-}}"],
    ["gitlab-routable", "{{gitlab-routable prefix=glrt-t1_ version=0 routing=o:1,g:2}}"],
    ["bech32", "{{age}}"],
    ["jwt", "{{jwt iss=x}}"],
    ["pem", "{{pem}}"],
    ["openssh", "{{pem label=OPENSSH_PRIVATE_KEY}}"],
    ["pypi-macaroon", "{{pypi}}"],
  ])("make what %s proves: %s", (checksum, template) => {
    expect(CHECKSUMS[checksum]?.(expandTemplate(template)).valid).toBe(true);
  });

  it.each([
    ["{{nothing}}", "unknown template {{nothing}}"],
    ["{{hex}}", "unknown template {{hex}}"],
    ["{{hex 4 | nothing}}", 'unknown transform "nothing"'],
  ])("refuse %s", (template, message) => {
    expect(() => expandTemplate(template)).toThrow(message);
  });
});
