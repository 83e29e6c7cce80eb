/** From the runs of an exchange to what is shown of them. Every line comes from the runs; keys are masked, and nothing else is changed. */
import type { Exchange, Run, Secrets } from "./exchanges.js";
import type { Scene, Side } from "./render.js";

const MASK = "sk-ant-api03-••••";

export interface Shown {
  readonly scene: Scene;
  /** True where both went as promised: the loss without the gate, and what the gate does about it. */
  readonly kept: boolean;
}

export function showExchange(exchange: Exchange, number: number, without: Run, gated: Run, secrets: Secrets): Shown {
  const loss = exchange.loss(without);
  const gain = exchange.gain(gated, without);
  const harmless = exchange.reply === undefined && loss === "answered";
  const scene: Scene = {
    number,
    title: exchange.title,
    said: exchange.said.map(({ who, text }) => ({ who, text: masked(text, secrets) })),
    without: sideOf(
      without,
      { tone: loss === undefined ? "bad" : harmless ? "plain" : "bad", text: loss ?? UNEXPECTED },
      secrets,
    ),
    with: sideOf(gated, gain === undefined ? { tone: "bad", text: UNEXPECTED } : { tone: "good", text: gain }, secrets),
  };
  return { scene, kept: loss !== undefined && gain !== undefined };
}

const UNEXPECTED = "not what the tour promised";

function sideOf({ answer, upstream }: Run, result: Side["result"], secrets: Secrets): Side {
  const error = answer.error === undefined ? "" : `${answer.error.type}: ${answer.error.message}`;
  const text = [answer.text, error].filter((part) => part !== "").join(" ");
  return {
    toClaude: upstream === undefined ? undefined : masked(lastUserText(upstream), secrets),
    toApp: `${answer.status}  ${masked(text, secrets)}`,
    result,
  };
}

function masked(text: string, { leaked, pasted }: Secrets): string {
  return text.replaceAll(leaked, MASK).replaceAll(pasted, MASK);
}

interface Body {
  readonly messages: readonly { readonly content: string | readonly { readonly type: string; readonly text?: string }[] }[];
}

/** What the user's words are in the body that reached the model. */
function lastUserText(upstream: Buffer): string {
  const { messages } = JSON.parse(upstream.toString()) as Body; // the sandbox has checked its shape
  const content = messages.at(-1)?.content ?? "";
  return typeof content === "string" ? content : content.map((block) => block.text ?? `[${block.type}]`).join(" ");
}
