import { describe, expect, it } from "vitest";
import { findKeyName } from "../../src/detect/key-name.ts";

describe("the name of a value", () => {
  it.each([
    ["DB_PASSWORD=", "DB_PASSWORD"],
    ["  db.password: '", "db.password"],
    ['"clientSecret": "', "clientSecret"],
    ["export API_KEY2 = ", "API_KEY2"],
    ["$config['auth_token'] => \"", "auth_token"],
    ["password := `", "password"],
  ])("in %s is %s", (before, name) => {
    expect(findKeyName(before)).toBe(name);
  });

  it.each(["https://user:", "Authorization: Bearer ", "a1b2c3d4e5:", "QxWvRtZpLmNb:", "", "= ", "name: "])(
    "is not guessed from %s, which may be half of a pair or anything else",
    (before) => {
      expect(findKeyName(before)).toBeNull();
    },
  );
});
