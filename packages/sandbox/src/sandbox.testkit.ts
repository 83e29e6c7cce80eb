/** Sandboxes that end with their test, and the requests that a test sends by hand. */
import { afterEach } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "./sandbox.js";

/** Call it where the tests are described; what it returns starts a sandbox that is closed after the test. */
export function useSandboxes(): (options?: SandboxOptions) => Promise<Sandbox> {
  const open: Sandbox[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  });
  return async (options) => {
    const sandbox = await startSandbox(options);
    open.push(sandbox);
    return sandbox;
  };
}

export interface Posted {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** Posts JSON, or bytes as they are. */
export async function post(
  sandbox: Sandbox,
  body: unknown,
  { path = "/v1/messages", headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Posted> {
  const response = await fetch(sandbox.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", "anthropic-version": "2026-10-21", "x-api-key": "any", ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The message of an error answer. */
export function messageOfError({ json }: Posted): string {
  const { error } = json;
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : "";
}

/** A request with the fields that every request has. */
export function ask(content: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: "echo", max_tokens: 1000, messages: [{ role: "user", content }], ...more };
}
