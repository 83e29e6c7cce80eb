/** Sends a request to the API with the caller's upstream key; after a 401 once more with the ring's other key, where the body can be sent again. */
import { Readable } from "node:stream";
import type { Caller } from "../auth/authenticate.js";
import type { Gateway } from "../gateway.js";
import type { Call } from "../http/call.js";
import type { UpstreamRequest, UpstreamResponse } from "../upstream/upstream.js";

export interface SentUp {
  readonly response: UpstreamResponse;
  /** With the key that was sent last: the one that an answer may not quote. */
  readonly caller: Caller;
}

/** @throws what `Upstream.send` throws. */
export async function sendUp(gateway: Gateway, call: Call, caller: Caller, request: UpstreamRequest): Promise<SentUp> {
  const { upstreamKeys, upstream } = gateway;
  upstreamKeys.used(caller.upstreamKey, caller.key.id);
  const response = await upstream.send(call, request);
  if (response.status !== 401 || request.body instanceof Readable) return { response, caller };
  const other = await upstreamKeys.instead(caller.key.environment, caller.upstreamKey);
  if (other === undefined) return { response, caller };
  response.body.abort();
  upstreamKeys.used(other, caller.key.id);
  const headers = request.headers.map((text) => (text === caller.upstreamKey ? other : text));
  return { response: await upstream.send(call, { ...request, headers }), caller: { ...caller, upstreamKey: other } };
}
