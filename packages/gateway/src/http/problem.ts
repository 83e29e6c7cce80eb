/**
 * Everything for which the gateway itself answers a client, and what the client may know of it: always the API's own error shape. One switch
 * says it all, so that a new problem doesn't compile until someone has decided. No message holds anything that a client or an upstream sent.
 */
import type { Refusal } from "@sallyport/guard";

export type Problem =
  | { readonly kind: "unknown-path" }
  | { readonly kind: "wrong-method"; readonly allowed: string }
  | { readonly kind: "no-credential" }
  | { readonly kind: "several-credentials" }
  | { readonly kind: "credential-in-url" }
  | { readonly kind: "credential-in-header" }
  | { readonly kind: "anthropic-credential" }
  | { readonly kind: "mistyped-key" }
  | { readonly kind: "not-a-virtual-key" }
  | { readonly kind: "unknown-key" }
  | { readonly kind: "no-upstream-key"; readonly environment: string }
  | { readonly kind: "bad-http" }
  | { readonly kind: "headers-too-large" }
  | { readonly kind: "request-too-slow" }
  | { readonly kind: "unknown-expectation" }
  | { readonly kind: "body-too-large"; readonly limit: number }
  | { readonly kind: "encoding-unsupported" }
  | { readonly kind: "encoding-invalid" }
  | { readonly kind: "decoded-too-large"; readonly limit: number }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "not-checked" }
  | { readonly kind: "not-recorded" }
  | { readonly kind: "upstream-unreachable" }
  | { readonly kind: "upstream-timeout" }
  | { readonly kind: "upstream-broke-off" }
  | { readonly kind: "upstream-malformed"; readonly what: string }
  | { readonly kind: "shutting-down" };

export interface WireError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  /** `details`, with the stable `error_code`. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** `x-should-retry`; the client decides by the status if left out. */
  readonly retry?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the client is told. */
export function toWire(problem: Problem): WireError {
  switch (problem.kind) {
    case "unknown-path":
      return {
        status: 404,
        type: "not_found_error",
        message: "this path isn't served here: the gateway knows /v1/messages, /v1/messages/count_tokens and /v1/models",
      };
    case "wrong-method":
      return {
        status: 404,
        type: "not_found_error",
        message: `this path is served for ${problem.allowed} alone`,
        headers: { allow: problem.allowed },
      };
    case "no-credential":
      return unauthorized("no key was sent: put a virtual key into `x-api-key` or `Authorization: Bearer`");
    case "several-credentials":
      return unauthorized("more than one key was sent: send the same virtual key in both headers, or one header alone");
    case "credential-in-url":
      return unauthorized(
        "a key stands in the URL, where logs and histories keep it: send a virtual key in `x-api-key` and rotate the one in the URL",
      );
    case "credential-in-header":
      return unauthorized(
        "a key stands in a header where none belongs: send a virtual key in `x-api-key` or `Authorization: Bearer` alone",
      );
    case "anthropic-credential":
      return unauthorized("this is an Anthropic key, not one of ours: use the virtual key that the gateway's operator gave you");
    case "mistyped-key":
      return unauthorized("this virtual key looks mistyped, its checksum is wrong: copy it again");
    case "not-a-virtual-key":
      return unauthorized("this is no virtual key: one begins with sp-dev-, sp-stg- or sp-prd-");
    case "unknown-key":
      return unauthorized("this virtual key isn't known here or was disabled: ask the gateway's operator for another");
    case "no-upstream-key":
      return stopped(
        "sallyport_no_upstream_key",
        `this gateway has no upstream key for ${problem.environment}: ask its operator for a key of another environment`,
      );
    case "bad-http":
      return invalid(400, "this is no well-formed HTTP request");
    case "headers-too-large":
      return invalid(431, "the request's headers are too large");
    case "request-too-slow":
      return invalid(408, "the request took too long to arrive");
    case "unknown-expectation":
      return invalid(417, "the gateway can't meet this `Expect` header: leave it out, or send 100-continue");
    case "body-too-large":
      return { status: 413, type: "request_too_large", message: `the body is larger than ${problem.limit} bytes`, retry: false };
    case "encoding-unsupported":
      return invalid(
        400,
        "this content encoding can't be read: send the body as it is, or as gzip, deflate or br",
        "request_body_encoding_unsupported",
      );
    case "encoding-invalid":
      return invalid(400, "the body isn't encoded as its `content-encoding` says", "request_body_encoding_invalid");
    case "decoded-too-large":
      return {
        status: 413,
        type: "request_too_large",
        message: `the decoded body is larger than ${problem.limit} bytes`,
        details: { error_code: "request_body_too_large_after_decoding" },
        retry: false,
      };
    case "refused": {
      const { status, type, message, code, detectors, incident } = problem.refusal;
      return { status, type, message, details: { error_code: code, detectors, incident }, retry: false };
    }
    case "not-checked":
      return stopped("sallyport_could_not_check", "the exchange could not be checked, so it was stopped");
    case "not-recorded":
      return stopped("sallyport_not_recorded", "the exchange could not be recorded, so it was stopped");
    case "upstream-unreachable":
      return { status: 502, type: "api_error", message: "the upstream can't be reached: try again", retry: true };
    case "upstream-timeout":
      return { status: 504, type: "timeout_error", message: "the upstream did not answer in time" };
    case "upstream-broke-off":
      return {
        status: 502,
        type: "api_error",
        message: "the upstream broke off in the middle of its answer: send the request again",
        retry: true,
      };
    case "upstream-malformed":
      return { status: 502, type: "api_error", message: `the upstream's answer can't be used: ${problem.what}`, retry: false };
    case "shutting-down":
      return { status: 503, type: "api_error", message: "the gateway is shutting down: try again", retry: true };
  }
}

/** The body of an error response, and the data of an `error` event. */
export function errorBody({ type, message, details }: WireError, requestId: string): string {
  return JSON.stringify({
    type: "error",
    error: { type, message, ...(details === undefined ? {} : { details }) },
    request_id: requestId,
  });
}

/** An `error` event: how a stream ends that can't go on. */
export function errorFrame(problem: Problem, requestId: string): Uint8Array {
  return Buffer.from(`event: error\ndata: ${errorBody(toWire(problem), requestId)}\n\n`);
}

function unauthorized(message: string): WireError {
  return { status: 401, type: "authentication_error", message, retry: false };
}

/** 403 is the one status that no common client retries. */
function stopped(code: string, message: string): WireError {
  return { status: 403, type: "permission_error", message, details: { error_code: code }, retry: false };
}

function invalid(status: number, message: string, code?: string): WireError {
  return {
    status,
    type: "invalid_request_error",
    message,
    retry: false,
    ...(code === undefined ? {} : { details: { error_code: code } }),
  };
}
