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

/** What goes wrong. `afterEvents` counts the events that still leave whole; with a whole answer any place in its body is as good. */
export type Fault =
  /** An HTTP error instead of the answer. */
  | { readonly type: "status"; readonly status: number; readonly retryAfterSeconds?: number; readonly shouldRetry?: boolean }
  /** The connection is destroyed. */
  | { readonly type: "cut"; readonly afterEvents: number }
  /** The stream ends cleanly, but early. */
  | { readonly type: "close"; readonly afterEvents: number }
  /** `event: error`, then the end. */
  | { readonly type: "error-event"; readonly afterEvents: number; readonly errorType?: string; readonly message?: string }
  /** A frame whose data is no JSON. The stream goes on after it. */
  | { readonly type: "malformed-frame"; readonly afterEvents: number };

/** How a stream is written. Any of it leaves what a client reads unchanged. */
export interface StreamShape {
  /** UTF-16 units per delta of text, thinking and tool input. Default 24. */
  readonly deltaChars?: number;
  /** Before the first byte. */
  readonly delayMs?: number;
  /** Before each further event. */
  readonly betweenMs?: number;
  /** The bytes are written in random pieces of 1 to `chunkBytes`, so with 1 each byte alone. Without it each frame is one write. */
  readonly chunkBytes?: number;
  readonly lineEnding?: "lf" | "cr" | "crlf";
  /** A `ping` after every so many events. */
  readonly pingEvery?: number;
  /** A comment line after every so many events. */
  readonly commentEvery?: number;
}

/** A message, from which the whole answer and the stream are made. */
export interface MessageReply {
  readonly content: readonly ScriptedBlock[] | string;
  /** Default: `tool_use` if the content holds a call of a client tool, else `end_turn`. */
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
