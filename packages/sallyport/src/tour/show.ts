/** From the runs of an exchange to what is shown of them. Every line comes from the runs; keys are masked, and nothing else is changed. */
import type { Exchange, Run, Secrets } from "./exchanges.js";
import type { Highlights, Scene, Side } from "./render.js";

const MASK = "sk-ant-api03-••••";

export interface Shown {
  readonly scene: Scene;
  readonly highlights: Highlights;
  /** True where both went as promised: what is lost without the gate, and what the gate does about it. */
  readonly kept: boolean;
}

export interface Runs {
  readonly without: Run;
  readonly gated: Run;
}

export function showExchange(exchange: Exchange, number: number, { without, gated }: Runs, secrets: Secrets): Shown {
  const loss = exchange.loss(without);
  const gain = exchange.gain(gated, without);
  const scene: Scene = {
    number,
    title: exchange.title,
    said: exchange.said.map(({ who, text }) => ({ who, text: masked(text, secrets) })),
    without: sideOf(
      without,
      { tone: loss === undefined || exchange.harmful ? "bad" : "plain", text: loss ?? UNEXPECTED },
      secrets,
    ),
    with: sideOf(gated, { tone: gain === undefined ? "bad" : "good", text: gain ?? UNEXPECTED }, secrets),
  };
  const highlights = [MASK, ...exchange.secrets].map((text) => ({ text, tone: "bad" as const }));
  return { scene, highlights: [...highlights, { text: REDACTED, tone: "good" }], kept: loss !== undefined && gain !== undefined };
}

const UNEXPECTED = "not what the tour promised";
/** What the gate puts in place of a key. */
const REDACTED = "[ANTHROPIC API KEY]";

function sideOf({ answer, upstream }: Run, result: Side["result"], secrets: Secrets): Side {
  const error = answer.error === undefined ? "" : `${answer.error.type}: ${answer.error.message}`;
  const text = [answer.text, error].filter((part) => part !== "").join(" ");
  return {
    toClaude: upstream === undefined ? null : masked(lastUserText(upstream), secrets),
    toApp: masked(`${answer.status} ${text}`, secrets),
    result,
  };
}

function masked(text: string, { leaked, pasted }: Secrets): string {
  return text.replaceAll(leaked, MASK).replaceAll(pasted, MASK);
}

interface Body {
  readonly messages: readonly { readonly content: string | readonly { readonly type: string; readonly text?: string }[] }[];
}

/** The user's words in the body that reached the model, after whatever else stands in the message. */
function lastUserText(upstream: Buffer): string {
  const { messages } = JSON.parse(upstream.toString()) as Body; // the sandbox has checked its shape
  const content = messages.at(-1)?.content ?? "";
  return typeof content === "string" ? content : content.map((block) => block.text ?? `[${block.type}]`).join(" ");
}
