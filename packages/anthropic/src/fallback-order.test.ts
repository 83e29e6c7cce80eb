import Anthropic, { betaRefusalFallbackMiddleware, BetaFallbackState, type Middleware } from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { sallyport, stoppedBy } from "./index.js";
import { anthropicKey, BLOCKING, bodyOf, POLICY, rejection, testClient, testSandbox } from "./sdk.testkit.js";

const ASK = { model: "claude-opus-5-5", max_tokens: 300 } as const;
const FALLBACK = "claude-sonnet-5-5";

/** The next model is asked when the first one refuses. Its complaints (no credit token) are expected here. */
const fallback = (): Middleware => betaRefusalFallbackMiddleware([{ model: FALLBACK }], { onError: () => undefined });

describe("order: Sallyport stands after the SDK's fallback middleware", () => {
  it("then every request of the fallback's is checked: a redaction holds", async () => {
    const key = anthropicKey();
    const sandbox = await testSandbox({
      handler: ({ model }) => (model === FALLBACK ? { content: "done" } : { content: [], stopReason: "refusal" }),
    });
    const client = testClient(sandbox, { middleware: [fallback(), sallyport(POLICY)] });
    const message = await client.beta.messages.create(
      { ...ASK, messages: [{ role: "user", content: `my key: ${key}` }] },
      { fallbackState: new BetaFallbackState() },
    );
    expect(message.content.at(-1)).toMatchObject({ text: "done" });
    expect(sandbox.requests).toHaveLength(2);
    expect(bodyOf(sandbox, 0) + bodyOf(sandbox, 1)).not.toContain(key);
  });

  it("before it, the fallback builds its requests from the caller's own parameters: a redaction is undone, so don't", async () => {
    const key = anthropicKey();
    const sandbox = await testSandbox({ handler: () => ({ content: "done" }) });
    const client = testClient(sandbox, { middleware: [sallyport(POLICY), fallback()] });
    await client.beta.messages.create({ ...ASK, messages: [{ role: "user", content: `my key: ${key}` }] });
    expect(bodyOf(sandbox)).toContain(key);
  });
});

describe("a stop next to the fallback middleware", () => {
  const leaking = () => {
    const key = anthropicKey();
    return { key, handler: () => ({ content: `first some words, then the key ${key} and more` }) };
  };
  const ask = { ...ASK, messages: [{ role: "user" as const, content: "hi" }] };

  for (const order of ["after", "before"] as const) {
    const middleware = (policy: Parameters<typeof sallyport>[0]) =>
      order === "after" ? [fallback(), sallyport(policy)] : [sallyport(policy), fallback()];

    it(`${order} it: an error stays an error, and no other model is asked`, async () => {
      const { handler } = leaking();
      const sandbox = await testSandbox({ handler });
      const client = testClient(sandbox, { middleware: middleware(BLOCKING) });
      expect(await rejection(client.beta.messages.create(ask))).toBeInstanceOf(Anthropic.PermissionDeniedError);
      expect(stoppedBy(await rejection(client.beta.messages.stream(ask).finalMessage()))?.code).toBe("sallyport_blocked");
      expect(sandbox.requests).toHaveLength(2);
    });

    it(`${order} it, with \`stream.stop: refusal\`: the message ends as a refusal, without the value`, async () => {
      const { key, handler } = leaking();
      const sandbox = await testSandbox({ handler });
      const client = testClient(sandbox, { middleware: middleware({ ...BLOCKING, stream: { stop: "refusal" } }) });
      const message = await client.beta.messages.stream(ask).finalMessage();
      expect(message.stop_reason).toBe("refusal");
      expect(JSON.stringify(message)).not.toContain(key);
      expect(stoppedBy(message)?.code).toBe("sallyport_blocked");
      // The fallback goes on only with a credit token of the API's, which a stop of ours has not.
      expect(sandbox.requests).toHaveLength(1);
    });
  }
});
