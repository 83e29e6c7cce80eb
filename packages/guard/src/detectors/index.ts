/** All shipped detectors, by family, in alphabetical order. */
import type { Detector } from "./detector.js";
import { controlCharacters } from "./hygiene/control-characters.js";
import { usSsn } from "./personal/us-ssn.js";
import {
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
} from "./secrets/anthropic.js";
import { githubAppToken, githubFineGrainedToken, githubOauthToken, githubPersonalToken } from "./secrets/github.js";
import { sallyportVirtualKey } from "./secrets/sallyport.js";

export const DETECTORS: readonly Detector[] = [
  // hygiene
  controlCharacters,
  // personal
  usSsn,
  // secrets
  anthropicAdminKey,
  anthropicApiKey,
  anthropicOauthToken,
  anthropicRefreshToken,
  anthropicSessionKey,
  githubAppToken,
  githubFineGrainedToken,
  githubOauthToken,
  githubPersonalToken,
  sallyportVirtualKey,
];
