/** All that the API checks before a model sees a request, in the API's order: shape, model, roles, pairs, the model's own rules, thinking. */
import type { Catalog, Model } from "../catalog.js";
import { invalidRequest, notFound } from "../errors.js";
import { BINDING_BETA, type RequestHeaders } from "../request-headers.js";
import type { BindingFailure, ThinkingBinding } from "../thinking-binding.js";
import type { InputTransformation } from "../wire/message.js";
import { checkModelRules } from "./model-rules.js";
import { checkPairing } from "./pairing.js";
import { countTokensSchema, messagesSchema } from "./params.js";
import type { MessagesParams } from "./request-types.js";
import { checkRoles } from "./roles.js";
import { firstProblem } from "./schema.js";
import { blocksOf } from "./turns.js";

export interface CheckedRequest {
  /** As the client sent it: what thinking is bound to. */
  readonly received: MessagesParams;
  /** As the model sees it. */
  readonly body: MessagesParams;
  readonly model: Model;
  /** The thinking that was left out before the model read the prompt. */
  readonly transformations: readonly InputTransformation[];
}

/**
 * @param json - the parsed body.
 * @throws {@link ApiError} 400 or 404 with the first thing wrong, in the API's words.
 */
export function checkMessages(
  json: unknown,
  headers: RequestHeaders,
  catalog: Catalog,
  binding: ThinkingBinding,
): CheckedRequest {
  checkShape(json, messagesSchema(headers.version, headers.betas.size > 0));
  return checkRules(json as MessagesParams, headers, catalog, binding);
}

/** The same for `count_tokens`, which has no `max_tokens` to break a rule with. */
export function checkCountTokens(
  json: unknown,
  headers: RequestHeaders,
  catalog: Catalog,
  binding: ThinkingBinding,
): CheckedRequest {
  checkShape(json, countTokensSchema(headers.betas.size > 0));
  const { thinking } = json as MessagesParams;
  const maxTokens = thinking?.type === "enabled" ? thinking.budget_tokens + 1 : 1;
  return checkRules({ ...(json as MessagesParams), max_tokens: maxTokens }, headers, catalog, binding);
}

function checkShape(json: unknown, schema: Parameters<typeof firstProblem>[0]): void {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalidRequest("Input should be an object");
  const problem = firstProblem(schema, json);
  if (problem !== undefined) throw invalidRequest(problem);
}

function checkRules(
  body: MessagesParams,
  { version, betas }: RequestHeaders,
  catalog: Catalog,
  binding: ThinkingBinding,
): CheckedRequest {
  const model = catalog.find(body.model);
  if (model === undefined) throw notFound(`model: ${body.model.slice(0, 128)}`);
  const controls = blockBindingOf(body);
  if (controls !== undefined && !betas.has(BINDING_BETA)) {
    throw invalidRequest(`thinking.${String(body.thinking?.type)}.block_binding: Extra inputs are not permitted`);
  }
  checkRoles(body, version);
  checkPairing(body.messages);
  checkModelRules(body, model, betas);
  const dropped = droppedThinking(binding.check(body), body, model, controls?.prefix_mismatch_behavior === "drop_block");
  return dropped.length === 0
    ? { received: body, body, model, transformations: [] }
    : { received: body, body: withoutBlocks(body, dropped), model, transformations: dropped.map(toTransformation) };
}

function blockBindingOf({ thinking }: MessagesParams) {
  if (thinking?.type !== "adaptive" && thinking?.type !== "enabled") return undefined;
  return thinking.block_binding ?? undefined;
}

/** Sorts the failures: those that end the request are thrown, those that the model doesn't mind are forgotten, the rest is dropped. */
function droppedThinking(
  failures: readonly BindingFailure[],
  body: MessagesParams,
  model: Model,
  dropOnMismatch: boolean,
): readonly BindingFailure[] {
  const dropped: BindingFailure[] = [];
  for (const failure of failures) {
    switch (failure.reason) {
      case "forged":
        throw invalidRequest(`${failure.path}: Invalid \`${signatureField(failure)}\` in \`${failure.blockType}\` block`);
      case "organization_binding_mismatch":
        dropped.push(failure);
        break;
      case "prefix_binding_mismatch":
        if (!model.boundThinking) break;
        if (!dropOnMismatch) {
          throw invalidRequest(
            `${failure.path}: Invalid \`${signatureField(failure)}\` in \`${failure.blockType}\` block. ` +
              "The block is bound to a different conversation. Remove the block, or set " +
              '`thinking.block_binding.prefix_mismatch_behavior` to "drop_block".',
          );
        }
        dropped.push(failure, ...neighborsOf(failure, body, failures));
        break;
    }
  }
  return dropped;
}

function signatureField({ blockType }: BindingFailure): string {
  return blockType === "thinking" ? "signature" : "data";
}

/** A dropped block takes the thinking that directly follows it along, even where that would pass by itself. */
function neighborsOf(
  failure: BindingFailure,
  { messages }: MessagesParams,
  failures: readonly BindingFailure[],
): readonly BindingFailure[] {
  const { messageIndex } = failure;
  const content = blocksOf(messages[messageIndex]);
  const neighbors: BindingFailure[] = [];
  for (let blockIndex = failure.blockIndex + 1; blockIndex < content.length; blockIndex += 1) {
    const type = content[blockIndex]?.type;
    if (type !== "thinking" && type !== "redacted_thinking") break;
    // What fails by itself has its own turn in the loop above.
    if (failures.some((other) => other.messageIndex === messageIndex && other.blockIndex === blockIndex)) break;
    neighbors.push({ ...failure, blockIndex, blockType: type, path: `messages.${messageIndex}.content.${blockIndex}` });
  }
  return neighbors;
}

function withoutBlocks(body: MessagesParams, dropped: readonly BindingFailure[]): MessagesParams {
  const gone = new Set(dropped.map(({ path }) => path));
  const messages = body.messages.map((message, messageIndex) => {
    if (message.role === "system" || typeof message.content === "string") return message;
    return { ...message, content: message.content.filter((_, index) => !gone.has(`messages.${messageIndex}.content.${index}`)) };
  });
  return { ...body, messages };
}

function toTransformation({ path, reason }: BindingFailure): InputTransformation {
  return {
    type: "thinking_dropped",
    path,
    reason: reason === "organization_binding_mismatch" ? reason : "prefix_binding_mismatch",
  };
}
