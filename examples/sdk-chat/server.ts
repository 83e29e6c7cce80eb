/** `POST /ask` with a question as plain text; the answer comes back as it is written. */
import { stoppedBy } from "@sallyport/anthropic";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createClient } from "./client.ts";
import { createSupportDesk, type SupportDesk } from "./support-desk.ts";

export function createDeskServer(desk: SupportDesk): Server {
  return createServer((request, response) => {
    void answer(desk, request, response);
  });
}

async function answer(desk: SupportDesk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST" || request.url !== "/ask") {
    response.writeHead(404).end();
    return;
  }
  try {
    for await (const piece of desk.ask(await text(request))) response.write(piece);
    response.end();
  } catch (error) {
    const stop = stoppedBy(error);
    // The customer learns that there is no answer; the desk's people learn why, and where to look it up.
    console.warn(
      stop === undefined ? "no answer from Claude" : `stopped (${stop.detectors.join(", ")}), incident ${stop.incident}`,
    );
    if (!response.headersSent) response.writeHead(stop === undefined ? 502 : 422);
    response.end("We can't answer this one automatically; a colleague will write to you.");
  }
}

if (process.argv[1] === import.meta.filename) {
  const desk = await createSupportDesk(createClient(), new URL("./documents/", import.meta.url));
  createDeskServer(desk).listen(3000, "127.0.0.1", () => {
    console.log("ask with: curl -d 'How long does shipping take?' http://127.0.0.1:3000/ask");
  });
}
