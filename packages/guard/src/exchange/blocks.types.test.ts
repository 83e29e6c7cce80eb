/**
 * The table of blocks against the types of the official SDK: a block, field, event, delta, citation, source, tool or parameter that has no
 * place in the table is a type error here, and the error names it. Checked by `tsc`; at run time there is nothing to see.
 */
import type * as stable from "@anthropic-ai/sdk/resources/messages/messages";
import type * as beta from "@anthropic-ai/sdk/resources/beta/messages/messages";
import { describe, expectTypeOf, it } from "vitest";
import type { BLOCK, BLOCKS, CITATION, SOURCE } from "./blocks.js";
import type { DELTA, EVENT, MESSAGE } from "./message.js";
import type { MESSAGE_PARAM, PARAMETERS } from "./parameters.js";
import type {
  AnyJson,
  Content,
  Dictionary,
  Either,
  Flag,
  List,
  StringPlace,
  Struct,
  Union,
  Within,
  Word,
  Wrapped,
} from "./places.js";
import type { TOOL } from "./tools.js";

/** Paths of what the SDK's type `T` may hold and the place `P` doesn't take; `never` if all of it is placed. */
type Unplaced<T, P, Path extends string = ""> = T extends null | undefined | number | boolean
  ? never // holds no text
  : P extends AnyJson
    ? never
    : P extends Word<infer Words>
      ? T extends Words
        ? never
        : Path
      : P extends StringPlace
        ? T extends string
          ? never
          : Path
        : P extends Flag
          ? Path
          : P extends Content
            ? UnplacedContent<T, Path>
            : P extends List<infer Item>
              ? T extends readonly (infer Element)[]
                ? Unplaced<Element, Item, `${Path}[]`>
                : Path
              : P extends Dictionary<infer Value>
                ? Unplaced<T[keyof T], Value, `${Path}{}`>
                : P extends Struct<infer Fields>
                  ? UnplacedFields<T, Fields, Path>
                  : P extends Union<infer Variants>
                    ? UnplacedVariant<T, Variants, P["by"], Path>
                    : P extends Either<infer OfString, infer OfArray, infer OfObject>
                      ? Unplaced<T, T extends string ? OfString : T extends readonly unknown[] ? OfArray : OfObject, Path>
                      : P extends Within<infer Inner> | Wrapped<infer Inner>
                        ? Unplaced<T, Inner, Path>
                        : Path;

type UnplacedContent<T, Path extends string> = T extends string
  ? never
  : T extends readonly (infer Block)[]
    ? UnplacedVariant<Block, typeof BLOCKS, "type", `${Path}[]`>
    : UnplacedVariant<T, typeof BLOCKS, "type", Path>;

type UnplacedFields<T, Fields, Path extends string> = {
  [Name in keyof T & string]: string extends Name
    ? never // the SDK's way to say "and whatever may come": what comes is unknown then
    : Name extends keyof Fields
      ? Unplaced<T[Name], Fields[Name], `${Path}.${Name}`>
      : `${Path}.${Name}`;
}[keyof T & string];

type UnplacedVariant<T, Variants, By extends string, Path extends string> = T extends { readonly [by in By]?: infer Kind }
  ? UnplacedKind<T, Kind, Variants, By, Path>
  : `${Path}.custom` extends `${Path}.${keyof Variants & string}`
    ? UnplacedKind<T, "custom", Variants, By, Path>
    : Path;

type UnplacedKind<T, Kind, Variants, By extends string, Path extends string> = Kind extends null | undefined
  ? never
  : Kind extends keyof Variants & string
    ? Variants[Kind] extends { readonly fields: infer Fields }
      ? UnplacedFields<Omit<T, By>, Fields, `${Path}.${Kind}`>
      : never
    : `${Path}.${Kind & string}`;

/** Where something is missing, the compiler's message names it: `Type '".text.aside"' does not satisfy the constraint 'never'`. */
type Placed<Missing extends never> = Missing;

/** Parameters that the SDK sends as headers. */
type AsHeaders = "betas" | "user_profile_id" | "workspace_id";
type Body<Params> = Omit<Params, AsHeaders>;

describe("every channel: whatever the official SDK can send or get has a place in the table", () => {
  it("content blocks of requests", () => {
    expectTypeOf<Placed<Unplaced<stable.ContentBlockParam, typeof BLOCK>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaContentBlockParam, typeof BLOCK>>>().toBeNever();
  });

  it("content blocks of responses", () => {
    expectTypeOf<Placed<Unplaced<stable.ContentBlock, typeof BLOCK>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaContentBlock, typeof BLOCK>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<stable.ToolsetToolUseBlock | beta.BetaToolsetToolUseBlock, typeof BLOCK>>>().toBeNever();
  });

  it("blocks in tool results, citations and sources", () => {
    type InResult<Result extends { content?: unknown }> = Exclude<Result["content"], string | undefined>;
    expectTypeOf<Placed<UnplacedContent<InResult<stable.ToolResultBlockParam>, "">>>().toBeNever();
    expectTypeOf<Placed<UnplacedContent<InResult<beta.BetaToolResultBlockParam>, "">>>().toBeNever();
    expectTypeOf<Placed<Unplaced<stable.TextCitation | stable.TextCitationParam, typeof CITATION>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaTextCitation | beta.BetaTextCitationParam, typeof CITATION>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<stable.DocumentBlockParam["source"], typeof SOURCE>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaRequestDocumentBlock["source"], typeof SOURCE>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaImageBlockParam["source"], typeof SOURCE>>>().toBeNever();
  });

  it("tools, those of mid-conversation included", () => {
    expectTypeOf<Placed<Unplaced<stable.ToolUnion, typeof TOOL>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaToolUnion | beta.BetaResponseToolUnion, typeof TOOL>>>().toBeNever();
  });

  it("messages of every role", () => {
    expectTypeOf<Placed<Unplaced<stable.MessageParam, typeof MESSAGE_PARAM>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaMessageParam, typeof MESSAGE_PARAM>>>().toBeNever();
  });

  it("parameters of requests and of token counts", () => {
    expectTypeOf<Placed<UnplacedFields<Body<stable.MessageCreateParamsBase>, typeof PARAMETERS, "">>>().toBeNever();
    expectTypeOf<Placed<UnplacedFields<Body<stable.MessageCountTokensParams>, typeof PARAMETERS, "">>>().toBeNever();
    expectTypeOf<Placed<UnplacedFields<Body<beta.MessageCreateParamsBase>, typeof PARAMETERS, "">>>().toBeNever();
    expectTypeOf<Placed<UnplacedFields<Body<beta.MessageCountTokensParams>, typeof PARAMETERS, "">>>().toBeNever();
  });

  it("the response message", () => {
    expectTypeOf<Placed<UnplacedFields<stable.Message, typeof MESSAGE, "">>>().toBeNever();
    expectTypeOf<Placed<UnplacedFields<beta.BetaMessage, typeof MESSAGE, "">>>().toBeNever();
  });

  it("stream events and deltas", () => {
    expectTypeOf<Placed<Unplaced<stable.RawMessageStreamEvent, typeof EVENT>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaRawMessageStreamEvent, typeof EVENT>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<stable.RawContentBlockDelta, typeof DELTA>>>().toBeNever();
    expectTypeOf<Placed<Unplaced<beta.BetaRawContentBlockDelta, typeof DELTA>>>().toBeNever();
  });
});

describe("the check can fail", () => {
  it("on a new kind, a new field, text where the table expects none, and a new word", () => {
    expectTypeOf<Unplaced<{ type: "hologram"; text: string }, typeof BLOCK>>().toEqualTypeOf<".hologram">();
    expectTypeOf<Unplaced<{ type: "text"; text: string; aside?: string }, typeof BLOCK>>().toEqualTypeOf<".text.aside">();
    expectTypeOf<
      Unplaced<{ type: "tool_result"; is_error?: boolean | string }, typeof BLOCK>
    >().toEqualTypeOf<".tool_result.is_error">();
    expectTypeOf<
      Unplaced<{ type: "image"; source: { type: "tape"; reel: string } }, typeof BLOCK>
    >().toEqualTypeOf<".image.source.tape">();
    expectTypeOf<
      Unplaced<{ type: "tool_result"; content: { type: "text"; text: string; extra: { deep: string } }[] }, typeof BLOCK>
    >().toEqualTypeOf<".tool_result.content[].text.extra">();
    expectTypeOf<
      UnplacedFields<{ model: string; speed: "standard" | "slow" }, typeof PARAMETERS, "">
    >().toEqualTypeOf<".speed">();
    expectTypeOf<Unplaced<{ role: "critic"; content: string }, typeof MESSAGE_PARAM>>().toEqualTypeOf<".critic">();
    expectTypeOf<Unplaced<{ name: string; type: "oracle_20270101" }, typeof TOOL>>().toEqualTypeOf<".oracle_20270101">();
  });
});
