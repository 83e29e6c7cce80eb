/** The Sallyport engine. */
export { createGuard, type Guard, type GuardOptions } from "./guard.js";
export type {
  Asked,
  Check,
  CheckedText,
  CheckResult,
  EndpointDecision,
  GuardedStream,
  NeedsChecks,
  Pass,
  RequestDecision,
  RequestFacts,
  ResponseDecision,
  ResponsePass,
  Stopped,
  TextDecision,
} from "./judge/decision.js";
export { classifyTool, type Suggestion, type ToolDefinition } from "./tools/classify.js";
export type { CallReport, ReportedArgument } from "./tools/report.js";
export type { Change, DefinitionsReport, ReportedDefinition } from "./tools/definition-report.js";
export type { DefinitionProblem, Pin } from "./policy/pins-schema.js";
export {
  limitSetting,
  newIncident,
  refusalOf,
  toErrorBody,
  type ErrorBody,
  type Refusal,
  type RefusalCode,
} from "./judge/refusal.js";
export { SallyportError } from "./errors.js";
export { parsePolicy, type ParsePolicyOptions } from "./policy/parse.js";
export { PolicyError, problemLine, type PolicyPlaces, type PolicyProblem } from "./policy/problems.js";
export { usesPlaceholders, type Policy } from "./policy/policy.js";
export type { KnownDetector } from "./policy/sense.js";
export {
  ACTIONS,
  PRESET_NAMES,
  PolicySchema,
  type Action,
  type PolicyInput,
  type PresetName,
  type Style,
} from "./policy/schema.js";
export { isCertain, jointOutcome } from "./policy/verdict.js";
export type {
  CheckFailure,
  CheckRun,
  Coverage,
  DetectorCoverage,
  JudgedCall,
  JudgedDeclaration,
  JudgedFinding,
  Outcome,
  PlaceholderCounts,
  Shortfall,
  Stop,
  UncheckedPart,
  Verdict,
} from "./policy/verdict.js";
export { CLASSIFIERS, DETECTORS } from "./detectors/index.js";
export type { Classified, Classifier } from "./detectors/classifier.js";
export { defineDetector, DetectorDefinitionError, type DetectorSpec } from "./detectors/define.js";
export {
  FAMILIES,
  SEVERITIES,
  type Detector,
  type Evidence,
  type Examples,
  type Family,
  type Finding,
  type Confirmed,
  type Severity,
} from "./detectors/detector.js";
export type { Compile, Hit, Searcher } from "./pattern/searcher.js";
export { ORIGINS, TRUSTS, type Origin, type Trust, type UnreadKind } from "./exchange/segment.js";
export { HIDDEN_CHARACTERS } from "./text/visible.js";
export { isEventStream } from "./exchange/sse.js";
export type { Unreadable } from "./exchange/reading.js";
export { canary, canaryClause } from "./prompts/canary.js";
export { createMarks, MARKINGS, type MarkEdit, type Marking, type Marks } from "./prompts/marking.js";
export { defensiveSystemPrompt, type DefensiveSystemPrompt } from "./prompts/system-prompt.js";
export {
  AnswerSchemaError,
  EmptyInputError,
  InputTooLongError,
  RESPONSE_NOTICE,
  validateInput,
  validateOutput,
  type OutputOptions,
} from "./validate.js";
