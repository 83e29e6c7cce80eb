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
import { PERSONAL } from "./personal/index.js";
import { SECRETS } from "./secrets/index.js";

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
  ...PERSONAL,
  ...SECRETS,
];
