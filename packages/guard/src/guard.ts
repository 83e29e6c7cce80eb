/** The engine's front: `createGuard(policy)` compiles once; then each exchange is read, searched, decided and edited by pure functions. */
import type {
  EndpointDecision,
  GuardedStream,
  RequestDecision,
  RequestFacts,
  ResponseDecision,
  TextDecision,
} from "./judge/decision.js";
import { CLASSIFIERS, DETECTORS } from "./detectors/index.js";
import type { Detector } from "./detectors/detector.js";
import { STRUCTURE_CHECKS } from "./detectors/structure.js";
import { createFingerprinter } from "./detectors/fingerprint.js";
import { createScanner } from "./scan/scanner.js";
import type { Compile } from "./pattern/searcher.js";
import type { Origin, Trust } from "./exchange/segment.js";
import { createDetectorCoverage } from "./judge/detector-coverage.js";
import { createRoles } from "./judge/roles.js";
import { createMarks } from "./prompts/marking.js";
import type { Reading } from "./exchange/reading.js";
import { explainDefinitions } from "./judge/definitions.js";
import type { DefinitionsReport } from "./tools/definition-report.js";
import { explainCalls } from "./judge/explain.js";
import type { CallReport } from "./tools/report.js";
import { createJudge } from "./judge/judge.js";
import { judgeEndpoint } from "./judge/endpoint.js";
import { judgeRequest } from "./judge/request.js";
import { judgeResponse } from "./judge/response.js";
import { judgeText } from "./judge/text.js";
import { compileDecisions } from "./policy/decide.js";
import { ownDetectors } from "./policy/own-patterns.js";
import { parsePolicy } from "./policy/parse.js";
import { usesPlaceholders, type Policy } from "./policy/policy.js";
import { placeholderOf } from "./placeholders/placeholder.js";
import type { KnownDetector } from "./policy/sense.js";
import type { PolicyInput, PresetName } from "./policy/schema.js";
import { newIncident } from "./judge/refusal.js";
import { schemaOf } from "./schema/of-data.js";
import { guardStream, type StreamOptions } from "./stream/guarded-stream.js";

export interface GuardOptions {
  /**
   * Key of fingerprints and placeholders, at least 16 bytes; shared by replicas that should agree. Random if left out, and then both differ from
   * process to process: allowlist entries match nothing, and a conversation whose values have placeholders can't go on in another process.
   */
  readonly secret?: Uint8Array;
  /** Detectors of the caller's own, beside the shipped ones. */
  readonly detectors?: readonly Detector[];
  /**
   * What runs the policy's own patterns and those of schemas, in linear time: `linearPatterns` of `@sallyport/door`. A policy with patterns needs
   * it; without it, patterns of schemas are not checked, and verdicts say so.
   */
  readonly patternEngine?: Compile;
  /** The clock, for the end dates of allowlist entries. */
  readonly now?: () => Date;
}

export interface Guard {
  readonly policy: Policy;
  /** Every detector that can run, classifiers and the operator's own included. */
  readonly detectors: readonly KnownDetector[];
  /** Checks a request to `/v1/messages` or `/v1/messages/count_tokens`. Never throws on what a client can send. */
  request<Body extends string | Uint8Array>(body: Body): RequestDecision<Body>;
  /** Checks a whole response message. `facts` are those that the request's decision came with. */
  response<Body extends string | Uint8Array>(body: Body, facts?: RequestFacts): ResponseDecision<Body>;
  /** Checks a streamed response. With an approver it waits where a tool call needs a person's yes; without one it stops there. */
  stream(facts?: RequestFacts, options?: StreamOptions): GuardedStream;
  /**
   * Says of each tool call of a whole response why it would go or not, and where every argument came from: for a person, outside of any
   * exchange. What it gives holds values.
   */
  explain(request: string | Uint8Array, response: string | Uint8Array): Reading<readonly CallReport[]>;
  /**
   * Says of each tool definition of a request (or of an object with `tools`) whether it is as the policy pins it, and what changed: for a person,
   * outside of any exchange. What it gives holds the definitions' words.
   */
  definitions(request: string | Uint8Array): Reading<DefinitionsReport>;
  /**
   * For a request to an endpoint that carries prompts and that no door reads yet (batches, files, …): what the policy says of passing it
   * unread.
   * @param name - Of the endpoint, from the door's own list; never from the request.
   */
  endpoint(name: string): EndpointDecision;
  /** Checks one text on its own, as if it stood at the place given. */
  text(text: string, place: { readonly origin: Origin; readonly trust: Trust }): TextDecision;
}

/**
 * Compiles a policy into a guard. Do it once and keep it: compiling takes milliseconds, and the guard remembers what it has judged.
 * @param policy - The name of a preset, a policy as data, or what `parsePolicy` (for a file: `parsePolicyText` of `@sallyport/door`) gave.
 * @throws {@link PolicyError} with all that is wrong in the policy.
 * @throws {@link DetectorDefinitionError} if two detectors have the same id.
 * @throws {@link RangeError} if the secret is too short.
 */
export function createGuard(policy: PolicyInput | PresetName | Policy = "balanced", options: GuardOptions = {}): Guard {
  const { secret = globalThis.crypto.getRandomValues(new Uint8Array(32)), now = () => new Date() } = options;
  if (secret.length < MIN_SECRET_BYTES)
    throw new RangeError(`the guard's secret has ${secret.length} bytes: give at least ${MIN_SECRET_BYTES}`);
  const shipped = [...DETECTORS, ...(options.detectors ?? [])];
  const inForce = parsePolicy(policy, { detectors: [...shipped, ...CLASSIFIERS], now: now() });
  const scanner = createScanner([...shipped, ...ownDetectors(inForce.patterns, options.patternEngine)]);
  const detectors = [...scanner.detectors, ...CLASSIFIERS, ...STRUCTURE_CHECKS];
  const fingerprint = createFingerprinter(secret);
  const judge = createJudge({
    scanner,
    classifiers: CLASSIFIERS,
    decisions: compileDecisions(inForce, detectors),
    fingerprint,
    today: () => now().toISOString().slice(0, 10),
    maxFindings: inForce.limits.findings,
  });
  const engine = {
    policy: inForce,
    judge,
    coverageOf: createDetectorCoverage(judge),
    marksFor: (conversation: string) => createMarks(secret, conversation),
    roles: createRoles(inForce),
    newIncident: () => newIncident(),
    reversible: usesPlaceholders(inForce),
    placeholderOf: (value: string, mask: string, known?: string) => placeholderOf(mask, known ?? fingerprint(value)),
    answerSchema: inForce.answers.schema === undefined ? undefined : schemaOf(inForce.answers.schema),
    patternEngine: options.patternEngine,
  };
  return {
    policy: inForce,
    detectors,
    request: (body) => judgeRequest(engine, body),
    response: (body, facts) => judgeResponse(engine, body, facts),
    stream: (facts, options) => guardStream(engine, facts, options),
    explain: (request, response) => explainCalls(engine, request, response),
    definitions: (request) => explainDefinitions(engine, request),
    endpoint: (name) => judgeEndpoint(engine, name),
    text: (text, place) => judgeText(engine, text, place),
  };
}

/** Shorter keys can be guessed, and with them the values behind fingerprints. */
const MIN_SECRET_BYTES = 16;
