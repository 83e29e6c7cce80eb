/** How a stop looks to the client: the API's own error shape. Ids of detectors and an incident id, never the matched text. */
import { DEFINITION_PROBLEMS, SERVER_PARTS, serverProblemText } from "./declaration-words.js";
import type { UnreadKind, Unknown } from "../exchange/segment.js";
import type { Unreadable } from "../exchange/reading.js";
import type { JudgedFinding, Stop } from "../policy/verdict.js";

/** The API's error body without its envelope, and the status to send it with. */
export interface Refusal {
  /** 403 wherever the policy decided: it is the one status that no common client retries. */
  readonly status: 400 | 403 | 413;
  readonly type: "permission_error" | "invalid_request_error" | "request_too_large";
  /** `details.error_code`: stable. */
  readonly code: RefusalCode;
  readonly message: string;
  /** Ids of the detectors whose findings led to the stop, sorted. */
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
  | "sallyport_model_not_allowed"
  | "sallyport_role_not_allowed"
  | "sallyport_server_tool_not_allowed"
  | "sallyport_tool_definition_not_confirmed"
  | "sallyport_ask"
  /** The API's own: its SDK goes on without a thread where it is told so. */
  | "thread_unsupported_request";

/** The body of an error as the API sends it; without `request_id` it is the data of a stream's `error` event too. */
export interface ErrorBody {
  readonly type: "error";
  readonly error: {
    readonly type: Refusal["type"];
    readonly message: string;
    readonly details: { readonly error_code: RefusalCode; readonly detectors: readonly string[]; readonly incident: string };
  };
  readonly request_id?: string;
}

/**
 * What the client is told of a stop. Of several stops it is the one that a client can do most about; the verdict has them all.
 * @param stops - At least one.
 * @param side - What couldn't be read, if that is the reason: a response that can't be read is not the client's fault.
 */
export function refusalOf(
  stops: readonly Stop[],
  findings: readonly Pick<JudgedFinding, "detector" | "action">[],
  incident: string,
  side: "request" | "response" = "request",
): Refusal {
  const [stop] = [...stops].sort((a, b) => RANK[a.kind] - RANK[b.kind]);
  const told: Told = stop === undefined ? failure("the exchange") : tell(stop, stops, side);
  const blocking = [
    ...stops.flatMap((one) => (one.kind === "finding" ? [one.detector] : [])),
    ...findings.filter(({ action }) => action === "block").map(({ detector }) => detector),
  ];
  return {
    status: told.status ?? 403,
    type: told.type ?? "permission_error",
    code: told.code,
    message: `${told.message} (incident ${incident})`,
    detectors: [...new Set(blocking)].sort(),
    incident,
  };
}

/** @param requestId - The id in the `request-id` header of the response, where there is one. */
export function toErrorBody({ type, message, code, detectors, incident }: Refusal, requestId?: string | null): ErrorBody {
  const error = { type, message, details: { error_code: code, detectors, incident } };
  return typeof requestId === "string" ? { type: "error", error, request_id: requestId } : { type: "error", error };
}

/** RFC 4648's base32 in lower case: can be read out on the phone. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const INCIDENT_CHARS = 24;

/**
 * A new incident id: `inc_` and 24 characters, 120 random bits.
 * @param random - At least 24 random bytes; the platform's generator if left out.
 */
export function newIncident(random: Uint8Array = globalThis.crypto.getRandomValues(new Uint8Array(INCIDENT_CHARS))): string {
  if (random.length < INCIDENT_CHARS) throw new RangeError(`an incident id needs ${INCIDENT_CHARS} random bytes`);
  return `inc_${Array.from(random.subarray(0, INCIDENT_CHARS), (byte) => BASE32.charAt(byte & 31)).join("")}`;
}

interface Told {
  readonly status?: Refusal["status"];
  readonly type?: Refusal["type"];
  readonly code: RefusalCode;
  readonly message: string;
}

/** What to tell first. A failure comes last: if there is a finding as well, trying again later would be of no use. */
const RANK: Readonly<Record<Stop["kind"], number>> = {
  unreadable: 0,
  finding: 1,
  "check-blocked": 2,
  role: 3,
  model: 4,
  "server-side": 5,
  "tool-definition": 6,
  limit: 7,
  unknown: 8,
  unread: 9,
  "edit-before-thinking": 10,
  "tool-call": 11,
  "check-failed": 12,
  "detector-failed": 13,
};

function tell(stop: Stop, stops: readonly Stop[], side: "request" | "response"): Told {
  switch (stop.kind) {
    case "finding":
      return { code: "sallyport_blocked", message: `blocked: ${found(stop)}${andMore(stop, stops)}; ${REMEDY[side]}` };
    case "check-blocked":
      return {
        code: "sallyport_blocked",
        message: `blocked: check \`${stop.check}\` objects to ${stop.path}${andMore(stop, stops)}; ${REMEDY[side]}`,
      };
    case "edit-before-thinking":
      return {
        code: "sallyport_blocked",
        message: `blocked: ${stop.path} would have to be redacted, which breaks the thinking after it; set \`editBeforeThinking: drop_block\` in the policy to go on without that thinking`,
      };
    case "tool-call":
      return stop.action === "ask"
        ? {
            code: "sallyport_ask",
            message: `stopped: the call of \`${stop.tool}\` at ${stop.path} needs a person's yes (${problemsIn(stop)})${andMore(stop, stops)}; ask for it where the call is made, or say in \`tools\` of the policy what may go without`,
          }
        : {
            code: "sallyport_blocked",
            message: `blocked: the call of \`${stop.tool}\` at ${stop.path} (${problemsIn(stop)})${andMore(stop, stops)}; ${REMEDY[side]}`,
          };
    case "unreadable":
      return unreadable(stop.error, side);
    case "unknown":
      return {
        code: "sallyport_unknown_content",
        message: `stopped: ${UNKNOWN[stop.what]} at ${stop.path} is not known to Sallyport, so its text can't be checked${andMore(stop, stops)}; update Sallyport, or set \`unread.unknown: inspect\` in the policy`,
      };
    case "unread":
      if (stop.what === "endpoint") {
        return {
          code: "sallyport_unread_content",
          message: `stopped: what ${stop.path} carries can't be read yet, and the policy's \`unread.endpoint\` lets none of it pass; send single messages instead`,
        };
      }
      if (stop.what === "thread") {
        return {
          status: 400,
          type: "invalid_request_error",
          code: "thread_unsupported_request",
          message:
            "stopped: the history of a message thread is held by the server, where it can't be checked, and the policy's `unread.thread` lets no thread pass; send the whole conversation instead (`thread: false`)",
        };
      }
      return {
        code: "sallyport_unread_content",
        message: `stopped: ${UNREAD[stop.what]} at ${stop.path} can't be checked, and the policy lets no such part pass unread${andMore(stop, stops)}; send its text instead`,
      };
    case "limit":
      return {
        code: "sallyport_limit_exceeded",
        message: `stopped: ${stop.path} exceeds the policy's limit of ${stop.max} ${LIMIT[stop.limit]}${andMore(stop, stops)}; send less, or raise \`${limitSetting(stop)}\` in the policy`,
      };
    case "role":
      return {
        code: "sallyport_role_not_allowed",
        message:
          stop.what === "system-prompt"
            ? `stopped: the system prompt at ${stop.path} is none of those that the policy names; send one of them, or add this one to \`operator.systemPrompts\` in the policy`
            : `stopped: ${stop.path} speaks with the operator's authority${andMore(stop, stops)}, and the policy's \`operator.parts\` lets no client do that; leave it out`,
      };
    case "model":
      return {
        code: "sallyport_model_not_allowed",
        message: `stopped: the policy does not allow this model; ask ${someOf(stop.allowed)}`,
      };
    case "server-side":
      return {
        code: "sallyport_server_tool_not_allowed",
        message: `stopped: ${SERVER_PARTS[stop.what]} at ${stop.path} ${serverProblemText(stop)}${andMore(stop, stops)}`,
      };
    case "tool-definition":
      return {
        code: "sallyport_tool_definition_not_confirmed",
        message: `stopped: the tool definition at ${stop.path} ${DEFINITION_PROBLEMS[stop.problem]}${andMore(stop, stops)}; look at it with \`sallyport tools diff\`, and confirm it with \`sallyport tools pin\` or take it out`,
      };
    case "detector-failed":
      return failure(`detector \`${stop.detector}\` failed, so the exchange`);
    case "check-failed":
      return failure(`check \`${stop.check}\` failed (${stop.reason}), so the exchange`);
  }
}

/** A few are enough to go on with. */
function someOf(models: readonly string[]): string {
  const shown = models.slice(0, 5).join(", ");
  return models.length === 1 ? shown : `one of ${shown}${models.length > 5 ? " …" : ""}`;
}

const failure = (what: string): Told => ({
  code: "sallyport_could_not_check",
  message: `stopped: ${what} could not be checked; try again later, or show the incident id to whoever runs this gate`,
});

/** A response is not the client's to mend. */
const REMEDY = {
  request: "take it out and send the request again, or show the incident id to whoever runs this gate",
  response: "show the incident id to whoever runs this gate",
} as const;

function found({ detector, path, why }: Extract<Stop, { kind: "finding" }>): string {
  const finding = `\`${detector}\` at ${path}`;
  switch (why) {
    case "blocked":
      return finding;
    case "not-editable":
      return `${finding}, a place that can't be redacted`;
    case "breaks-json":
      return `${finding}, where a redaction would leave no valid JSON`;
  }
}

const problemsIn = ({ problems }: Extract<Stop, { kind: "tool-call" }>): string =>
  problems.map(({ problem, argument }) => (argument === undefined ? problem : `${argument}: ${problem}`)).join(", ");

/** How many stops of the same kind there are beside the first. */
function andMore(stop: Stop, stops: readonly Stop[]): string {
  const more = stops.filter(({ kind }) => kind === stop.kind).length - 1;
  return more === 0 ? "" : ` and ${more} more`;
}

function unreadable({ code, place, problem }: Unreadable, side: "request" | "response"): Told {
  const where = `${problem}${place === "" ? "" : ` at ${place}`}`;
  if (side === "response") {
    return {
      code: "sallyport_unreadable",
      message: `stopped: the answer of the upstream can't be read without doubt: ${where}; send the request again`,
    };
  }
  if (code === "too-large")
    return { status: 413, type: "request_too_large", code: "sallyport_limit_exceeded", message: `stopped: ${where}; send less` };
  return {
    status: 400,
    type: "invalid_request_error",
    code: "sallyport_unreadable",
    message: `the body can't be read without doubt: ${where}; correct it and send the request again`,
  };
}

const UNKNOWN: Readonly<Record<Unknown["what"], string>> = {
  block: "a content block",
  delta: "a delta",
  event: "an event",
  role: "a role",
  field: "a field",
  parameter: "a parameter",
  tool: "a tool",
  citation: "a citation",
  source: "a source",
};

const UNREAD: Readonly<Record<Exclude<UnreadKind, "endpoint" | "thread">, string>> = {
  image: "an image",
  pdf: "a PDF",
  url: "what lies behind the address",
  file: "the file referred to",
  mislabeled: "data that is not what its media type says",
  encrypted: "encrypted content",
};

const LIMIT = {
  segmentChars: "characters",
  findings: "findings",
  messages: "messages",
  tools: "tools",
  images: "images",
  documents: "documents",
  repeatedChars: "repeated characters",
  tokens: "estimated tokens",
} as const;

/** Where the policy says it. */
export const limitSetting = ({ limit, origin }: Extract<Stop, { kind: "limit" }>): string =>
  origin === undefined ? `limits.${limit}` : `limits.origins.${origin}.${limit}`;
