import { describe, expect, it } from "vitest";
import { readAffix, readName } from "../../../src/detect/context/names.ts";

describe("a name", () => {
  it.each([
    ["DB_PASSWORD", "password", "db"],
    ["dbPassword", "password", "db"],
    ["pgpassword", "password", "pg"],
    ["spring.datasource.username", "username", "spring datasource"],
    ["PROD_DB_USER", "username", "prod db"],
    ["DB_USER_PROD", "username", "db prod"],
    ["user_id", "username", ""],
    ["Data Source", "host", ""],
    ["DB_NAME", "database", "db"],
    ["baseUrl", "url", ""],
    ["GITLAB_API_URL", "url", "gitlab"],
    ["GITLAB_API_TOKEN", "token", "gitlab"],
    ["AZURE_CLIENT_SECRET", "token", "azure"],
    ["X-Auth-Key", "token", "x"],
    ["MYSQL_ROOT_PASSWORD", "password", "mysql root"],
  ])("says what its value is, and whose: %s", (name, role, affix) => {
    expect(readName(name)).toMatchObject({ role, affix });
  });

  it.each(["NAME", "support", "replicas", "description", "", "___", "transport"])(
    "may say nothing: %s",
    (name) => {
      expect(readName(name)).toBeNull();
    },
  );

  it("is told from the part that a rule knows", () => {
    expect(readAffix("AZURE_CLIENT_ID", /client id/)).toBe("azure");
    expect(readAffix("clientId", /client id/)).toBe("");
    expect(readAffix("tenant", /client id/)).toBeNull();
  });
});
