/** What the agent is connected to: mail, files and the web, all in memory. */
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import type { BetaRunnableTool } from "@anthropic-ai/sdk/lib/tools/BetaRunnableTool";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface World {
  readonly pages: ReadonlyMap<string, string>;
  readonly inbox: readonly string[];
  readonly files: Map<string, string>;
  /** What has left, oldest first. */
  readonly sent: Mail[];
}

const text = { type: "string" } as const;

export function toolsOf({ pages, inbox, files, sent }: World): BetaRunnableTool[] {
  return [
    betaTool({
      name: "read_inbox",
      description: "Read the user's inbox.",
      inputSchema: { type: "object", properties: {} },
      run: () => inbox.join("\n\n"),
    }),
    betaTool({
      name: "read_file",
      description: "Read a file.",
      inputSchema: { type: "object", properties: { path: text }, required: ["path"] },
      run: ({ path }) => files.get(path) ?? "no such file",
    }),
    betaTool({
      name: "write_file",
      description: "Write a file.",
      inputSchema: { type: "object", properties: { path: text, text }, required: ["path", "text"] },
      run: (file) => {
        files.set(file.path, file.text);
        return "written";
      },
    }),
    betaTool({
      name: "fetch_page",
      description: "Fetch a page of the web.",
      inputSchema: { type: "object", properties: { url: text }, required: ["url"] },
      run: ({ url }) => pages.get(url) ?? "404",
    }),
    betaTool({
      name: "send_mail",
      description: "Send a mail.",
      inputSchema: {
        type: "object",
        properties: { to: text, subject: text, body: text },
        required: ["to", "subject", "body"],
      },
      run: (mail) => {
        sent.push(mail);
        return "sent";
      },
    }),
    betaTool({
      name: "forward_mail",
      description: "Forward messages of the inbox: the number of one, or all.",
      inputSchema: { type: "object", properties: { to: text, messages: text }, required: ["to", "messages"] },
      run: ({ to, messages }) => {
        const chosen = messages === "all" ? inbox : inbox.slice(Number(messages) - 1, Number(messages));
        sent.push({ to, subject: `Fwd: ${messages}`, body: chosen.join("\n\n") });
        return "forwarded";
      },
    }),
  ];
}
