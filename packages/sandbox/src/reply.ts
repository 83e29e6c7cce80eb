/**
 * What a script may answer. Blocks can leave out what the API would fill in (ids, signatures, nulls); everything else is sent as written, so
 * that a client can also be tried on answers that the API would never give.
 */
import type {
  AdvisorToolResultBlock,
  AdvisorUseBlock,
  BashCodeExecutionToolResultBlock,
  Citation,
  CodeExecutionToolResultBlock,
  CompactionBlock,
  ContainerUploadBlock,
  ContentBlock,
  FallbackBlock,
  McpToolListingBlock,
  McpToolResultBlock,
  McpToolUseBlock,
  RedactedThinkingBlock,
  ServerToolUseBlock,
  TextBlock,
  TextEditorCodeExecutionToolResultBlock,
  ThinkingBlock,
  ToolSearchToolResultBlock,
  ToolUseBlock,
  WebFetchToolResultBlock,
  WebSearchToolResultBlock,
} from "./wire/blocks.js";
import type { Container, RawEvent, StopDetails, StopReason, Usage } from "./wire/message.js";
import type { Fault, StreamShape } from "./faults.js";

/** `Block` with the fields `Filled` optional: the sandbox fills them in. */
type Scripted<Block, Filled extends keyof Block> = Omit<Block, Filled> & { readonly [Field in Filled]?: Block[Field] };

export type ScriptedCitation = Citation extends infer Known
  ? Known extends Citation
    ? Scripted<Known, Extract<keyof Known, "file_id" | "document_title" | "title">>
    : never
  : never;

type ScriptedText = Omit<TextBlock, "citations"> & { readonly citations?: readonly ScriptedCitation[] | null };

/** A block of a reply. Left out and filled in: ids, `caller` (direct), the `signature` of thinking (bound to the conversation), and null. */
export type ScriptedBlock =
  | ScriptedText
  | Scripted<ThinkingBlock, "signature">
  | Scripted<RedactedThinkingBlock, "data">
  | Scripted<ToolUseBlock, "id" | "caller">
  | Scripted<ServerToolUseBlock, "id" | "caller">
  | Scripted<AdvisorUseBlock, "id" | "caller">
  | Scripted<WebSearchToolResultBlock, "caller">
  | Scripted<WebFetchToolResultBlock, "caller">
  | CodeExecutionToolResultBlock
  | BashCodeExecutionToolResultBlock
  | TextEditorCodeExecutionToolResultBlock
  | ToolSearchToolResultBlock
  | ContainerUploadBlock
  | AdvisorToolResultBlock
  | Scripted<McpToolUseBlock, "id">
  | Scripted<McpToolResultBlock, "is_error">
  | McpToolListingBlock
  | Scripted<CompactionBlock, "content" | "encrypted_content">
  | FallbackBlock
  | ContentBlock;

/** A message, from which the whole answer and the stream are made. */
export interface MessageReply {
  readonly content: readonly ScriptedBlock[] | string;
  /** Default: `tool_use` if the content ends with calls of client tools, else `end_turn`. */
  readonly stopReason?: StopReason;
  readonly stopSequence?: string;
  readonly stopDetails?: Partial<StopDetails>;
  readonly container?: Container;
  /** Replaces the estimated counts. */
  readonly usage?: Partial<Usage>;
  readonly stream?: StreamShape;
  readonly fault?: Fault;
}

/** One step of a scripted stream: an event, or what stands between events. */
export type StreamStep =
  | RawEvent
  | { readonly delayMs: number }
  | { readonly comment: string }
  /** Bytes as they are, for frames that the API would never send. */
  | { readonly raw: string }
  /** The connection is destroyed here. */
  | { readonly cut: true };

/** A stream step by step. A request that asks for the whole answer gets the message that the events make up. */
export interface StreamReply {
  readonly events: readonly StreamStep[];
  readonly stream?: StreamShape;
  readonly fault?: Fault;
}

/** An error instead of an answer. */
export interface ErrorReply {
  readonly error: {
    readonly status: number;
    /** Default: the type that the API gives with that status. */
    readonly type?: string;
    readonly message?: string;
    readonly errorCode?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

export type Reply = MessageReply | StreamReply | ErrorReply;
