/** Who answers: the handler, then the rules of the scripts, then the built-in model. */
import type { ApiVersion, MessagesParams } from "../validate/request-types.js";
import { blocksOf } from "../validate/turns.js";
import { echo } from "../models/echo.js";
import { lastUserText, systemPromptOf } from "../models/context.js";
import { obedient } from "../models/obedient.js";
import type { Reply } from "../reply.js";

/** What a handler knows beside the request. */
export interface HandlerContext {
  /** The number of the request among those that reached a model, from 0. */
  readonly index: number;
  /** The name of the workspace that the key belongs to. */
  readonly workspace: string;
  readonly version: ApiVersion;
  readonly betas: readonly string[];
  /** In lower case, without those that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers a checked request, or leaves it (undefined) to the scripts and built-in models. */
export type Handler = (request: MessagesParams, context: HandlerContext) => Reply | undefined | Promise<Reply | undefined>;

/** When a rule applies: all that is said must hold. */
export interface Condition {
  readonly model?: string;
  readonly stream?: boolean;
  /** A piece of what the user said last, without regard to case. */
  readonly userContains?: string;
  readonly userMatches?: RegExp;
  readonly systemContains?: string;
  /** The request offers a tool of this name. */
  readonly hasTool?: string;
  /** The last message holds the result of a tool. */
  readonly afterToolResult?: boolean;
  /** Only the nth request for which the rest holds, from 1. */
  readonly nth?: number;
}

export interface Rule {
  readonly when: Condition;
  readonly reply: Reply;
}

/** Rules in order: the first that applies answers. */
export interface Script {
  readonly rules: readonly Rule[];
}

export type Behavior = "echo" | "obedient";

export interface Answerer {
  answer(request: MessagesParams, context: HandlerContext): Promise<Reply>;
}

export function createAnswerer(handler: Handler | undefined, scripts: readonly Script[], defaultBehavior: Behavior): Answerer {
  const rules = scripts.flatMap((script) => script.rules).map((rule) => ({ rule, met: 0 }));
  const scripted = (request: MessagesParams): Reply | undefined => {
    for (const entry of rules) {
      const { nth, ...rest } = entry.rule.when;
      if (!holds(rest, request)) continue;
      entry.met += 1;
      if (nth === undefined || entry.met === nth) return entry.rule.reply;
    }
    return undefined;
  };
  return {
    async answer(request, context) {
      return (
        (await handler?.(request, context)) ?? scripted(request) ?? behave(behaviorOf(request.model, defaultBehavior), request)
      );
    },
  };
}

function behaviorOf(model: string, defaultBehavior: Behavior): Behavior {
  return model === "echo" || model === "obedient" ? model : defaultBehavior;
}

function behave(behavior: Behavior, request: MessagesParams): Reply {
  switch (behavior) {
    case "echo":
      return echo(request);
    case "obedient":
      return obedient(request);
  }
}

function holds(condition: Omit<Condition, "nth">, request: MessagesParams): boolean {
  const { model, stream, userContains, userMatches, systemContains, hasTool, afterToolResult } = condition;
  return (
    (model === undefined || model === request.model) &&
    (stream === undefined || stream === (request.stream ?? false)) &&
    (userContains === undefined || contains(lastUserText(request), userContains)) &&
    (userMatches === undefined || lastUserText(request).search(userMatches) !== -1) &&
    (systemContains === undefined || contains(systemPromptOf(request), systemContains)) &&
    (hasTool === undefined || (request.tools ?? []).some((tool) => "name" in tool && tool.name === hasTool)) &&
    (afterToolResult === undefined || afterToolResult === endsWithToolResult(request))
  );
}

function contains(text: string, piece: string): boolean {
  return text.toLowerCase().includes(piece.toLowerCase());
}

function endsWithToolResult({ messages }: MessagesParams): boolean {
  return blocksOf(messages.at(-1)).some(({ type }) => type === "tool_result");
}
