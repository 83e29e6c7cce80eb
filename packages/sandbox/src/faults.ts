/**
 * Faults on demand: what goes wrong with an answer, and how its stream is cut into pieces. They are data, so that a script, an option and the
 * request header `x-sandbox-fault` can all ask for the same ones, and they work on the list of steps: nothing here writes to a socket.
 */
import { ApiError, errorOf } from "./errors.js";
import type { Fault, StreamShape, StreamStep } from "./reply.js";

/** The error that a `status` fault stands for. */
export function faultError(fault: Extract<Fault, { type: "status" }>): ApiError {
  const retryAfter = fault.retryAfterSeconds ?? (fault.status === 429 ? 1 : undefined);
  return new ApiError(fault.status, {
    ...errorOf(fault.status),
    headers: {
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      ...(fault.shouldRetry === undefined ? {} : { "x-should-retry": String(fault.shouldRetry) }),
    },
  });
}

/** Puts a fault into the steps of a stream. A `status` fault has nothing to do here: it comes before the stream. */
export function withFault(steps: readonly StreamStep[], fault: Fault): readonly StreamStep[] {
  if (fault.type === "status") return steps;
  const place = placeAfter(steps, fault.afterEvents);
  const before = steps.slice(0, place);
  switch (fault.type) {
    case "cut":
      return [...before, { cut: true }];
    case "close":
      return before;
    case "error-event": {
      const { errorType = "overloaded_error", message = "Overloaded" } = fault;
      return [...before, { type: "error", error: { type: errorType, message } }];
    }
    case "malformed-frame":
      return [
        ...before,
        { raw: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":\n\n' },
        ...steps.slice(place),
      ];
  }
}

/** Pings, comments and delays between the events. */
export function withShape(steps: readonly StreamStep[], shape: StreamShape): readonly StreamStep[] {
  const { delayMs = 0, betweenMs = 0, pingEvery = 0, commentEvery = 0 } = shape;
  const shaped: StreamStep[] = delayMs > 0 ? [{ delayMs }] : [];
  let events = 0;
  for (const step of steps) {
    const isEvent = "type" in step;
    if (isEvent && events > 0 && betweenMs > 0) shaped.push({ delayMs: betweenMs });
    shaped.push(step);
    if (!isEvent) continue;
    events += 1;
    if (step.type === "message_stop" || step.type === "error") continue;
    if (pingEvery > 0 && events % pingEvery === 0) shaped.push({ type: "ping" });
    if (commentEvery > 0 && events % commentEvery === 0) shaped.push({ comment: "keep-alive" });
  }
  return shaped;
}

function placeAfter(steps: readonly StreamStep[], afterEvents: number): number {
  let events = 0;
  for (const [index, step] of steps.entries()) {
    if (!("type" in step)) continue;
    if (events === afterEvents) return index;
    events += 1;
  }
  return steps.length;
}

export interface FaultOrder {
  readonly fault: Fault | undefined;
  readonly shape: StreamShape;
}

/** Thrown for an order of faults that nobody understands: a fault that silently doesn't happen makes a test that can't fail. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly code = "ERR_SANDBOX_FAULT";
}

/**
 * Reads an order of faults, as the header `x-sandbox-fault` holds it: faults and shapes divided by commas, parameters by semicolons, for
 * instance `cut; after=3, chunk; bytes=1` or `529; retry-after=2`. The README has the table.
 * @throws {@link FaultError} for a word that is not in the table, or a number that is none.
 */
export function parseFaults(text: string): FaultOrder {
  let fault: Fault | undefined;
  let shape: StreamShape = {};
  for (const item of text.split(",")) {
    const [name = "", ...rest] = item.split(";").map((part) => part.trim());
    const parameters = readParameters(name, rest);
    const after = (): number => parameters.number("after") ?? 0;
    switch (name) {
      case "cut":
      case "close":
      case "malformed-frame":
        fault = { type: name, afterEvents: after() };
        break;
      case "error-event": {
        const errorType = parameters.text("type");
        fault = { type: name, afterEvents: after(), ...(errorType === undefined ? {} : { errorType }) };
        break;
      }
      case "delay": {
        const [delayMs, betweenMs] = [parameters.number("ms"), parameters.number("between")];
        shape = { ...shape, ...(delayMs === undefined ? {} : { delayMs }), ...(betweenMs === undefined ? {} : { betweenMs }) };
        break;
      }
      case "chunk":
        shape = { ...shape, chunkBytes: parameters.number("bytes") ?? 1 };
        break;
      case "delta":
        shape = { ...shape, deltaChars: parameters.number("chars") ?? 1 };
        break;
      case "ping":
        shape = { ...shape, pingEvery: parameters.number("every") ?? 1 };
        break;
      case "comment":
        shape = { ...shape, commentEvery: parameters.number("every") ?? 1 };
        break;
      case "cr":
      case "crlf":
        shape = { ...shape, lineEnding: name };
        break;
      default: {
        if (!/^[45]\d\d$/.test(name)) throw new FaultError("unknown fault: the sandbox's README lists them");
        const retryAfterSeconds = parameters.number("retry-after");
        const shouldRetry = parameters.text("should-retry");
        fault = {
          type: "status",
          status: Number(name),
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
          ...(shouldRetry === undefined ? {} : { shouldRetry: shouldRetry === "true" }),
        };
      }
    }
    parameters.end();
  }
  return { fault, shape };
}

/** Reads each parameter once; `end` refuses those that nobody asked for. */
function readParameters(fault: string, parts: readonly string[]) {
  const values = new Map(
    parts.map((part): [string, string] => {
      const [key = "", value = ""] = part.split("=", 2);
      return [key.trim(), value.trim()];
    }),
  );
  const text = (key: string): string | undefined => {
    const value = values.get(key);
    values.delete(key);
    return value;
  };
  return {
    text,
    number(key: string): number | undefined {
      const value = text(key);
      if (value === undefined) return undefined;
      if (!/^\d{1,9}$/.test(value)) throw new FaultError(`\`${key}\` must be a whole number`);
      return Number(value);
    },
    end(): void {
      if (values.size > 0) throw new FaultError(`unknown parameter of \`${fault.slice(0, 32)}\``);
    },
  };
}
