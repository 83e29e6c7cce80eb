/** Programs that read a ring change keys without a restart, whichever client they use, and no caller sees a 401 of a rotation. */
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { ChatAnthropic } from "@langchain/anthropic";
import { generateText } from "ai";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RotationEvent } from "./rotation.js";
import { startRingBed, type RingBed } from "./ring.testkit.js";
import { createRingReader, ringOf, type Ring } from "./ring-reader.js";
import { rotate } from "./rotate.js";

interface Programs {
  readonly bed: RingBed;
  readonly ring: Ring;
  readonly old: string;
}

async function start(name = "development", env: Readonly<Record<string, string>> = {}): Promise<Programs> {
  const bed = await startRingBed({ admin: false });
  const old = bed.sandbox.createKey({ workspace: "dev" });
  await rotate(name, () => Promise.resolve(old), bed.parts);
  const ring = ringOf(createRingReader(await bed.open(), { env }), name, "reports");
  onTestFinished(() => {
    ring.close();
  });
  return { bed, ring, old };
}

/** Promotes a new key, and has the old one refused at once: harder than any real rotation. */
async function changeAtOnce({ bed, old }: Programs): Promise<void> {
  const fresh = bed.sandbox.createKey({ workspace: "dev" });
  await rotate("development", () => Promise.resolve(fresh), bed.parts);
  bed.sandbox.setKeyStatus(old, "inactive");
}

const clients: Readonly<Record<string, (programs: Programs) => () => Promise<unknown>>> = {
  "the official SDK, by apiKey and middleware": ({ bed, ring }) => {
    const client = new Anthropic({ baseURL: bed.sandbox.url, apiKey: ring.apiKey, middleware: [ring.middleware], maxRetries: 0 });
    return () => client.messages.create({ model: "echo", max_tokens: 8, messages: [{ role: "user", content: "Hi" }] });
  },
  "the official SDK, by fetch": ({ bed, ring }) => {
    const client = new Anthropic({ baseURL: bed.sandbox.url, apiKey: "from-the-ring", fetch: ring.fetch, maxRetries: 0 });
    return () => client.messages.create({ model: "echo", max_tokens: 8, messages: [{ role: "user", content: "Hi" }] });
  },
  "the AI SDK": ({ bed, ring }) => {
    const anthropic = createAnthropic({ baseURL: `${bed.sandbox.url}/v1`, apiKey: "from-the-ring", fetch: ring.fetch });
    return () => generateText({ model: anthropic("claude-sonnet-5-5"), prompt: "Hi", maxRetries: 0 });
  },
  LangChain: ({ bed, ring }) => {
    const model = new ChatAnthropic({
      model: "claude-sonnet-5-5",
      apiKey: "from-the-ring",
      anthropicApiUrl: bed.sandbox.url,
      clientOptions: { fetch: ring.fetch },
      maxRetries: 0,
    });
    return () => model.invoke("Hi");
  },
};

describe("a program changes keys without a restart", () => {
  it.for(Object.entries(clients))("%s", async ([, client]) => {
    const programs = await start();
    const ask = client(programs);
    await ask();
    await changeAtOnce(programs);
    // Still within the time in which it doesn't look at the file: only the fallback helps.
    await ask();
    await ask();
  });

  it("and is known by its name where it used a key", async () => {
    const { bed, ring } = await start();
    const id = bed.parts.keyring.read("development")?.ring.rotation.current ?? "";
    await ring.apiKey();
    ring.close();
    expect(bed.parts.keyring.uses(id)).toMatchObject([{ by: "reports" }]);
  });

  it("a 401 that no other key would change comes through as it is, after one call", async () => {
    const programs = await start();
    programs.bed.sandbox.setKeyStatus(programs.old, "inactive");
    const before = programs.bed.sandbox.requests.length;
    const response = await programs.ring.fetch(`${programs.bed.sandbox.url}/v1/models`, {
      headers: { "anthropic-version": "2026-10-21" },
    });
    expect(response.status).toBe(401);
    expect(programs.bed.sandbox.requests.length - before).toBe(1);
  });

  it("a ring without a key says what to do", async () => {
    const { bed, ring } = await start();
    const stored = bed.parts.keyring.read("development");
    if (stored === undefined) throw new Error("no ring");
    const event: RotationEvent = { type: "compromised", key: stored.ring.rotation.current ?? "" };
    await bed.parts.keyring.apply(stored, event);
    await expect(ring.apiKey()).rejects.toThrow("sallyport keys add development");
  });
});

describe("the production ring opens in production alone", () => {
  it.for<[Readonly<Record<string, string>>, string]>([
    [{ NODE_ENV: "development" }, "NODE_ENV is development"],
    [{ NODE_ENV: "test" }, "NODE_ENV is test"],
    [{ CI: "true" }, "CI job"],
    [{ CI: "1" }, "CI job"],
  ])("%j", async ([env, why]) => {
    await expect((await start("production", env)).ring.apiKey()).rejects.toThrow(why);
  });

  it.for([{}, { NODE_ENV: "production" }, { CI: "false" }])("but in %j it does", async (env) => {
    const { ring, old } = await start("production", env);
    expect(await ring.apiKey()).toBe(old);
  });

  it("and not in a browser", async () => {
    Object.assign(globalThis, { window: {}, document: {} });
    try {
      await expect((await start("production")).ring.apiKey()).rejects.toThrow("browser");
    } finally {
      Reflect.deleteProperty(globalThis, "window");
      Reflect.deleteProperty(globalThis, "document");
    }
  });
});
