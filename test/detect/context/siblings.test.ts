/** A secret gets the public values that stand with it, and none that could be a secret. */
import { describe, expect, it } from "vitest";
import { expandTemplate as show } from "../../../src/rules/template.ts";
import { factsOf, propose, relate, type Row } from "./harness.ts";

const PASSWORD = "{{b62 16 seed=1}}";
const PASSWORD2 = "{{b62 16 seed=2}}";
const DATABASE = { host: "db.acme.example", port: "5432", database: "shop", username: "shop_app" };

describe("a password beside its user and host", () => {
  it.each<[string, string]>([
    [
      "dotenv",
      `DB_HOST=db.acme.example\nDB_PORT=5432\nDB_NAME=shop\nDB_USER=shop_app\nDB_PASSWORD=${PASSWORD}\n`,
    ],
    [
      "dotenv of PostgreSQL",
      `PGHOST=db.acme.example\nPGPORT=5432\nPGDATABASE=shop\nPGUSER=shop_app\nPGPASSWORD=${PASSWORD}\n`,
    ],
    [
      "YAML",
      `db:\n  host: db.acme.example\n  port: 5432\n  database: shop\n  username: shop_app\n  password: "${PASSWORD}"\n`,
    ],
    [
      "JSON on one line",
      `{"db":{"host":"db.acme.example","port":5432,"database":"shop","user":"shop_app","password":"${PASSWORD}"}}`,
    ],
    [
      "an object of JavaScript",
      `connect({\n  host: 'db.acme.example',\n  port: 5432,\n  user: 'shop_app',\n  password: '${PASSWORD}',\n  database: 'shop',\n});`,
    ],
    [
      "arguments of Python",
      `connect(host="db.acme.example", port=5432, user="shop_app",\n        password="${PASSWORD}", dbname="shop")`,
    ],
    [
      "Kubernetes variables",
      `env:\n  - name: DB_HOST\n    value: db.acme.example\n  - name: DB_PORT\n    value: "5432"\n  - name: DB_USER\n    value: shop_app\n  - name: DB_PASSWORD\n    value: ${PASSWORD}\n  - name: DB_NAME\n    value: shop\n`,
    ],
    [
      "Spring",
      `spring.datasource.url=jdbc:postgresql://db.acme.example:5432/shop\nspring.datasource.username=shop_app\nspring.datasource.password=${PASSWORD}\n`,
    ],
    ["a URL", `DATABASE_URL=postgres://shop_app:${PASSWORD}@db.acme.example:5432/shop?sslmode=require`],
    ["a JDBC URL", `url: "jdbc:postgresql://db.acme.example:5432/shop?user=shop_app&password=${PASSWORD}"`],
    [
      "HCL",
      `connection {\n  host     = "db.acme.example"\n  port     = 5432\n  user     = "shop_app"\n  database = "shop"\n  password = "${PASSWORD}"\n}`,
    ],
    [
      "XML",
      `<db>\n  <host>db.acme.example</host>\n  <port>5432</port>\n  <user>shop_app</user>\n  <database>shop</database>\n  <password>${PASSWORD}</password>\n</db>`,
    ],
    [
      "XML attributes",
      `<add key="DbHost" value="db.acme.example"/>\n<add key="DbPort" value="5432"/>\n<add key="DbUser" value="shop_app"/>\n<add key="DbPassword" value="${PASSWORD}"/>\n<add key="DbName" value="shop"/>`,
    ],
    ["a command", `mysql -h db.acme.example -P 5432 -u shop_app -p${PASSWORD} -D shop`],
    [
      "INI",
      `[db]\nhost = db.acme.example\nport = 5432\nuser = shop_app\npassword = ${PASSWORD}\ndatabase = shop\n`,
    ],
  ])("has them as facts: %s", (_, template) => {
    expect(factsOf(template)).toEqual([DATABASE]);
  });

  it("has them from a Kubernetes Secret as they are meant", () => {
    const encode = (text: string): string => Buffer.from(text).toString("base64");
    const template = `kind: Secret\ndata:\n  username: ${encode("shop_app")}\n  password: ${encode("k8sR4x9q!Vb2")}\n`;
    expect(factsOf(template)).toContainEqual({ username: "shop_app" });
  });

  it.each<[string, string, Row[1]]>([
    [
      "a token and its server",
      "GITLAB_URL=https://gitlab.acme.example\nGITLAB_TOKEN=glpat-{{u64 20 seed=1}}\n",
      { url: "https://gitlab.acme.example" },
    ],
    [
      "a key and its base URL",
      'client = { baseUrl: "https://api.acme.example/v2", apiKey: "{{b62 32 seed=1}}" }',
      { url: "https://api.acme.example/v2" },
    ],
    [
      "a registry",
      `docker login -u deploy -p ${PASSWORD} registry.acme.example`,
      { username: "deploy", host: "registry.acme.example" },
    ],
    [
      "netrc",
      `machine git.acme.example login deploy password ${PASSWORD}`,
      { host: "git.acme.example", username: "deploy" },
    ],
    [
      "curl",
      `curl -u deploy:${PASSWORD} https://nexus.acme.example/repository`,
      { username: "deploy", url: "https://nexus.acme.example/repository" },
    ],
    [
      "a web address",
      `git clone https://deploy:${PASSWORD}@git.acme.example/group/app`,
      { username: "deploy", url: "https://git.acme.example/group/app" },
    ],
    [
      "an ADO string",
      `"Server=sql.acme.example;Initial Catalog=shop;User Id=shop_app;Password=${PASSWORD};"`,
      { host: "sql.acme.example", database: "shop", username: "shop_app" },
    ],
  ])("knows other places: %s", (_, template, facts) => {
    expect(factsOf(template)).toEqual([facts]);
  });

  it("belongs to its own block and name, whatever stands around", () => {
    expect(
      factsOf(
        `dev:\n  user: dev_app\n  password: ${PASSWORD}\nprod:\n  user: prod_app\n  password: ${PASSWORD2}\n`,
      ),
    ).toEqual([{ username: "dev_app" }, { username: "prod_app" }]);
    expect(factsOf(`user: dev_app\npassword: ${PASSWORD}\nuser: prod_app\npassword: ${PASSWORD2}\n`)).toEqual(
      [{ username: "dev_app" }, { username: "prod_app" }],
    );
    expect(
      factsOf(
        `DB_USER=shop_app\nCACHE_HOST=cache.acme.example\nDB_PASSWORD=${PASSWORD}\nCACHE_PASSWORD=${PASSWORD2}\n`,
      ),
    ).toEqual([{ username: "shop_app" }, { host: "cache.acme.example" }]);
    expect(
      factsOf(`[{"user":"dev_app","password":"${PASSWORD}"},{"user":"prod_app","password":"${PASSWORD2}"}]`),
    ).toEqual([{ username: "dev_app" }, { username: "prod_app" }]);
  });

  it.each<[string, string]>([
    ["another object", `{"server":{"host":"web.acme.example","port":8080},"db":{"password":"${PASSWORD}"}}`],
    ["another name", `HOST=web.acme.example\nPORT=8080\nDB_PASSWORD=${PASSWORD}\n`],
    ["another prefix", `WEB_HOST=web.acme.example\nDB_PASSWORD=${PASSWORD}\n`],
    ["a server with a key", 'config = { host: "web.acme.example", port: 8080, secret: "{{b62 32 seed=4}}" }'],
    [
      "statements that follow each other",
      'url = "https://web.acme.example/login"\ntoken = "{{b62 32 seed=4}}"\n',
    ],
    ["two users of one name", `user: dev_app\nuser: prod_app\nother:\n  password: ${PASSWORD}\n`],
    ["two users that differ", `DB_USER=dev_app\nDB_LOGIN=prod_app\nDB_PASSWORD=${PASSWORD}\n`],
    [
      "records whose beginning is not seen",
      `${"user: dev_app\nhost: web.acme.example\n".repeat(30)}password: ${PASSWORD}\n`,
    ],
    ["further away", `DB_USER=dev_app\n${"X=1\n".repeat(6)}DB_PASSWORD=${PASSWORD}\n`],
    ["a variable", `const c = { user: config.user, host: env.HOST, password: "${PASSWORD}" };`],
    ["a reference", `DB_USER=$DB_USER\nDB_HOST=\${HOST}\nDB_PASSWORD=${PASSWORD}\n`],
    ["a stand-in", `DB_USER=username\nDB_HOST=<host>\nDB_PASSWORD=${PASSWORD}\n`],
    ["another paragraph", `user: dev_app\n\npassword: ${PASSWORD}\n`],
    ["another command", `login -u dev_app; mysql --password=${PASSWORD}\n`],
  ])("takes nothing from %s", (_, template) => {
    expect(factsOf(template)).toEqual([{}]);
  });

  it("takes nothing where records are not alike: nobody can say where one begins", () => {
    expect(factsOf(`password: ${PASSWORD}\nuser: dev_app\npassword: ${PASSWORD2}\n`)).toEqual([{}, {}]);
  });

  it("shows nothing that could be a secret, is a part of one, or holds one", () => {
    // A random user name, one that the password repeats, and an address with a key in its path.
    const random = factsOf(`DB_USER={{b62 20 seed=7}}\nDB_PASSWORD=${PASSWORD}\n`);
    expect(random.filter((facts) => Object.keys(facts).length > 0)).toEqual([]);
    expect(random.length).toBeGreaterThan(0);
    expect(factsOf(`DB_USER=shopapp\nDB_PASSWORD=Xshopapp{{b62 8 seed=1}}\n`)).toEqual([{}]);
    expect(
      factsOf(`API_URL=https://api.acme.example/{{b62 32 seed=8}}/x\nAPI_TOKEN={{b62 32 seed=4}}\n`),
    ).toContainEqual({
      url: "https://api.acme.example",
    });
    expect(
      factsOf(`API_URL=https://api.acme.example/x?key={{b62 32 seed=8}}\nAPI_TOKEN={{b62 32 seed=4}}\n`),
    ).toContainEqual({
      url: "https://api.acme.example/x",
    });
  });

  it("leaves findings without company as they are", () => {
    const bytes = Buffer.from(show(`token: glpat-{{u64 20 seed=1}}\n`));
    const kept = propose(bytes);
    expect(relate(bytes, kept)).toEqual(kept);
    expect(relate(bytes, [])).toEqual([]);
  });
});
