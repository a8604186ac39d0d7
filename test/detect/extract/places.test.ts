/** Where values stand that have a name: lists, bytes, calls, comparisons, the next line. */
import { describe, expect, it } from "vitest";
import { extractLine } from "../../../src/detect/extract/extract.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const named = (line: string, extension = "", before?: string): readonly string[] =>
  extractLine(line, extension, before)
    .filter(({ gate }) => gate === "named")
    .map(({ name, value }) => `${name}|${value}`);
const key = expandTemplate("{{b62 24 seed=places}}");
const other = expandTemplate("{{b62 24 seed=others}}");
const bytes = "0x1f, 0x02, 0xa3, 0x44, 0xb5, 0x06, 0x07, 0x99";

describe("values with a name", () => {
  it.each([
    [`var key = []byte("abc123")`, "go", "key|abc123"],
    [`$token = new Token('abc123');`, "php", "$token|abc123"],
    [`secret = Buffer.from(String("abc123"))`, "js", "secret|abc123"],
    [`Tokens: []string{"${key}", "${other}"},`, "go", `Tokens|${key}`],
    [`Tokens: []string{"${key}", "${other}"},`, "go", `Tokens|${other}`],
    [`api_keys = ["${key}", "${other}"]`, "py", `api_keys|${other}`],
    [`aesKey := [8]byte{${bytes}}`, "go", `aesKey|${bytes}`],
    [
      "byte[] key = { 18, 52, 86, 120, 154, 188, 222, 240 };",
      "java",
      "key|18, 52, 86, 120, 154, 188, 222, 240",
    ],
    ["otp = ROTP::TOTP.new('abc123')", "rb", "ROTP::TOTP.new|abc123"],
    ['storePassword "abc123"', "gradle", "storePassword|abc123"],
    ["db.password = env.DB_PASSWORD || 'abc123'", "js", "env.DB_PASSWORD|abc123"],
    ['PASSWORD = os.environ.get("PASSWORD") or "abc123"', "py", "PASSWORD|abc123"],
    ['assertEquals("abc123", user.getToken());', "java", "user.getToken|abc123"],
    ["assert.Equal(t, `abc123`, token)", "go", "token|abc123"],
    ["expect(user.password).toBe('abc123')", "ts", "user.password|abc123"],
    ['if ("abc123".equals(password)) {', "java", "password|abc123"],
    ['if "abc123" == password:', "py", "password|abc123"],
    ['fill_in :user_password, with: "abc123"', "rb", "user_password|abc123"],
    ["headers = [['X-Api-Key', 'abc123']]", "js", "X-Api-Key|abc123"],
    ['config.set("app", "password", "abc123")', "py", "password|abc123"],
    ["page.fill('#password', 'abc123')", "ts", "#password|abc123"],
    [`- {name: "DB_PASSWORD", value: "abc123"}`, "yml", "DB_PASSWORD|abc123"],
    ["Authorization: Basic YWJjOmRlZjEyMw==", "", "Basic authorization|YWJjOmRlZjEyMw=="],
    ['IDENTIFIED BY \\"abc123\\"', "yml", "sql password|abc123"],
    ["$p = ConvertTo-SecureString 'abc$123' -AsPlainText -Force", "ps1", "secure string password|abc$123"],
    [`\t{nkey: ${key.toUpperCase()}}`, "go", `nkey|${key.toUpperCase()}`],
    ["heroku config:add MAIL_PASSWORD=abc123", "md", "MAIL_PASSWORD|abc123"],
    ["https://x.example/cb?access_token=abc123&y=1", "md", "access_token|abc123"],
  ])("%s (%s)", (line, extension, expected) => {
    expect(named(line, extension)).toContain(expected);
  });

  it.each([
    ["keywords: ['auth', 'token', 'session']", "js"],
    ["style ('default', 'password', 'invisible')", "js"],
    ["plugins = array('zip', 'password', 'manage', 'login')", "php"],
    ["const token = { type: 'bearer' }", "js"],
    ["keys = [1, 2, 3, 4, 5, 6, 7]", "js"],
    ["keys = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]", "js"],
    ["let token: Map<string, string> = read()", "ts"],
    ["tokenStart = tokensAndComments32Index[at];", "ts"],
    ["std::string name = Secret::Token;", "cpp"],
    ["Proxy says: Basic Realm=authenticate", "http"],
    ['"/src/model/secret.ts": "0123abcd",', "json"],
    ["listed with key `objectKey` that", "md"],
  ])("are not made of words, numbers and code: %s (%s)", (line, extension) => {
    expect(named(line, extension)).toEqual([]);
  });
});

describe("runs without a name", () => {
  const digest = expandTemplate("{{hex 40 seed=file}}");
  const runs = (line: string): readonly string[] => extractLine(line, "json").map(({ value }) => value);

  it("are no digests of files, but for those that say nothing of a file", () => {
    expect(runs(`  "src/model/rule.ts": "${digest}",`)).toEqual([]);
    expect(runs(`  "rule": "${digest}",`)).toEqual([digest]);
    expect(runs(`  "src/model/rule.ts": "${key}${key}",`)).toEqual([key + key]);
  });
});

describe("values on the line after their name", () => {
  it.each([
    ["password:", '  "abc123"', "yml", "password|abc123"],
    ["  password:", "    abc123", "yml", "password|abc123"],
    ['"client_secret" :', '   "abc123",', "json", "client_secret|abc123"],
    ["const apiKey =", "  'abc123';", "ts", "apiKey|abc123"],
    ["  .setPassword(", '    "abc123")', "java", "setPassword|abc123"],
    ['props.put("db.password",', '  "abc123");', "java", "db.password|abc123"],
    ["api_tokens = [", `  "${key}",`, "py", `api_tokens|${key}`],
    ["let secret = vec![", '  "no"', "rs", ""],
  ])("%s / %s (%s)", (before, line, extension, expected) => {
    expect(named(line, extension, before)).toEqual(expected === "" ? [] : [expected]);
  });

  it.each([
    ["password:", "  user: me", "yml"],
    ["password:", "  - abc123", "yml"],
    ["password:", '  "user": "me"', "json"],
    ['  "token",', '  "session",', "json"],
    ["keywords: [", '  "auth",', "json"],
    ["region:", '  "eu-central-1"', "yml"],
  ])("are no keys, items or values of other names: %s / %s (%s)", (before, line, extension) => {
    expect(named(line, extension, before)).toEqual([]);
  });
});
