import { describe, expect, it } from "vitest";
import { findLiterals } from "../../../src/detect/literals/literals.ts";

/** Written into a file by a script: nobody knows what it is. */
const findIn = (body: string): readonly string[] =>
  findLiterals("run.sh", `cat <<'EOF' > file\n${body}\nEOF\n`).map(({ value }) => value);

const LITERALS = [
  "password=hunter2",
  "password = hunter2",
  "db.password: hunter2",
  'password: "hunter2"',
  '"password": "hunter2",',
  "{ user: 'bob', pwd: 'hunter2' }",
  "$config['db_password'] = 'hunter2';",
  "user=bob&password=hunter2&x=1",
  "<add name='x' connectionString='Server=db;User Id=sa;Password=hunter2;' />",
  "url: postgres://app:hunter2@db/app",
  "machine git.acme.test login bob password hunter2",
  "CREATE USER app WITH PASSWORD 'hunter2';",
  "SET PASSWORD FOR 'root'@'%' = PASSWORD('hunter2');",
  "CHANGE MASTER TO MASTER_USER='repl', MASTER_PASSWORD='hunter2';",
  "requirepass: hunter2",
];
const OTHERS = [
  "# password=hunter2",
  "// password=hunter2 in a comment",
  "-- password = 'hunter2'",
  "password = get_password()",
  "password = os.environ['PASSWORD']",
  "password = config.get('password')",
  "const token = await login()",
  "password: string",
  "if (password == hunter2)",
  "password != hunter2",
  "password := $PASSWORD",
  "token: next",
  "url: https://acme.test/password",
  "password_file = hunter2",
  "SELECT password FROM users WHERE name = 'bob'",
];

describe("text that scripts write", () => {
  for (const body of LITERALS)
    it(`holds a literal: ${body}`, () => expect(findIn(body)).toEqual(["hunter2"]));
  for (const body of OTHERS) it(`holds none: ${body}`, () => expect(findIn(body)).toEqual([]));
});
