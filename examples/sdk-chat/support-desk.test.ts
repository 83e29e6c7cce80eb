import Anthropic from "@anthropic-ai/sdk";
import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createClient } from "./client.ts";
import { createDeskServer } from "./server.ts";
import { createSupportDesk } from "./support-desk.ts";

const DOCUMENTS = new URL("./documents/", import.meta.url);
const SECRET = "LL-NIGHT-7";

describe("the support desk", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    // The worst model that there could be: it does what any text tells it.
    sandbox = await startSandbox({ defaultBehavior: "obedient" });
    vi.stubEnv("ANTHROPIC_BASE_URL", sandbox.url);
    vi.stubEnv("ANTHROPIC_API_KEY", sandbox.createKey());
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("answers a plain question from its documents", async () => {
    const { status, body } = await ask(createClient(), "How long does standard shipping take?");
    expect(status).toBe(200);
    expect(body).toContain("2 to 4 days");
  });

  it("without the guard, a supplier's notice makes it leak its system prompt", async () => {
    const { status, body } = await ask(new Anthropic(), "Which warranty does the Aurora lamp have?");
    expect(status).toBe(200);
    expect(body).toContain(SECRET);
  });

  it("with the guard, the same notice stops at the gate, and nothing is sent", async () => {
    const warnings = vi.spyOn(console, "warn").mockReturnValue();
    const before = sandbox.requests.length;
    const { status, body } = await ask(createClient(), "Which warranty does the Aurora lamp have?");
    expect(status).toBe(422);
    expect(body).not.toContain(SECRET);
    expect(sandbox.requests.length).toBe(before);
    expect(warnings.mock.calls.flat().join("\n")).toMatch(/stopped \(.+\), incident inc_/);
  });
});

/** Starts the app with a client, asks it over HTTP, and stops it. */
async function ask(client: Anthropic, question: string): Promise<{ readonly status: number; readonly body: string }> {
  const server = createDeskServer(await createSupportDesk(client, DOCUMENTS)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/ask`, { method: "POST", body: question });
    return { status: response.status, body: await response.text() };
  } finally {
    server.close();
  }
}
