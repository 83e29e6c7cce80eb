/**
 * Errors in the API's own shape, with the status, type and headers that clients decide by (retry or not, which class to throw).
 * The messages follow the API's words, since some clients match them; none repeats a key or a piece of a prompt.
 */

export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "billing_error"
  | "permission_error"
  | "not_found_error"
  | "conflict_error"
  | "request_too_large"
  | "rate_limit_error"
  | "api_error"
  | "timeout_error"
  | "overloaded_error";

/** What the API answers by itself to a status, where a script gives the status alone. */
const ERROR_OF_STATUS: Readonly<Record<number, { readonly type: ErrorType; readonly message: string }>> = {
  400: { type: "invalid_request_error", message: "Invalid request" },
  401: { type: "authentication_error", message: "invalid x-api-key" },
  402: { type: "billing_error", message: "Your credit balance is too low to access the Claude API" },
  403: { type: "permission_error", message: "Your API key does not have permission to use the specified resource" },
  404: { type: "not_found_error", message: "Not found" },
  409: { type: "conflict_error", message: "Conflict" },
  413: { type: "request_too_large", message: "Request exceeds the maximum size" },
  429: { type: "rate_limit_error", message: "This request would exceed your organization's rate limit" },
  500: { type: "api_error", message: "Internal server error" },
  504: { type: "timeout_error", message: "Request timed out" },
  529: { type: "overloaded_error", message: "Overloaded" },
};

/** The status that belongs to an error type: what a whole answer has where a stream has `event: error`. */
export function statusOf(type: string): number {
  for (const [status, error] of Object.entries(ERROR_OF_STATUS)) if (error.type === type) return Number(status);
  return 500;
}

/** The type and message that the API itself would give with a status. */
export function errorOf(status: number): { readonly type: ErrorType; readonly message: string } {
  const known = ERROR_OF_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500
    ? { type: "api_error", message: "Internal server error" }
    : { type: "invalid_request_error", message: "Invalid request" };
}

/** Thrown anywhere below the HTTP layer, which turns it into the response. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: string;
  readonly errorCode: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    {
      type,
      message,
      errorCode,
      headers,
    }: { type: string; message: string; errorCode?: string; headers?: Readonly<Record<string, string>> },
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.errorCode = errorCode;
    this.headers = headers ?? {};
  }
}

export function invalidRequest(message: string, errorCode?: string): ApiError {
  return new ApiError(400, { type: "invalid_request_error", message, ...(errorCode === undefined ? {} : { errorCode }) });
}

export function notFound(message: string): ApiError {
  return new ApiError(404, { type: "not_found_error", message });
}

/** The body of an error response. */
export function errorBody(error: ApiError, requestId: string): unknown {
  return {
    type: "error",
    error: {
      type: error.type,
      message: error.message,
      ...(error.errorCode === undefined ? {} : { details: { error_code: error.errorCode } }),
    },
    request_id: requestId,
  };
}
