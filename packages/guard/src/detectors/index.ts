/** All shipped detectors, by family, in alphabetical order. */
import type { Classifier } from "./classifier.js";
import type { Detector } from "./detector.js";
import { externalUrl } from "./exits/external-url.js";
import { controlCharacters } from "./hygiene/control-characters.js";
import { hiddenTags } from "./hygiene/hidden-tags.js";
import { bidiControls, combiningFlood, invisibleCharacters, loneCarriageReturns, windowsLineEnds } from "./hygiene/unseen.js";
import { noteToAssistant } from "./injection/addressed.js";
import { forgedTurn } from "./injection/forged-turns.js";
import { hiddenText } from "./injection/hidden-text.js";
import { injectionModel } from "./injection/injection-model.js";
import { instructionOverride } from "./injection/override.js";
import { readCredentials } from "./injection/read-credentials.js";
import { canary } from "./leakage/canary.js";
import { activeHtml, htmlTag, scriptUrl } from "./output/html.js";
import { PERSONAL } from "./personal/index.js";
import { SECRETS } from "./secrets/index.js";

export const DETECTORS: readonly Detector[] = [
  // exits
  externalUrl,
  // hygiene
  bidiControls,
  combiningFlood,
  controlCharacters,
  hiddenTags,
  invisibleCharacters,
  loneCarriageReturns,
  windowsLineEnds,
  // injection
  forgedTurn,
  hiddenText,
  instructionOverride,
  noteToAssistant,
  readCredentials,
  // leakage
  canary,
  // output
  activeHtml,
  htmlTag,
  scriptUrl,
  // personal
  ...PERSONAL,
  ...SECRETS,
];

/** What judges a text as a whole. */
export const CLASSIFIERS: readonly Classifier[] = [injectionModel];
