/** Azure's 84-character keys carry a mark and the signature of the service that made them. */
import type { Checksum } from "./checksum.ts";

/** 52 random, mark, 18 more, service, checksum (its algorithm is not public). */
const FORM = /^[0-9A-Za-z]{52}JQQJ99[0-9A-Za-z]{18}([0-9A-Za-z]{4})[0-9A-Za-z+/]{4}$/;

const SERVICES: Readonly<Record<string, string>> = {
  AZDO: "Azure DevOps",
  ACOG: "Azure AI services",
  AWPS: "Azure Web PubSub",
};

export const azureCommon: Checksum = (secret) => {
  const [, signature] = FORM.exec(secret) ?? [];
  if (signature === undefined) return { valid: secret.length === 84 ? false : null };
  return { valid: true, facts: { service: SERVICES[signature] ?? signature } };
};
