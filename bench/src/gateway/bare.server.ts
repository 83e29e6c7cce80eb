/**
 * The smallest honest proxy: `node:http` in front, an `undici` pool behind. It swaps the key, forwards both ways as bytes come, with
 * backpressure, and cancels upstream when the client leaves. It reads nothing and records nothing: what a gateway costs more is the price of
 * its checks.
 */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";

/** Of one connection, not of the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "host", "te", "trailer", "upgrade", "expect"];

const [upstream = "", key = ""] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 512, pipelining: 1 });

const server = createServer((request, response) => {
  const cancel = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) cancel.abort();
  });
  const headers = { ...endToEnd(request.headers), "x-api-key": key };
  pool
    .stream({ method: "POST", path: request.url ?? "/", headers, body: request, signal: cancel.signal }, (answer) =>
      response.writeHead(answer.statusCode, endToEnd(answer.headers)),
    )
    .catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ hello: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: "of-a-client" } });
});

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  for (const name in headers) if (!HOP_BY_HOP.includes(name)) kept[name] = headers[name];
  return kept;
}
