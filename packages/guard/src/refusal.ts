/** How a stop looks to the client: the API's own error shape. Ids of detectors and an incident id, never the matched text. */
import type { Stop } from "./policy/verdict.js";

/** The API's error body without its envelope, and the status to send it with. */
export interface Refusal {
  readonly status: 400 | 403 | 413;
  readonly type: "permission_error" | "invalid_request_error" | "request_too_large";
  /** `details.error_code`: stable. */
  readonly code: RefusalCode;
  readonly message: string;
  /** Ids of the detectors whose findings led to the stop. */
  readonly detectors: readonly string[];
  readonly incident: string;
}

export type RefusalCode =
  | "sallyport_blocked"
  | "sallyport_unreadable"
  | "sallyport_could_not_check"
  | "sallyport_unknown_content"
  | "sallyport_unread_content"
  | "sallyport_limit_exceeded"
  | "sallyport_model_not_allowed";

export type { Stop };
