import { describe, expect, it } from "vitest";
import { extractLine } from "../../src/detect/extract/extract.ts";
import { expandTemplate } from "../../src/rules/template.ts";

/** `name|value` of the named candidates. */
const named = (line: string, extension = "", before?: string): readonly string[] =>
  extractLine(line, extension, before)
    .filter(({ gate }) => gate === "named")
    .map(({ name, value }) => `${name}|${value}`);
const key = expandTemplate("{{b62 32 seed=extract}}");

describe("named values", () => {
  it.each([
    ["DB_PASSWORD=hunter2", "env", "DB_PASSWORD|hunter2"],
    ["  password: Welcome2024! # no", "yml", "password|Welcome2024!"],
    ["spring.datasource.password = abc123", "properties", "spring.datasource.password|abc123"],
    ['"client_secret": "abc-def",', "json", "client_secret|abc-def"],
    ["const apiKey = 'abc123';", "ts", "apiKey|abc123"],
    ['let token: string = "abc123";', "ts", "token|abc123"],
    ['var authToken string = "abc123"', "go", "authToken|abc123"],
    ["'secret' => 'abc123',", "php", "secret|abc123"],
    ['password := "abc123"', "go", "password|abc123"],
    ['config["api_key"] = "abc123"', "py", "api_key|abc123"],
    ['setPassword("abc123")', "java", "setPassword|abc123"],
    ['props.put("db.password", "abc123");', "java", "db.password|abc123"],
    ['"{\\"password\\": \\"abc123\\"}"', "js", "password|abc123"],
    ["https://deploy:s3cr3t@git.example.com/x", "sh", "deploy url password|s3cr3t"],
    ["Authorization: Bearer abcdef123456", "", "Bearer|abcdef123456"],
    ["curl --token abc123def", "sh", "token|abc123def"],
    ['docker login --password "abc 123"', "sh", "password|abc 123"],
    ["curl -u admin:abc123 https://x", "sh", "user password|abc123"],
    ["mysql -u root -pabc123 db", "sh", "password option|abc123"],
    ["<password>abc123</password>", "xml", "password|abc123"],
    ['<add key="DbPassword" value="abc123" />', "config", "DbPassword|abc123"],
    ["ENV API_TOKEN abc123", "dockerfile", "API_TOKEN|abc123"],
    ["CREATE USER x IDENTIFIED BY 'abc123';", "sql", "sql password|abc123"],
    ["machine h login me password abc123", "", "password|abc123"],
    ["the password is abc123 for now", "md", "password|abc123"],
    ["// password: abc123", "ts", "password|abc123"],
    ["run('PASSWORD=abc123 make')", "py", "PASSWORD|abc123"],
  ])("%s (%s)", (line, extension, expected) => {
    expect(named(line, extension)).toContain(expected);
  });

  it("take the name from the line before in lists of names and values", () => {
    expect(named("    value: abc123", "yml", "  - name: DB_PASSWORD")).toEqual(["DB_PASSWORD|abc123"]);
    expect(named("    value: abc123", "yml", "  - name: REGION")).toEqual([]);
  });

  it.each([
    ["password = getPassword();", "js"],
    ["this.password = password;", "java"],
    ["func auth(token string) error {", "go"],
    ["region: eu-central-1", "yml"],
    ["if (key == value) {", "c"],
  ])("are not made of code or of names that say nothing: %s (%s)", (line, extension) => {
    expect(named(line, extension)).toEqual([]);
  });
});

describe("runs without a name", () => {
  it("are proposed when they look drawn at random, where nothing named has them", () => {
    expect(extractLine(`curl https://x/${key}`, "sh").map(({ gate, value }) => `${gate} ${value}`)).toEqual([
      `run ${key}`,
    ]);
    expect(extractLine(`API_KEY=${key}`, "env").map(({ gate }) => gate)).toEqual(["named"]);
    expect(extractLine("getUserConfigurationFromEnvironment the-quick-brown-fox-jumps", "")).toEqual([]);
  });
});

describe("hostile lines", () => {
  it.each([
    "=".repeat(20_000),
    ":a".repeat(20_000),
    '"'.repeat(20_000),
    "a".repeat(100_000),
    "pass(".repeat(10_000),
    "x=y ".repeat(10_000),
    "\\".repeat(20_000),
    "<a>".repeat(10_000),
  ])("are read in bounded time (%#)", (line) => {
    expect(
      extractLine(line, "py").every(({ line: text, start, value }) => text.startsWith(value, start)),
    ).toBe(true);
  });
});
