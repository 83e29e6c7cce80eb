/** The app of the tour: it asks over HTTP as any client would, and keeps what came back. */

/** What an app gets to see. */
export interface Answer {
  readonly status: number;
  /** The text of the answer, or what had come of it when an error ended the stream. */
  readonly text: string;
  readonly error: { readonly type: string; readonly message: string } | undefined;
}

export interface Asked {
  readonly baseUrl: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends a request to the Messages API at `baseUrl`, whole or streamed as the body says. */
export async function ask({ baseUrl, key, body }: Asked): Promise<Answer> {
  const response = await fetch(new URL("/v1/messages", baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "anthropic-version": "2026-10-21", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const isStream = (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
  return { status: response.status, ...(isStream ? readStream(text) : readWhole(text)) };
}

interface Frame {
  readonly type: string;
  readonly delta?: { readonly type: string; readonly text?: string };
  readonly error?: { readonly type: string; readonly message: string };
}

function readStream(events: string): Omit<Answer, "status"> {
  const frames = events.split("\n").flatMap((line) => (line.startsWith("data: ") ? [JSON.parse(line.slice(6)) as Frame] : []));
  const text = frames.map((frame) => (frame.delta?.type === "text_delta" ? (frame.delta.text ?? "") : "")).join("");
  return { text, error: frames.find((frame) => frame.type === "error")?.error };
}

interface Whole {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly error?: { readonly type: string; readonly message: string };
}

function readWhole(body: string): Omit<Answer, "status"> {
  const { content = [], error } = JSON.parse(body) as Whole;
  return { text: content.map((block) => block.text ?? "").join(""), error };
}
