import { describe, expect, it } from "vitest";
import { kindOfName, type NameKind } from "../../../src/detect/literals/names.ts";

const KINDS: Readonly<Record<NameKind, string>> = {
  password:
    "password PASSWORD DB_PASS PGPASSWORD MYSQL_PWD db.password spring.datasource.password rootPassword adminPasswd SSHPASS " +
    "ME_CONFIG_MONGODB_ADMINPASSWORD requirepass GPG_PASSPHRASE db-pass DB_PW PASSWORD_PROD password2 ORACLE_PasswordSys mysqlrootpwd",
  secret:
    "TOKEN api_token accessToken client_secret JWT_SECRET API_KEY apikey aws_secret_access_key SECRET_KEY_BASE APP_KEY " +
    "//npm.acme.example/:_authToken PRIVATE-TOKEN X-Api-Key VAULT_DEV_ROOT_TOKEN_ID RABBITMQ_ERLANG_COOKIE GITHUB_PAT",
  auth: "DOCKER_AUTH auth basic_auth credentials AUTH_CREDS NEO4J_AUTH",
  key: "SSH_KEY deploy_key SIGNING_KEY STRIPE_KEY PASSWORD_SALT secret_id",
};
const OTHERS =
  "PASSWORD_FILE TOKEN_PATH SECRET_NAME TOKEN_URL KEY_ID TOKEN_TTL PASSWORD_LENGTH TOKEN_TYPE AUTH_METHOD AUTH_ROLE SECRET_STORE " +
  "MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD NO_PASSWORD USE_TOKEN update_password public_key PUBLIC_KEY cache_key " +
  "primary_key recv-keys GPG_KEY host_key project_key NOPASSWD bypass compass passed passthrough env-passthrough monkey keyboard " +
  "tokenizer secretary AUTHOR author authority POSTGRES_HOST_AUTH_METHOD AWS_ACCESS_KEY_ID client_secret_id DB_USER HOST cwd";

describe("names of credentials", () => {
  for (const [kind, names] of Object.entries(KINDS))
    for (const name of names.split(" "))
      it(`takes ${name} for one of the kind ${kind}`, () => expect(kindOfName(name)).toBe(kind));

  for (const name of OTHERS.split(" "))
    it(`takes ${name} for none`, () => expect(kindOfName(name)).toBeNull());
});
