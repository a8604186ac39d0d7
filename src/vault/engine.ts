/** Which secrets engine takes a secret now, and which would be better. */
import type { VaultTarget } from "../model/inventory.ts";
import type { Engine, VaultHint } from "../model/rule.ts";

export interface EngineChoice {
  readonly engine: Engine;
  readonly field: string;
  readonly why: string;
  readonly alternatives: VaultTarget["alternatives"];
}

/** What an engine does that a stored value cannot. Engines: developer.hashicorp.com/vault/docs/secrets. */
const GAINS: Readonly<Record<Exclude<Engine, "kv" | "none">, string>> = {
  aws: "Vault hands each job AWS credentials that end with it, so no access key is left to leak.",
  azure: "Vault makes a client secret per job and deletes it afterwards.",
  gcp: "Vault issues access tokens that last an hour, so no service-account key has to exist.",
  database: "Vault makes a database user per job, or changes the password of the one there is on schedule.",
  ssh: "Vault signs a key for minutes; the servers trust its certificate authority and no private key is kept.",
  pki: "Vault issues the certificate with its key when it is needed, for as long as it is needed.",
  kubernetes: "Vault makes service-account tokens for minutes instead of one that lasts.",
  rabbitmq: "Vault makes a RabbitMQ user per job and removes it afterwards.",
  consul: "Vault makes Consul tokens with a policy and an end.",
  nomad: "Vault makes Nomad tokens with a policy and an end.",
  terraform: "Vault makes Terraform tokens per team or user with an end.",
  ldap: "Vault changes the account's password on schedule and hands out the current one.",
  mongodbatlas: "Vault makes Atlas API keys per job and removes them afterwards.",
  transit: "Vault signs and encrypts for the job; the key never leaves it.",
  totp: "Vault keeps the seed and gives out codes only.",
  alicloud: "Vault makes Alibaba Cloud credentials that end with the job.",
};

/** Engines that OpenBao ships (openbao.org/docs/secrets); it needs a plugin for the others. */
const IN_OPENBAO: ReadonlySet<Engine> = new Set([
  "kv",
  "database",
  "kubernetes",
  "ldap",
  "pki",
  "rabbitmq",
  "ssh",
  "totp",
  "transit",
]);

/** Ports that only databases use (IANA): a password that belongs to one is a database user's. */
const DATABASE_PORTS: ReadonlySet<string> = new Set([
  "1433",
  "1521",
  "3306",
  "5432",
  "9042",
  "27017",
  "50000",
]);

type Facts = Readonly<Record<string, string>>;

/** What the kind says, or for a plain password what stands beside it. */
const findBest = ({ engine, class: family }: VaultHint, facts: Facts): Engine => {
  const { host, port = "", database, username } = facts;
  const isDatabase = database !== undefined || DATABASE_PORTS.has(port);
  const isUser = host !== undefined && username !== undefined;
  return engine === "kv" && family === "password" && isUser && isDatabase ? "database" : engine;
};

/** Vault knows the user already: it can take over the account as it is. */
const describeStaticRole = (engine: Engine, { username, host, database }: Facts): string =>
  engine === "database" && username !== undefined && host !== undefined
    ? ` A static role for ${username} at ${host}${database === undefined ? "" : `, database ${database},`} needs no change to the application.`
    : "";

const listBetter = (engine: Engine, facts: Facts): VaultTarget["alternatives"] => {
  if (engine === "kv" || engine === "none") return [];
  const caveat = IN_OPENBAO.has(engine) ? "" : " OpenBao needs a plugin for it.";
  return [{ engine, why: `${GAINS[engine]}${describeStaticRole(engine, facts)}${caveat}` }];
};

/**
 * The pragmatic choice: KV version 2 takes every value today without a change to the application; the best engine is
 * offered beside it. Null where a value must not be stored at all.
 * @param facts public ones: whose the value is, and where.
 */
export const chooseEngine = (hint: VaultHint, facts: Facts = {}): EngineChoice | null => {
  if (!hint.store) return null;
  const best = findBest(hint, facts);
  const alternatives = listBetter(best, facts);
  const why =
    alternatives.length > 0
      ? `KV version 2 takes it today without a change to the application; the ${best} engine is the better place.`
      : "KV version 2 is the place for values that Vault cannot issue itself.";
  return { engine: "kv", field: hint.field, why, alternatives };
};
