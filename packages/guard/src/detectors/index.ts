/** All shipped detectors, by family, in alphabetical order. */
import type { Detector } from "./detector.js";
import { controlCharacters } from "./hygiene/control-characters.js";
import { hiddenTags } from "./hygiene/hidden-tags.js";
import { noteToAssistant } from "./injection/addressed.js";
import { claimedAuthority, newInstructions } from "./injection/authority.js";
import { readCredentials, sendDataOut } from "./injection/exfiltration.js";
import { forgedTurn } from "./injection/forged-turns.js";
import { systemPromptRequest } from "./injection/leak.js";
import { instructionOverride } from "./injection/override.js";
import { instructionOverrideLatin, instructionOverrideScripts } from "./injection/override-languages.js";
import { unrestrictedPersona } from "./injection/persona.js";
import { hideFromUser } from "./injection/secrecy.js";
import { toolCallOrder } from "./injection/tool-orders.js";
import { canary } from "./leakage/canary.js";
import { usSsn } from "./personal/us-ssn.js";
import {
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
} from "./secrets/anthropic.js";
import { awsAccessKeyId, awsBedrockApiKey, awsSecretAccessKey, awsSessionToken } from "./secrets/aws.js";
import { databaseUrl } from "./secrets/database-url.js";
import { githubAppToken, githubFineGrainedToken, githubOauthToken, githubPersonalToken } from "./secrets/github.js";
import { googleApiKey, googleOauthClientSecret, googleOauthToken } from "./secrets/google.js";
import { jwt } from "./secrets/jwt.js";
import { openaiApiKey } from "./secrets/openai.js";
import { privateKey } from "./secrets/private-key.js";
import { sallyportVirtualKey } from "./secrets/sallyport.js";
import { slackAppToken, slackToken, slackWebhookUrl } from "./secrets/slack.js";
import { stripeLiveKey, stripeTestKey, stripeWebhookSecret } from "./secrets/stripe.js";

export const DETECTORS: readonly Detector[] = [
  // hygiene
  controlCharacters,
  hiddenTags,
  // injection
  claimedAuthority,
  forgedTurn,
  hideFromUser,
  instructionOverride,
  instructionOverrideLatin,
  instructionOverrideScripts,
  newInstructions,
  noteToAssistant,
  readCredentials,
  sendDataOut,
  systemPromptRequest,
  toolCallOrder,
  unrestrictedPersona,
  // leakage
  canary,
  // personal
  usSsn,
  // secrets
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
  awsAccessKeyId,
  awsBedrockApiKey,
  awsSecretAccessKey,
  awsSessionToken,
  databaseUrl,
  githubAppToken,
  githubFineGrainedToken,
  githubOauthToken,
  githubPersonalToken,
  googleApiKey,
  googleOauthClientSecret,
  googleOauthToken,
  jwt,
  openaiApiKey,
  privateKey,
  sallyportVirtualKey,
  slackAppToken,
  slackToken,
  slackWebhookUrl,
  stripeLiveKey,
  stripeTestKey,
  stripeWebhookSecret,
];
