/** Keys of secret managers, identity providers, and private networks: each opens many others. */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import type { Detector } from "../detector.js";
import { isPlaceholder } from "../randomness.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

const TAILSCALE = "https://tailscale.com/kb/1215/oauth-clients";
const VAULT = "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes";

export const IDENTITY: readonly Detector[] = [
  prefixed({
    id: "age-secret-key",
    shapes: ["AGE-SECRET-KEY-1{58 upper}", "AGE-SECRET-KEY-PQ-1{58-72 upper}"],
    see: "https://age-encryption.org/v1",
  }),
  named({
    id: "auth0-client-secret",
    names: ["auth0"],
    shapes: ["{64 padded}"],
    see: "https://auth0.com/docs/get-started/applications",
  }),
  prefixed({
    id: "authress-service-key",
    shapes: [
      "sc_{4-40 lower}.{3-6 lower}.acc_{10-32 lower}.{30-130 base64url}",
      "sc_{4-40 lower}.{3-6 lower}.acc-{10-32 lower}.{30-130 base64url}",
      "ext_{4-40 lower}.{3-6 lower}.acc_{10-32 lower}.{30-130 base64url}",
    ],
    see: "https://authress.io/knowledge-base/docs/category/service-clients",
  }),
  named({
    id: "bitwarden-access-token",
    names: ["bitwarden", "bws"],
    shapes: ["0.{uuid}.{30 alphanumeric}:{22 base64}==", "{30 alphanumeric}"],
    see: "https://bitwarden.com/help/access-tokens/",
  }),
  prefixed({
    id: "defined-networking-api-token",
    shapes: ["dnkey-{26 upper}-{52 upper}", "dnkey-{26 padded}-{52 padded}"],
    see: "https://docs.defined.net/get-started/api/",
  }),
  named({ id: "duo-secret-key", names: ["duo"], shapes: ["{40 alphanumeric}"], see: "https://duo.com/docs/adminapi" }),
  prefixed({
    id: "infisical-token",
    shapes: ["st.{24 hex}.{32 hex}.{32 hex}", "st.{uuid}.{32 hex}.{32 hex}"],
    see: "https://infisical.com/docs/documentation/platform/token",
  }),
  prefixed({
    id: "intra42-client-secret",
    shapes: ["s-s4t2{ud|af}-{64 hex}"],
    see: "https://api.intra.42.fr/apidoc/guides/getting_started",
  }),
  named({
    id: "jumpcloud-api-key",
    names: ["jumpcloud"],
    shapes: ["jca_{36 alphanumeric}", "{40 hex}"],
    see: "https://docs.jumpcloud.com/api/",
  }),
  named({
    id: "keycloak-client-secret",
    names: ["keycloak", "kc client"],
    shapes: ["{32 alphanumeric}", "{uuid}"],
    see: "https://www.keycloak.org/docs/latest/server_admin/",
  }),
  named({
    id: "okta-api-token",
    names: ["okta", "ssws"],
    shapes: ["00{40 base64url}"],
    see: "https://developer.okta.com/docs/guides/create-an-api-token/",
  }),
  prefixed({
    id: "onepassword-secret-key",
    shapes: [
      "A3-{6 upper}-{11 upper}-{5 upper}-{5 upper}-{5 upper}",
      "A3-{6 upper}-{6 upper}-{5 upper}-{5 upper}-{5 upper}-{5 upper}",
    ],
    see: "https://support.1password.com/secret-key-security/",
  }),
  prefixed({
    id: "onepassword-service-token",
    shapes: ["ops_eyJ{200-1200 base64}{|=|==|===}"],
    see: "https://developer.1password.com/docs/service-accounts/security/",
  }),
  named({
    id: "onelogin-client-secret",
    names: ["onelogin"],
    shapes: ["{64 hex}"],
    see: "https://developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials",
  }),
  defineDetector({
    id: "openshift-token",
    family: "secrets",
    severity: "critical",
    keywords: ["sha256~"],
    pattern: alone(/sha256~[\w-]{43}/, "\\w~-"),
    confidence: 0.97,
    confirm: (token) => (isPlaceholder(token.slice(7)) || /x{4}|_{3}/i.test(token) ? null : 0.97),
    reference: "https://docs.redhat.com/en/documentation/openshift_container_platform/",
    examples: {
      hit: ["oc login --token=sha256~{43 base64url}"],
      miss: ["sha256~{42 base64url}", "sha256:{64 hex}", "sha256~XXXXXXXXXX_PUT_YOUR_TOKEN_HERE_XXXXXXXXXXXX"],
    },
  }),
  prefixed({ id: "stytch-secret", shapes: ["secret-{live|test}-{36 base64url}"], see: "https://stytch.com/docs" }),
  prefixed({
    id: "tailscale-key",
    shapes: ["tskey-{auth|api|client|scim|webhook}-{8-20 alphanumeric}-{20-40 alphanumeric}", "tskey-{20-40 alphanumeric}"],
    see: TAILSCALE,
  }),
  defineDetector({
    id: "terraform-cloud-token",
    family: "secrets",
    severity: "critical",
    keywords: [".atlasv1."],
    // The 14 characters before are an id: a match that began with them would hold back each word of a stream.
    pattern: /(?<=(?<![\w-])[A-Za-z\d]{14})\.atlasv1\.[\w=-]{60,72}(?![\w=-])/,
    confidence: 0.99,
    confirm: (token) => (isPlaceholder(token) ? null : 0.99),
    reference: "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    examples: {
      hit: ['credentials "app.terraform.io" { token = "{14 alphanumeric}.atlasv1.{67 alphanumeric}" }'],
      miss: [
        "{14 alphanumeric}.atlasv1.{40 alphanumeric}",
        "{8 alphanumeric}.atlasv1.{67 alphanumeric}",
        "{14 alphanumeric}.atlasv1.xxxxxxxx",
      ],
    },
  }),
  prefixed({ id: "vault-batch-token", shapes: ["hvb.{90-300 base64url}", "b.AAAAAQ{80-240 base64url}"], see: VAULT }),
  prefixed({ id: "vault-recovery-token", shapes: ["hvr.{24-120 base64url}"], see: VAULT }),
  prefixed({ id: "vault-service-token", shapes: ["hvs.{24-120 base64url}"], see: VAULT }),
  named({ id: "vault-legacy-token", names: ["vault", "consul", "nomad"], shapes: ["s.{24 alphanumeric}", "{uuid}"], see: VAULT }),
  named({
    id: "workos-api-key",
    names: ["workos"],
    shapes: ["sk_{40-100 alphanumeric}", "sk_{live|test}_{40-100 alphanumeric}"],
    see: "https://workos.com/docs/reference",
  }),
  named({
    id: "zerotier-token",
    names: ["zerotier"],
    shapes: ["{32 alphanumeric}"],
    see: "https://docs.zerotier.com/api/tokens/",
  }),
];
