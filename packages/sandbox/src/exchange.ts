/** What the sandbox remembers of a request, for a test to look at. */
import type { IncomingHttpHeaders } from "node:http";
import type { Outcome } from "./respond.js";

export interface RecordedExchange {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** As received, in lower case, without those that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's bytes as received. */
  readonly body: Buffer;
  /** The decoded body, where it is JSON. */
  readonly json: unknown;
  /** The name of the workspace that the key belongs to; undefined where no key was accepted. */
  readonly workspace: string | undefined;
  readonly requestId: string;
  /** 0 until the answer has begun. */
  readonly status: number;
  readonly outcome: Outcome | "pending";
}

/** An exchange while it is under way. */
export type MutableExchange = { -readonly [Field in Exclude<keyof RecordedExchange, "status">]: RecordedExchange[Field] } & Pick<
  RecordedExchange,
  "status"
>;

const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "x-api-key", "proxy-authorization", "cookie"]);

export function withoutCredentials(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => !CREDENTIALS.has(name));
  return Object.fromEntries(kept.map(([name, value = ""]) => [name, Array.isArray(value) ? value.join(", ") : value]));
}
