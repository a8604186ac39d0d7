/** Proofs that need no network: name in a rule file → function. One line each; nothing else lists them. */
import { atlassianCrc } from "./atlassian-crc.ts";
import { awsAccount } from "./aws-account.ts";
import { awsSecret } from "./aws-secret.ts";
import { azureCommon } from "./azure-common.ts";
import { base64Json } from "./base64-json.ts";
import { basicCredentials } from "./basic-credentials.ts";
import { bech32 } from "./bech32.ts";
import type { Checksum, Proof } from "./checksum.ts";
import { cloudflareCrc } from "./cloudflare-crc.ts";
import { crcBase62 } from "./crc-base62.ts";
import { discordId } from "./discord-id.ts";
import { gcpServiceAccount } from "./gcp-service-account.ts";
import { gitlabRoutable } from "./gitlab-routable.ts";
import { grafanaCrc } from "./grafana-crc.ts";
import { jfrog } from "./jfrog.ts";
import { jwt } from "./jwt.ts";
import { openssh } from "./openssh.ts";
import { pem } from "./pem.ts";
import { pypiMacaroon } from "./pypi-macaroon.ts";

export type { Checksum, Proof };

export const CHECKSUMS: Readonly<Record<string, Checksum>> = {
  "atlassian-crc": atlassianCrc,
  "aws-account": awsAccount,
  "aws-secret": awsSecret,
  "azure-common": azureCommon,
  "base64-json": base64Json,
  "basic-credentials": basicCredentials,
  bech32,
  "cloudflare-crc": cloudflareCrc,
  "crc-base62": crcBase62,
  "discord-id": discordId,
  "gcp-service-account": gcpServiceAccount,
  "gitlab-routable": gitlabRoutable,
  "grafana-crc": grafanaCrc,
  jfrog,
  jwt,
  openssh,
  pem,
  "pypi-macaroon": pypiMacaroon,
};
