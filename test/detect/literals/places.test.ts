import { describe, expect, it } from "vitest";
import { findLiterals, type Literal } from "../../../src/detect/literals/literals.ts";

const one = (path: string, text: string): Literal | undefined => {
  const found = findLiterals(path, text);
  expect(found).toHaveLength(1);
  return found[0];
};

const CASES: readonly (readonly [what: string, path: string, text: string, expected: Partial<Literal>])[] = [
  [
    "the user beside a password",
    ".gitlab-ci.yml",
    "job:\n  variables:\n    DB_USER: app\n    DB_HOST: db\n    DB_PASSWORD: hunter2\n",
    { user: "app", host: "db", job: "job", place: "variable" },
  ],
  [
    "no user that belongs to another password",
    "docker-compose.yml",
    "services:\n  db:\n    environment:\n      MYSQL_USER: app\n      MYSQL_ROOT_PASSWORD: hunter2\n",
    { job: "db", place: "variable" },
  ],
  [
    "user and host of a URL",
    ".env",
    "DATABASE_URL=postgres://app:hunter2@db:5432/x\n",
    { user: "app", host: "db", place: "connection", name: "DATABASE_URL" },
  ],
  [
    "the user of a connection string",
    ".env",
    "CS=Server=db;User Id=sa;Password=hunter2;\n",
    { user: "sa", place: "connection", name: "CS" },
  ],
  [
    "user and registry of a login",
    "run.sh",
    "docker login -u bot -p hunter2 registry.acme.test\n",
    { user: "bot", host: "registry.acme.test", place: "login" },
  ],
  ["the user of an option", "run.sh", "mysql -h db -u root -phunter2\n", { user: "root", place: "command" }],
  [
    "the user before a colon",
    "run.sh",
    "curl -u bot:hunter2 https://acme.test\n",
    { user: "bot", place: "command" },
  ],
  [
    "a header",
    "run.sh",
    "curl -H 'X-Token: hunter2' https://acme.test\n",
    { place: "header", name: "X-Token" },
  ],
  ["a build argument", "run.sh", "docker build --build-arg TOKEN=hunter2 .\n", { place: "build-arg" }],
  ["a statement", "run.sh", "psql -c \"ALTER ROLE a PASSWORD 'hunter2'\"\n", { place: "sql" }],
  ["a here-document", "run.sh", "cat <<E >a.ini\npassword = hunter2\nE\n", { place: "data" }],
  ["a default", "run.sh", 'psql "${DB_PASSWORD:-hunter2}"\n', { place: "default" }],
  [
    "the job of GitHub",
    ".github/workflows/a.yml",
    "on: push\njobs:\n  build:\n    steps:\n      - name: x\n        env: { A_PASSWORD: hunter2 }\n",
    { job: "build" },
  ],
  [
    "the job of Azure",
    "azure-pipelines.yml",
    "jobs:\n  - job: build\n    variables: { A_PASSWORD: hunter2 }\n",
    { job: "build" },
  ],
  [
    "the object of Kubernetes",
    "a.yaml",
    "apiVersion: v1\nkind: Secret\nmetadata: { name: db }\nstringData: { password: hunter2 }\n",
    { job: "db", place: "data" },
  ],
  ["no job for what is global", ".gitlab-ci.yml", "variables: { A_PASSWORD: hunter2 }\n", {}],
  [
    "the decoded value of a Secret, at the encoded one's place",
    "a.yaml",
    "apiVersion: v1\nkind: Secret\ndata: { password: aHVudGVyMg== }\n",
    { value: "hunter2", start: 46, end: 58 },
  ],
  [
    "the value without YAML's escapes",
    ".gitlab-ci.yml",
    'variables: { A_PASSWORD: "hun\\x74er2" }\n',
    { start: 26, end: 36 },
  ],
  [
    "the value without the shell's escapes",
    "run.sh",
    'A_PASSWORD="hun\\"ter2"\n',
    { value: 'hun"ter2', start: 12, end: 21 },
  ],
];

describe("what is said of a literal", () => {
  for (const [what, path, text, expected] of CASES)
    it(`has ${what}`, () => {
      const literal = one(path, text);
      expect(literal).toMatchObject({ value: "hunter2", ...expected });
      for (const key of ["user", "host", "job"] as const) expect(literal?.[key]).toBe(expected[key]);
    });

  it("comes in order of place, without overlaps", () => {
    const found = findLiterals(
      "run.sh",
      'export A_PASSWORD=a1 B_PASSWORD=b2; curl -u x:c3 "https://y:d4@acme.test"\n',
    );
    expect(found.map(({ value }) => value)).toEqual(["a1", "b2", "c3", "d4"]);
  });
});
