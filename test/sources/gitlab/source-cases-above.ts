/** The same of groups and of the whole GitLab. */
import { credentials } from "../../../src/sources/gitlab/credentials.ts";
import { integrations, webhooks } from "../../../src/sources/gitlab/hooks.ts";
import { snippets } from "../../../src/sources/gitlab/snippets.ts";
import { wikis } from "../../../src/sources/gitlab/wikis.ts";
import { variables } from "../../../src/sources/variables.ts";
import type { SourceCase } from "../../contracts/source-contract.ts";

const PAYMENTS = "acme/payments";
/** Maintains this group, and owns none. */
const STRANGER = "subgroupMaintainer";

export const CASES_ABOVE: readonly SourceCase[] = [
  {
    source: variables,
    kind: "group",
    reads: {
      path: PAYMENTS,
      items: ["GATEWAY_SECRET | production |", "GATEWAY_URL | * |", "CARD_VAULT_KEY | * |"],
    },
    refused: { path: PAYMENTS, token: STRANGER },
    off: null,
    broken: null,
    empty: "acme/payments/fraud",
  },
  {
    source: variables,
    kind: "instance",
    reads: {
      path: "",
      token: "administrator",
      items: ["PROXY_URL | * |", "CA_BUNDLE | * |", "RELEASE_BOT_TOKEN | * |"],
    },
    refused: { path: "", token: "owner" },
    off: null,
    broken: null,
    empty: null,
  },
  {
    source: credentials,
    kind: "group",
    reads: {
      path: PAYMENTS,
      items: [
        "deploy token 801 | payments-images | /-/settings/repository",
        "access token 803 | payments-bot | /-/settings/access_tokens",
      ],
    },
    refused: { path: PAYMENTS, token: STRANGER },
    off: null,
    broken: {
      path: PAYMENTS,
      request: "/api/v4/groups/11/deploy_tokens",
      subject: "deploy token",
      left: ["access token 803 | payments-bot"],
    },
    empty: "acme/web",
  },
  {
    source: snippets,
    kind: "instance",
    reads: {
      path: "",
      items: ["$91 | description | /-/snippets/91", "$91 | .npmrc | /-/snippets/91"],
    },
    refused: { path: "", token: "noScope" },
    off: null,
    broken: {
      path: "",
      token: "administrator",
      request: "/api/v4/snippets/91/files/main/.npmrc/raw",
      subject: "$91 .npmrc",
      left: ["$91 | description", "$92 | description", "$92 | copy.sh"],
    },
    empty: null,
  },
  {
    source: wikis,
    kind: "group",
    reads: { path: PAYMENTS, items: ["onboarding |  | /-/wikis/onboarding"] },
    // Whoever sees a project below sees the group, and is no member of it.
    refused: { path: "acme", token: STRANGER },
    off: null,
    broken: null,
    empty: "acme/web",
  },
  {
    source: webhooks,
    kind: "group",
    reads: { path: PAYMENTS, items: ["webhook 35 |  | /-/hooks/35/edit"] },
    refused: { path: PAYMENTS, token: STRANGER },
    off: null,
    broken: null,
    empty: "acme/web",
  },
  {
    source: integrations,
    kind: "group",
    reads: {
      path: PAYMENTS,
      items: ["mattermost |  | /-/settings/integrations/mattermost/edit"],
    },
    refused: { path: PAYMENTS, token: STRANGER },
    off: null,
    broken: {
      path: PAYMENTS,
      request: "/api/v4/groups/11/integrations/mattermost",
      subject: "mattermost",
      left: [],
    },
    empty: "acme/web",
  },
];
