import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { sallyport, stoppedBy, type VerdictContext } from "./index.js";
import { guarded, POLICY, rejection, testClient, testSandbox } from "./sdk.testkit.js";

const ASK: Anthropic.MessageCreateParamsNonStreaming = {
  model: "echo",
  max_tokens: 300,
  messages: [{ role: "user", content: "hello" }],
};

describe("nothing acknowledged is lost: the verdict sink of the middleware", () => {
  it("hears of every exchange, allowed ones too, whole and streamed", async () => {
    const { sandbox, client, verdicts } = await guarded(POLICY);
    await client.messages.create(ASK);
    await client.messages.stream(ASK).finalMessage();
    expect(verdicts.map(({ verdict, context }) => [context.side, context.endpoint, verdict.outcome, context.complete])).toEqual([
      ["request", "messages", "allowed", true],
      ["response", "messages", "allowed", true],
      ["request", "messages", "allowed", true],
      ["response", "messages", "allowed", true],
    ]);
    expect(verdicts.map(({ context }) => context.requestId)).toEqual([
      undefined,
      sandbox.requests[0]?.requestId,
      undefined,
      sandbox.requests[1]?.requestId,
    ]);
  });

  it("is awaited before the request is sent, and before the answer ends", async () => {
    const steps: string[] = [];
    const sandbox = await testSandbox({
      handler: () => {
        steps.push("sent");
        return { content: "hello" };
      },
    });
    const onVerdict = async (_: unknown, { side }: VerdictContext) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push(side);
    };
    const client = testClient(sandbox, { middleware: [sallyport(POLICY, { onVerdict })] });
    await client.messages.create(ASK);
    steps.push("answered");
    await client.messages.stream(ASK).finalMessage();
    steps.push("answered");
    const exchange = ["request", "sent", "response", "answered"];
    expect(steps).toEqual([...exchange, ...exchange]);
  });

  const failing = (side: VerdictContext["side"]) => (_: unknown, context: VerdictContext) => {
    if (context.side === side) throw new Error("the disk is full of hello");
  };

  it("fails closed: a request whose verdict can't be recorded is not sent", async () => {
    const warnings: string[] = [];
    const { sandbox, client } = await guarded(POLICY, {
      onVerdict: failing("request"),
      warn: (message) => warnings.push(message),
    });
    const error = await rejection(client.messages.create(ASK));
    expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError);
    expect(stoppedBy(error)?.code).toBe("sallyport_could_not_check");
    expect(sandbox.requests).toEqual([]);
    await rejection(client.messages.create(ASK));
    expect(warnings).toHaveLength(1);
    expect(warnings.join("\n")).not.toContain("full of hello");
  });

  it("fails closed: nor is an answer given", async () => {
    const { sandbox, client } = await guarded(POLICY, { onVerdict: failing("response"), warn: () => undefined });
    const whole = await rejection(client.messages.create(ASK));
    expect(whole).toBeInstanceOf(Anthropic.PermissionDeniedError);
    expect(sandbox.requests).toHaveLength(1);
    for (const ask of [
      () => client.messages.stream(ASK).finalMessage(),
      () => drain(client.messages.create({ ...ASK, stream: true })),
    ]) {
      const error = await rejection(ask());
      expect(error).toBeInstanceOf(Anthropic.APIError);
      expect(stoppedBy(error)?.code).toBe("sallyport_could_not_check");
    }
  });

  it("mode monitor stops nothing, and says that it isn't recording", async () => {
    const warnings: string[] = [];
    const { client } = await guarded(
      { ...POLICY, mode: "monitor" },
      { onVerdict: failing("response"), warn: (message) => warnings.push(message) },
    );
    await expect(client.messages.create(ASK)).resolves.toMatchObject({ type: "message" });
    await expect(client.messages.stream(ASK).finalMessage()).resolves.toMatchObject({ type: "message" });
    expect(warnings).toHaveLength(1);
  });
});

async function drain(stream: PromiseLike<AsyncIterable<unknown>>): Promise<number> {
  let events = 0;
  for await (const event of await stream) if (event !== undefined) events += 1;
  return events;
}
