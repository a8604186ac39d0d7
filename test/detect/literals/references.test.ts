import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLiterals } from "../../../src/detect/literals/literals.ts";

const REFERENCES = readFileSync(join(import.meta.dirname, "references.txt"), "utf8").split("\n");

const quote = (value: string): string => JSON.stringify(value.replaceAll('""', ""));

/** Each puts the value where a password is expected; the last word says so beyond doubt. */
const PLACES: Readonly<Record<string, (value: string) => { readonly path: string; readonly text: string }>> =
  {
    "a GitLab variable": (value) => ({
      path: ".gitlab-ci.yml",
      text: `variables:\n  DB_PASSWORD: ${quote(value)}\n`,
    }),
    "a Compose list": (value) => ({
      path: "docker-compose.yml",
      text: `services:\n  db:\n    environment:\n      - ${quote(`DB_PASSWORD=${value.replaceAll('""', "")}`)}\n`,
    }),
    "a list of names and values": (value) => ({
      path: "k8s.yaml",
      text: `apiVersion: v1\nkind: Pod\nenv:\n  - name: DB_PASSWORD\n    value: ${quote(value)}\n`,
    }),
    "an environment file": (value) => ({ path: ".env", text: `DB_PASSWORD=${value}\n` }),
    "Terraform variables": (value) => ({ path: "x.tfvars", text: `db_password = ${quote(value)}\n` }),
    "a Jenkinsfile": (value) => ({
      path: "Jenkinsfile",
      text: `environment { DB_PASSWORD = ${quote(value)} }\n`,
    }),
    "a Dockerfile": (value) => ({ path: "Dockerfile", text: `FROM a\nENV DB_PASSWORD=${quote(value)}\n` }),
  };

describe("references and stand-ins are no literals", () => {
  for (const [place, write] of Object.entries(PLACES))
    for (const value of REFERENCES)
      it(`finds nothing in ${place}: ${value}`, () => {
        const { path, text } = write(value);
        expect(findLiterals(path, text)).toEqual([]);
      });

  for (const [place, write] of Object.entries(PLACES))
    it(`finds a stock password in ${place}`, () => {
      const { path, text } = write("postgres");
      expect(findLiterals(path, text).map(({ value }) => value)).toEqual(["postgres"]);
    });

  for (const reference of [
    "$PW",
    "${PW}",
    '"$PW"',
    '"${PW}"',
    "$(cat pw)",
    "`cat pw`",
    "%PW%",
    "${{ secrets.PW }}",
    "$(Pw)",
    "((pw))",
    "{{ pw }}",
    "<< parameters.pw >>",
    "$[[ inputs.pw ]]",
  ])
    it(`finds nothing behind an option: ${reference}`, () => {
      for (const command of [
        `mysql -uroot -p${reference}`,
        `docker login -u a -p ${reference}`,
        `export DB_PASSWORD=${reference}`,
        `curl -u bot:${reference} https://a.test`,
        `./x --password=${reference}`,
      ])
        expect(findLiterals("run.sh", `${command}\n`)).toEqual([]);
    });
});

describe("defaults of references", () => {
  const cases: readonly (readonly [path: string, text: string, name: string])[] = [
    ["run.sh", 'psql "${DB_PASSWORD:-hunter2}"', "DB_PASSWORD"],
    ["run.sh", ': "${DB_PASSWORD:="hunter2"}"', "DB_PASSWORD"],
    ["run.sh", "export X=${DB_PASSWORD-hunter2}", "DB_PASSWORD"],
    ["run.sh", "psql ${A_PASSWORD:-${DB_PASSWORD:-hunter2}}", "DB_PASSWORD"],
    [
      "docker-compose.yml",
      "services:\n  db:\n    environment:\n      X: ${DB_PASSWORD:-hunter2}\n",
      "DB_PASSWORD",
    ],
    [".github/workflows/a.yml", "env:\n  X: ${{ secrets.DB_PASSWORD || 'hunter2' }}\n", "DB_PASSWORD"],
    [
      "azure-pipelines.yml",
      "variables:\n  X: ${{ coalesce(parameters.dbPassword, 'hunter2') }}\n",
      "dbPassword",
    ],
    [
      "roles/a/tasks/main.yml",
      "- debug: { msg: \"{{ db_password | default('hunter2') }}\" }\n",
      "db_password",
    ],
    ["chart/templates/a.yaml", 'x: {{ .Values.db.password | default "hunter2" }}\n', "password"],
    ["chart/templates/a.yaml", 'x: {{ default "hunter2" .Values.db.password | quote }}\n', "password"],
    ["chart/templates/a.yaml", 'x: {{ env "DB_PASSWORD" | default "hunter2" }}\n', "DB_PASSWORD"],
    ["Makefile", "DB_PASSWORD ?= hunter2\n", "DB_PASSWORD"],
    ["Dockerfile", "FROM a\nARG DB_PASSWORD=hunter2\n", "DB_PASSWORD"],
  ];
  for (const [path, text, name] of cases)
    it(`are literals under the name they stand in for: ${text.trim().split("\n").at(-1) ?? ""}`, () => {
      const found = findLiterals(path, text);
      expect(found.map((literal) => [literal.name, literal.value])).toEqual([[name, "hunter2"]]);
      expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(["hunter2"]);
    });
});
