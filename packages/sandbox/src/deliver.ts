/** From a reply to the socket: an error thrown, a message whole, or the steps of a stream; with the faults that were asked for. */
import type { ServerResponse } from "node:http";
import { composeMessage } from "./compose.js";
import { ApiError, errorOf, statusOf } from "./errors.js";
import { faultError, withFault, withShape } from "./faults.js";
import type { Ids, Random } from "./ids.js";
import type { ErrorReply, Fault, MessageReply, Reply, StreamReply, StreamShape, StreamStep } from "./reply.js";
import { BINDING_BETA, type RequestHeaders } from "./request-headers.js";
import { pause, sendBroken, sendJson, sendStream, type Outcome } from "./respond.js";
import type { ThinkingBinding } from "./thinking-binding.js";
import type { CheckedRequest } from "./validate/request.js";
import { eventFor, messageFor, type Dialect } from "./wire/dialect.js";
import type { Message, RawEvent } from "./wire/message.js";
import { messageOf, streamOf } from "./wire/stream.js";

export interface Delivery {
  readonly response: ServerResponse;
  readonly checked: CheckedRequest;
  readonly headers: RequestHeaders;
  readonly binding: ThinkingBinding;
  readonly ids: Ids;
  readonly random: Random;
  readonly fault: Fault | undefined;
  readonly shape: StreamShape;
}

/** @throws {@link ApiError} where the reply or the fault is an error instead of an answer. */
export async function deliver(reply: Reply, delivery: Delivery): Promise<Outcome> {
  if ("error" in reply) throw scriptedError(reply);
  const { response, checked, random, fault, shape } = delivery;
  if (fault?.type === "status") throw faultError(fault);
  if (checked.body.stream === true) {
    const steps = stepsOf(reply, delivery);
    return sendStream(response, withShape(fault === undefined ? steps : withFault(steps, fault), shape), shape, random);
  }
  await pause(response, shape.delayMs ?? 0);
  if (fault?.type === "error-event") throw streamError(fault.errorType ?? "overloaded_error", fault.message);
  const body = "events" in reply ? wholeOf(reply) : messageFor(dialectOf(delivery), compose(reply, delivery));
  if (fault !== undefined) return sendBroken(response, body, fault.type === "cut" ? "cut" : "close");
  return sendJson(response, 200, body);
}

function stepsOf(reply: MessageReply | StreamReply, delivery: Delivery): readonly StreamStep[] {
  if ("events" in reply) return reply.events;
  const dialect = dialectOf(delivery);
  return streamOf(compose(reply, delivery), delivery.shape.deltaChars).map((event) => eventFor(dialect, event));
}

function dialectOf({ headers: { version, betas } }: Delivery): Dialect {
  return { version, beta: betas.size > 0 };
}

function compose(reply: MessageReply, { checked, headers, binding, ids }: Delivery): Message {
  return composeMessage(reply, checked, {
    ids,
    signer: binding.begin(checked.received),
    listTransformations: headers.betas.has(BINDING_BETA),
  });
}

/** The whole answer of a scripted stream: the error that the stream would have ended with, or the message that it makes up. */
function wholeOf({ events: steps }: StreamReply): unknown {
  const events = steps.filter((step): step is RawEvent => "type" in step);
  for (const event of events) {
    if (event.type !== "error") continue;
    const error = "error" in event && typeof event.error === "object" && event.error !== null ? event.error : {};
    throw streamError("type" in error ? String(error.type) : "api_error", "message" in error ? String(error.message) : undefined);
  }
  return messageOf(events);
}

function streamError(type: string, message?: string): ApiError {
  const status = statusOf(type);
  return new ApiError(status, { type, message: message ?? errorOf(status).message });
}

function scriptedError({ error: { status, type, message, errorCode, headers } }: ErrorReply): ApiError {
  const usual = errorOf(status);
  return new ApiError(status, {
    type: type ?? usual.type,
    message: message ?? usual.message,
    ...(errorCode === undefined ? {} : { errorCode }),
    headers: { ...(status === 429 ? { "retry-after": "1" } : {}), ...headers },
  });
}
