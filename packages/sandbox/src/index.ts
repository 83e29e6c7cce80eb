/** An offline stand-in for the Claude API, scripted and faithful on the wire. */
export { startSandbox, type Sandbox, type SandboxOptions } from "./sandbox.js";
export type { GivenKey, KeyOptions, KeyStatus } from "./auth.js";
export type { RecordedExchange } from "./exchange.js";
export { FaultError, parseFaults, type FaultOrder } from "./faults.js";
export type { RateLimits } from "./rate-limit.js";
export type {
  ErrorReply,
  Fault,
  MessageReply,
  Reply,
  ScriptedBlock,
  ScriptedCitation,
  StreamReply,
  StreamShape,
  StreamStep,
} from "./reply.js";
export type { Outcome } from "./respond.js";
export type { Behavior, Condition, Handler, HandlerContext, Rule, Script } from "./script/script.js";
export type { ApiVersion, MessagesParams } from "./validate/request-types.js";
export type { ContentBlock } from "./wire/blocks.js";
export type { Message, MessageEvent, RawEvent, StreamEvent, Usage } from "./wire/message.js";
export { parseScript, readScript, ScriptError } from "./script/yaml.js";
