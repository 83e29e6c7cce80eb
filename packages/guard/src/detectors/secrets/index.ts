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
import { awsAccessKeyId, awsBedrockApiKey, awsSecretAccessKey, awsSessionToken } from "./aws.js";
import { CODE_HOSTS } from "./code-hosts.js";
import { databaseUrl } from "./database-url.js";
import { githubAppToken, githubFineGrainedToken, githubOauthToken, githubPersonalToken } from "./github.js";
import { googleApiKey, googleOauthClientSecret, googleOauthToken } from "./google.js";
import { jwe, jwt } from "./jwt.js";
import { openaiApiKey } from "./openai.js";
import { KEY_FILES, privateKey } from "./private-key.js";
import { sallyportVirtualKey } from "./sallyport.js";
import { slackAppToken, slackToken, slackWebhookUrl } from "./slack.js";
import { stripeLiveKey, stripeTestKey, stripeWebhookSecret } from "./stripe.js";

import { CHAT } from "./chat.js";
import { CLOUD } from "./cloud.js";
import { COMMERCE } from "./commerce.js";
import { CONTINUOUS_DELIVERY } from "./continuous-delivery.js";
import { DATA_SERVICES } from "./data-services.js";
import { IDENTITY } from "./identity.js";
import { MAIL } from "./mail.js";
import { MEDIA } from "./media.js";
import { OBSERVABILITY } from "./observability.js";
import { PAYMENT } from "./payment.js";
import { REGISTRIES } from "./registries.js";
import { genericPassword, genericSecret } from "./generic.js";
import { authorizationHeader, curlUser, dockerConfigAuth, sessionCookie, urlCredentials } from "./http.js";
import { kubernetesSecret } from "./kubernetes.js";
import { serviceApiKey } from "./services.js";
const ALL: readonly Detector[] = [
  serviceApiKey,
  authorizationHeader,
  curlUser,
  dockerConfigAuth,
  genericPassword,
  genericSecret,
  kubernetesSecret,
  sessionCookie,
  urlCredentials,
  ...REGISTRIES,
  ...PAYMENT,
  ...OBSERVABILITY,
  ...MEDIA,
  ...MAIL,
  ...IDENTITY,
  ...DATA_SERVICES,
  ...CONTINUOUS_DELIVERY,
  ...COMMERCE,
  ...CLOUD,
  ...CHAT,
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
  ...CODE_HOSTS,
  databaseUrl,
  githubAppToken,
  githubFineGrainedToken,
  githubOauthToken,
  githubPersonalToken,
  googleApiKey,
  googleOauthClientSecret,
  googleOauthToken,
  jwe,
  jwt,
  openaiApiKey,
  ...KEY_FILES,
  privateKey,
  sallyportVirtualKey,
  slackAppToken,
  slackToken,
  slackWebhookUrl,
  stripeLiveKey,
  stripeTestKey,
  stripeWebhookSecret,
];

export const SECRETS: readonly Detector[] = ALL.toSorted((a, b) => (a.id < b.id ? -1 : 1));
