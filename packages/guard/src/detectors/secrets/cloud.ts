/** Credentials of clouds and hosting companies, beside those of Amazon and Google. */
import { defineDetector } from "../define.js";
import type { Detector } from "../detector.js";
import { isPlaceholder } from "../randomness.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const CLOUD: readonly Detector[] = [
  prefixed({
    id: "akamai-edgegrid-token",
    shapes: ["akab-{16 lower}-{16 lower}"],
    see: "https://techdocs.akamai.com/developer/docs/edgegrid",
  }),
  prefixed({
    id: "alibaba-access-key-id",
    shapes: ["LTAI{12-24 alphanumeric}"],
    see: "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    severity: "high",
  }),
  named({
    id: "alibaba-secret-key",
    names: ["alibaba", "aliyun", "alicloud", "oss"],
    shapes: ["{30 alphanumeric}"],
    see: "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
  }),
  // Three characters, `8Q~` (or another digit) in the middle: no word and no number looks so.
  defineDetector({
    id: "azure-client-secret",
    family: "secrets",
    severity: "critical",
    keywords: ["Q~"],
    // Four characters before it stay in sight, so that not each word of a stream is held back.
    pattern: /(?<=(?<![\w.~-])[\w.~-]{3}\d)Q~[\w.~-]{31,34}(?![\w.~-])/,
    confidence: 0.95,
    confirm: (secret) =>
      isPlaceholder(secret.slice(2)) || secret.split("~").length > 5 || !/[a-z].*[A-Z]|[A-Z].*[a-z]/.test(secret.slice(2))
        ? null
        : 0.95,
    reference: "https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials",
    examples: {
      hit: ['clientSecret: "{3 alphanumeric}8Q~{34 alphanumeric}"', "AZURE_CLIENT_SECRET={3 alphanumeric}7Q~{31 alphanumeric}"],
      miss: [
        "{3 alphanumeric}8Q~{20 alphanumeric}",
        "{3 alphanumeric}8Q~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "{30 alphanumeric}8Q~{34 alphanumeric}",
      ],
    },
  }),
  defineDetector({
    id: "azure-storage-key",
    family: "secrets",
    severity: "critical",
    keywords: [
      "AccountKey",
      "SharedAccessKey",
      "account_key",
      "storage_key",
      "storage key",
      "storageKey",
      "access_key",
      "accesskey",
      "primary_key",
      "primaryKey",
      "Primary key",
    ],
    pattern:
      /(?:AccountKey|SharedAccessKey|account_key|storage[ _]?key|access_?key|primary[ _]?key)["'\]]{0,3}\s{0,3}(?:=>|[:=])\s{0,3}["'`]{0,2}(?<value>[A-Za-z\d+/]{86}==|[A-Za-z\d+/]{43}=)(?![\w+/=])/i,
    confidence: 0.95,
    confirm: (_match, { value = "" }) => (isPlaceholder(value) ? null : 0.95),
    reference: "https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage",
    examples: {
      hit: [
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={86 base64}==;EndpointSuffix=core.windows.net",
        "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey={43 base64}=",
      ],
      miss: ["AccountKey={40 base64}==", "AccountKey=<key>", "sha512-{86 base64}=="],
    },
  }),
  defineDetector({
    id: "azure-sas-token",
    family: "secrets",
    severity: "critical",
    keywords: ["sig="],
    pattern: /sig=(?<value>[A-Za-z\d%+/]{43,70}(?:=|%3D))(?![\w%+/=])/i,
    confidence: 0.9,
    confirm: (_match, { value = "" }) => (isPlaceholder(value) ? null : 0.9),
    reference: "https://learn.microsoft.com/rest/api/storageservices/create-service-sas",
    examples: {
      hit: [
        "https://acme.blob.core.windows.net/c?sv=2024-11-04&ss=b&se=2027-01-01&sp=rl&sig={43 alphanumeric}%3D",
        "?sig={43 alphanumeric}=&sv=2024-11-04",
      ],
      miss: ["sig={20 alphanumeric}%3D", "sig=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx%3D", "config={43 digits}"],
    },
  }),
  named({
    id: "azure-api-key",
    names: ["azure", "ocp apim subscription", "cognitive services"],
    shapes: ["{84 alphanumeric}", "{52-60 padded}", "{32 hex}", "{86 base64}==", "{42-43 base64}+ACR{6 alphanumeric}"],
    see: "https://learn.microsoft.com/azure/ai-services/authentication",
  }),
  prefixed({
    id: "backblaze-application-key",
    shapes: ["K00{1 digits}{27 alphanumeric}"],
    see: "https://www.backblaze.com/docs/cloud-storage-application-keys",
  }),
  named({
    id: "bunny-api-key",
    names: ["bunny"],
    shapes: ["{uuid}{uuid}", "{uuid}"],
    see: "https://docs.bunny.net/reference/bunnynet-api-overview",
  }),
  prefixed({
    id: "cloudflare-api-token",
    shapes: ["cf{ut|at|k}_{40 alphanumeric}{8 hex}"],
    see: "https://developers.cloudflare.com/fundamentals/api/get-started/create-token/",
  }),
  named({
    id: "cloudflare-api-key",
    names: ["cloudflare", "cf api", "x auth"],
    shapes: ["{37 hex}", "{40 padded}"],
    see: "https://developers.cloudflare.com/fundamentals/api/get-started/keys/",
  }),
  prefixed({
    id: "cloudflare-origin-ca-key",
    shapes: ["v1.0-{24 hex}-{146 hex}"],
    see: "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
    word: "\\w.-",
  }),
  prefixed({
    id: "digitalocean-token",
    shapes: ["do{p|o|r}_v1_{64 hex}"],
    see: "https://docs.digitalocean.com/reference/api/create-personal-access-token/",
  }),
  named({
    id: "digitalocean-spaces-secret",
    names: ["digitalocean", "do token", "do api", "do access", "spaces secret", "spaces access"],
    shapes: ["{43 base64}", "{64 hex}"],
    see: "https://docs.digitalocean.com/products/spaces/how-to/manage-access/",
  }),
  prefixed({
    id: "exoscale-api-key",
    shapes: ["EXO{26 hex}"],
    see: "https://community.exoscale.com/product/iam/quick-start/",
    severity: "high",
  }),
  named({
    id: "fastly-api-token",
    names: ["fastly"],
    shapes: ["{32 padded}"],
    see: "https://www.fastly.com/documentation/reference/api/auth-tokens/",
  }),
  named({
    id: "hetzner-api-token",
    names: ["hetzner", "hcloud"],
    shapes: ["{64 alphanumeric}"],
    see: "https://docs.hetzner.cloud/reference/cloud",
  }),
  named({
    id: "ibm-cloud-api-key",
    names: ["ibm cloud", "ibm_cloud", "ibmcloud", "ibm cloud iam", "cloud iam", "ibm", "bluemix", "iam api"],
    shapes: ["{44 padded}"],
    see: "https://cloud.ibm.com/docs/account?topic=account-userapikey",
  }),
  named({
    id: "ibm-cos-hmac-secret",
    names: ["secret access key", "ibm cos", "cos hmac", "ibm hmac"],
    shapes: ["{48 hex}"],
    see: "https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-uhc-hmac-credentials-main",
  }),
  named({
    id: "ibm-softlayer-api-key",
    names: ["softlayer", "sl api"],
    shapes: ["{64 hex}"],
    see: "https://sldn.softlayer.com/article/authenticating-softlayer-api/",
  }),
  named({
    id: "linode-access-token",
    names: ["linode"],
    shapes: ["{64 hex}"],
    see: "https://techdocs.akamai.com/linode-api/reference/get-started",
  }),
  named({
    id: "meraki-api-key",
    names: ["meraki"],
    shapes: ["{40 hex}"],
    see: "https://developer.cisco.com/meraki/api-v1/authorization/",
  }),
  named({
    id: "ovh-application-secret",
    names: ["ovh"],
    shapes: ["{32 alphanumeric}"],
    see: "https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api",
  }),
  named({
    id: "scaleway-secret-key",
    names: ["scaleway", "scw"],
    shapes: ["{uuid}"],
    see: "https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/",
  }),
  prefixed({
    id: "tencent-secret-id",
    shapes: ["AKID{32 alphanumeric}"],
    see: "https://cloud.tencent.com/document/product/598/40488",
    severity: "high",
  }),
  named({
    id: "tencent-secret-key",
    names: ["tencent", "tencentcloud", "qcloud"],
    shapes: ["{32 alphanumeric}"],
    see: "https://cloud.tencent.com/document/product/598/40488",
  }),
  named({
    id: "vultr-api-key",
    names: ["vultr"],
    shapes: ["{36 upper}"],
    see: "https://www.vultr.com/api/#section/Authentication",
  }),
  prefixed({
    id: "yandex-cloud-key",
    shapes: ["AQVN{35-38 base64url}", "YC{38 base64url}", "t1.{5-200 base64url}.{86 base64url}{|=|==}"],
    see: "https://yandex.cloud/en/docs/iam/concepts/authorization/",
  }),
  prefixed({
    id: "yandex-oauth-token",
    shapes: ["y0_{52-80 base64url}", "y{1|2|3}_{54-58 base64url}"],
    see: "https://yandex.ru/dev/id/doc/en/",
  }),
];
