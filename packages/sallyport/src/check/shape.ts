/** What a file holds: a text, a request, a whole response or a streamed one. Only a guess at which reader to ask; the reader is strict. */

export const SHAPES = ["text", "request", "response"] as const;
export type Shape = (typeof SHAPES)[number];

/** Which reader a body goes to: a response may also have been saved as the event stream it came as. */
export type Kind = "text" | "request" | "response" | "stream";

/**
 * Tells by its first characters and top-level names. A body that is meant as a request and is broken must still go to the reader of requests, which
 * says what is wrong: read as a text it would look checked.
 */
export function kindOf(body: Uint8Array, as: Shape | undefined): Kind {
  const text = new TextDecoder().decode(body).trimStart();
  switch (as) {
    case "text":
    case "request":
      return as;
    case "response":
      return isStream(text) ? "stream" : "response";
    case undefined:
      return isStream(text) ? "stream" : text.startsWith("{") ? kindOfJson(text) : "text";
  }
}

function isStream(text: string): boolean {
  return /^(?:event: ?(?:message_start|ping|error)|data: ?\{"type": ?"(?:message_start|ping|error)")/.test(text);
}

function kindOfJson(text: string): Kind {
  const members = topLevel(text);
  if (members !== undefined) {
    if ("messages" in members) return "request";
    return members["type"] === "message" || members["type"] === "error" ? "response" : "text";
  }
  if (/"messages"\s*:/.test(text)) return "request";
  return /"type"\s*:\s*"(?:message|error)"/.test(text) ? "response" : "text";
}

function topLevel(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>; // it begins with `{`, so it is an object
  } catch {
    return undefined;
  }
}
