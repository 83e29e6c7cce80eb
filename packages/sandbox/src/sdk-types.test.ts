/** The types agree with the official SDK's. Most of this file is checked by the compiler: it fails to build if it doesn't hold. */
import type Anthropic from "@anthropic-ai/sdk";
import type * as v from "valibot";
import { expect, expectTypeOf, it } from "vitest";
import type { BetaContent, StableContent } from "./validate/blocks.js";
import type { MessagesParams } from "./validate/request-types.js";
import type { BetaTools, StableTools } from "./validate/tools.js";
import type { ContentBlock, StableBlock } from "./wire/blocks.js";
import type { Delta, Message, MessageEvent } from "./wire/message.js";

type BetaBlock = Anthropic.Beta.Messages.BetaContentBlock;
/** The members of a union of the SDK's that a schema of ours doesn't take. */
type Refused<Member, Taken> = Member extends Taken ? never : Member;
type TypesOf<Member> = Member extends { readonly type: infer Type } ? Type : never;

it("the SDK takes every block that a reply can hold", () => {
  expectTypeOf<StableBlock>().toExtend<Anthropic.ContentBlock>();
  expectTypeOf<ContentBlock>().toExtend<BetaBlock>();
});

it("a reply can hold every block that the SDK knows", () => {
  expectTypeOf<TypesOf<BetaBlock>>().toEqualTypeOf<ContentBlock["type"]>();
  expectTypeOf<TypesOf<Anthropic.ContentBlock>>().toEqualTypeOf<StableBlock["type"]>();
});

it("the SDK takes messages and events", () => {
  expectTypeOf<Message>().toExtend<Anthropic.Beta.Messages.BetaMessage>();
  expectTypeOf<Delta>().toExtend<Anthropic.Beta.Messages.BetaRawContentBlockDelta>();
  expectTypeOf<MessageEvent>().toExtend<Anthropic.Beta.Messages.BetaRawMessageStreamEvent>();
  expectTypeOf<TypesOf<Anthropic.Beta.Messages.BetaRawContentBlockDelta>>().toEqualTypeOf<Delta["type"]>();
  expectTypeOf<TypesOf<Anthropic.Beta.Messages.BetaRawMessageStreamEvent>>().toEqualTypeOf<MessageEvent["type"]>();
  expectTypeOf<Message["stop_reason"]>().toEqualTypeOf<Anthropic.Beta.Messages.BetaMessage["stop_reason"]>();
});

it("requests may hold whatever the SDK's types let a caller write", () => {
  expectTypeOf<Refused<Anthropic.ContentBlockParam, v.InferInput<typeof StableContent>>>().toBeNever();
  expectTypeOf<Refused<Anthropic.Beta.Messages.BetaContentBlockParam, v.InferInput<typeof BetaContent>>>().toBeNever();
  expectTypeOf<Refused<Anthropic.ToolUnion, v.InferInput<typeof StableTools>[number]>>().toBeNever();
  expectTypeOf<Refused<Anthropic.Beta.Messages.BetaToolUnion, v.InferInput<typeof BetaTools>[number]>>().toBeNever();
});

it("requests may hold the blocks of responses, which clients send back as they came", () => {
  expectTypeOf<Refused<Anthropic.ContentBlock, v.InferInput<typeof StableContent>>>().toBeNever();
  expectTypeOf<Refused<BetaBlock, v.InferInput<typeof BetaContent>>>().toBeNever();
});

it("every parameter of the SDK's is known", () => {
  // Sent as headers by the SDK.
  type InHeaders = "betas" | "user_profile_id" | "workspace_id";
  const known = (name: keyof MessagesParams): string => name;
  const stable = (name: Exclude<keyof Anthropic.MessageCreateParamsNonStreaming, InHeaders>): string => known(name);
  const beta = (name: Exclude<keyof Anthropic.Beta.Messages.MessageCreateParamsNonStreaming, InHeaders>): string => known(name);
  expect([stable("model"), beta("thread")]).toEqual(["model", "thread"]);
});
