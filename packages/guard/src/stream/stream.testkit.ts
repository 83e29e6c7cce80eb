/** Streams for tests: a message cut into events and bytes, and what a client makes of the bytes that it gets. */
import fc from "fast-check";
import { frameOf } from "../exchange/sse.js";

export type Block =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "thinking"; readonly thinking: string; readonly signature: string }
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: Readonly<Record<string, unknown>> };

export function messageOf(content: readonly Block[], stopReason = "end_turn") {
  return {
    id: "msg_test",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5-5",
    content: content.map((block) => (block.type === "text" ? { ...block, citations: null } : block)),
    stop_reason: stopReason,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: { input_tokens: 12, output_tokens: 34 },
  };
}

export const frame = (type: string, rest: object = {}): string => frameOf(type, JSON.stringify({ type, ...rest }));

/** The message as a stream: each text in deltas of these sizes, over and over. */
export function framesOf(content: readonly Block[], sizes: readonly number[] = [8]): string[] {
  const start = { ...messageOf([]), stop_reason: null, usage: { input_tokens: 12, output_tokens: 1 } };
  const frames = [frame("message_start", { message: start })];
  content.forEach((block, index) => {
    const delta = (rest: object): string => frame("content_block_delta", { index, delta: rest });
    frames.push(frame("content_block_start", { index, content_block: opening(block) }));
    switch (block.type) {
      case "text":
        frames.push(...cut(block.text, sizes).map((text) => delta({ type: "text_delta", text })));
        break;
      case "thinking":
        frames.push(...cut(block.thinking, sizes).map((thinking) => delta({ type: "thinking_delta", thinking })));
        frames.push(delta({ type: "signature_delta", signature: block.signature }));
        break;
      case "tool_use":
        frames.push(delta({ type: "input_json_delta", partial_json: "" }));
        frames.push(
          ...cut(JSON.stringify(block.input), sizes).map((partial_json) => delta({ type: "input_json_delta", partial_json })),
        );
        break;
    }
    frames.push(frame("content_block_stop", { index }));
  });
  const ending = { stop_reason: "end_turn", stop_sequence: null, stop_details: null, container: null };
  frames.push(frame("message_delta", { delta: ending, usage: { output_tokens: 34 } }), frame("message_stop"));
  return frames;
}

function opening(block: Block): object {
  switch (block.type) {
    case "text":
      return { type: "text", text: "", citations: null };
    case "thinking":
      return { type: "thinking", thinking: "", signature: "" };
    case "tool_use":
      return { ...block, input: {} };
  }
}

/** A text in pieces of these sizes, over and over; never through the middle of a surrogate pair, as the API doesn't either. */
export function cut(text: string, sizes: readonly number[]): string[] {
  const points = [...text];
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < points.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    pieces.push(points.slice(at, at + size).join(""));
    at += size;
  }
  return pieces;
}

/** The bytes of a text in pieces of these sizes: through characters and line ends as it comes. */
export function bytesOf(text: string, sizes: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** What a client has put together of a stream: the official SDK's way, by position. */
export interface Received {
  readonly content: {
    readonly type: string;
    text?: string;
    thinking?: string;
    input?: unknown;
    json?: string;
    closed?: boolean;
  }[];
  readonly events: string[];
  error?: { readonly type: string; readonly message: string; readonly details?: { readonly error_code: string } };
  stopReason?: string;
  complete: boolean;
}

export function receive(text: string): Received {
  const received: Received = { content: [], events: [], complete: false };
  for (const raw of text.split("\n\n").filter((part) => part !== "" && !part.startsWith(":"))) {
    const data = raw.slice(raw.indexOf("data: ") + 6);
    const event = JSON.parse(data) as { type: string; index: number } & Record<string, never>;
    received.events.push(event.type);
    apply(received, event);
  }
  for (const block of received.content)
    if (block.closed === true && block.json !== undefined) block.input = JSON.parse(block.json || "{}");
  return received;
}

interface AnyEvent {
  readonly type: string;
  readonly index: number;
  readonly content_block?: { readonly type: string };
  readonly delta?: {
    readonly text?: string;
    readonly thinking?: string;
    readonly partial_json?: string;
    readonly stop_reason?: string;
  };
  readonly error?: Received["error"];
}

function apply(received: Received, event: AnyEvent): void {
  const block = received.content[event.index];
  switch (event.type) {
    case "content_block_start":
      if (event.index !== received.content.length) throw new Error("a gap in the indices");
      received.content.push({ ...(event.content_block ?? { type: "" }) });
      return;
    case "content_block_delta":
      if (block === undefined || block.closed === true) throw new Error("a delta outside of its block");
      if (event.delta?.text !== undefined) block.text = (block.text ?? "") + event.delta.text;
      if (event.delta?.thinking !== undefined) block.thinking = (block.thinking ?? "") + event.delta.thinking;
      if (event.delta?.partial_json !== undefined) block.json = (block.json ?? "") + event.delta.partial_json;
      return;
    case "content_block_stop":
      if (block === undefined || block.closed === true) throw new Error("the end of a block that isn't open");
      block.closed = true;
      return;
    case "message_delta":
      if (event.delta?.stop_reason !== undefined) received.stopReason = event.delta.stop_reason;
      return;
    case "message_stop":
      received.complete = true;
      return;
    case "error":
      if (event.error !== undefined) received.error = event.error;
      return;
  }
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Keys of the real shape, made when the test runs. */
export const apiKey: fc.Arbitrary<string> = fc
  .array(fc.nat(BASE64URL.length - 1), { minLength: 93, maxLength: 93 })
  .map((picks) => `sk-ant-api03-${picks.map((pick) => BASE64URL.charAt(pick)).join("")}AA`);

export const ssn: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 100, max: 665 }), fc.integer({ min: 10, max: 99 }), fc.integer({ min: 1000, max: 9999 }))
  .map((parts) => parts.join("-"));

/** Texts with secrets, near misses and cut-off beginnings of secrets in them. */
export const textWithSecrets: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
      {
        weight: 3,
        arbitrary: fc.constantFrom("Hello, ", "the key is ", " ", "\n", ". ", "sk-", "sk-ant-api03-", "12-", "123-45-"),
      },
      { weight: 2, arbitrary: apiKey.map((key) => ` ${key} `) },
      { weight: 1, arbitrary: apiKey },
      { weight: 1, arbitrary: apiKey.map((key) => key.slice(0, 60)) },
      { weight: 1, arbitrary: ssn.map((number) => ` ${number} `) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));
