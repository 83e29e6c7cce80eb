/** How a stream that the guard stops comes to an end: properly, in the API's own way, never as a bare cut. */
import { frameOf } from "../exchange/sse.js";
import { toErrorBody, type Refusal } from "../judge/refusal.js";

/** What the client has been given so far, as far as an ending must know it. */
export interface ClientState {
  started: boolean;
  /** The block that the client has seen begin and not end. */
  openBlock: number | undefined;
  outputTokens: number;
}

/** The default: one `event: error`. The SDKs throw on it, so nobody takes the part that came for the whole. */
export function errorEnding(refusal: Refusal): string {
  return frameOf("error", JSON.stringify(toErrorBody(refusal)));
}

/**
 * The softer way that an operator may choose: the open block is closed, and the message ends with the API's own `refusal`. Before
 * `message_start` there is no message to end, so that it is an error all the same.
 */
export function refusalEnding(refusal: Refusal, client: ClientState): string {
  if (!client.started) return errorEnding(refusal);
  const frames: string[] = [];
  if (client.openBlock !== undefined) {
    frames.push(frameOf("content_block_stop", JSON.stringify({ type: "content_block_stop", index: client.openBlock })));
  }
  const delta = {
    stop_reason: "refusal",
    stop_sequence: null,
    stop_details: { type: "refusal", category: null, explanation: refusal.message },
    container: null,
  };
  frames.push(
    frameOf("message_delta", JSON.stringify({ type: "message_delta", delta, usage: { output_tokens: client.outputTokens } })),
    frameOf("message_stop", JSON.stringify({ type: "message_stop" })),
  );
  return frames.join("");
}

/** Upstream went away in the middle. A stream without `message_stop` reads as a short answer to many clients: say what happened. */
export function truncatedEnding(): string {
  const error = {
    type: "api_error",
    message: "the upstream ended the stream before the message was complete; send the request again",
  };
  return frameOf("error", JSON.stringify({ type: "error", error }));
}
