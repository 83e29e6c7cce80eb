/** All detectors of secrets, in alphabetical order. */
import type { Detector } from "../detector.js";
import { AI_PROVIDERS } from "./ai-providers.js";
import {
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
} from "./anthropic.js";
import { awsAccessKeyId, awsBedrockApiKey, awsSecretAccessKey, awsSecretKey, awsSessionToken } from "./aws.js";
import { CHAT } from "./chat.js";
import { CLOUD } from "./cloud.js";
import { CODE_HOSTS } from "./code-hosts.js";
import { COMMERCE } from "./commerce.js";
import { CONTINUOUS_DELIVERY } from "./continuous-delivery.js";
import { DATA_SERVICES } from "./data-services.js";
import { databaseUrl } from "./database-url.js";
import { genericPassword, genericSecret } from "./generic.js";
import { githubAppToken, githubFineGrainedToken, githubOauthToken, githubPersonalToken } from "./github.js";
import { googleApiKey, googleOauthClientSecret, googleOauthToken } from "./google.js";
import { authorizationHeader, curlUser, dockerConfigAuth, sessionCookie, urlCredentials } from "./http.js";
import { IDENTITY } from "./identity.js";
import { jwe, jwt } from "./jwt.js";
import { givingWay } from "./known.js";
import { kubernetesSecret } from "./kubernetes.js";
import { MAIL } from "./mail.js";
import { MEDIA } from "./media.js";
import { OBSERVABILITY } from "./observability.js";
import { openaiApiKey } from "./openai.js";
import { PAYMENT } from "./payment.js";
import { KEY_FILES, privateKey } from "./private-key.js";
import { REGISTRIES } from "./registries.js";
import { sallyportVirtualKey } from "./sallyport.js";
import { serviceApiKey } from "./services.js";
import { slackAppToken, slackToken, slackWebhookUrl } from "./slack.js";
import { stripeLiveKey, stripeTestKey, stripeWebhookSecret } from "./stripe.js";

/** Those that know the form of what they find, or where it stands. */
const KNOWN: readonly Detector[] = [
  ...AI_PROVIDERS,
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
  awsAccessKeyId,
  awsBedrockApiKey,
  awsSecretAccessKey,
  awsSessionToken,
  ...CHAT,
  ...CLOUD,
  ...CODE_HOSTS,
  ...COMMERCE,
  ...CONTINUOUS_DELIVERY,
  curlUser,
  ...DATA_SERVICES,
  databaseUrl,
  dockerConfigAuth,
  githubAppToken,
  githubFineGrainedToken,
  githubOauthToken,
  githubPersonalToken,
  googleApiKey,
  googleOauthClientSecret,
  googleOauthToken,
  ...IDENTITY,
  jwe,
  jwt,
  ...KEY_FILES,
  kubernetesSecret,
  ...MAIL,
  ...MEDIA,
  ...OBSERVABILITY,
  openaiApiKey,
  ...PAYMENT,
  privateKey,
  ...REGISTRIES,
  sallyportVirtualKey,
  slackAppToken,
  slackToken,
  slackWebhookUrl,
  stripeLiveKey,
  stripeTestKey,
  stripeWebhookSecret,
];

/** Those that go by a name, the most general last. */
const ANY: readonly Detector[] = [
  urlCredentials,
  awsSecretKey,
  authorizationHeader,
  sessionCookie,
  serviceApiKey,
  genericPassword,
  genericSecret,
];

export const SECRETS: readonly Detector[] = [
  ...KNOWN,
  ...ANY.map((detector, index) => givingWay(detector, [...KNOWN, ...ANY.slice(0, index)])),
].sort((a, b) => (a.id < b.id ? -1 : 1));
