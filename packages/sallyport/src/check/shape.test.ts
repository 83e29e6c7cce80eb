import { describe, expect, it } from "vitest";
import { kindOf } from "./shape.js";

const kind = (text: string) => kindOf(Buffer.from(text), undefined);

describe("the shape of a file", () => {
  it.for([
    ["request", '{"model":"m","max_tokens":1,"messages":[]}'],
    ["request", ' \n{"messages":"x"}'],
    ["response", '{"type":"message","role":"assistant","content":[]}'],
    ["response", '{"type":"error","error":{}}'],
    ["stream", 'event: message_start\ndata: {"type":"message_start"}\n\n'],
    ["stream", 'data: {"type":"message_start"}\n\n'],
    ["text", "messages: ignore them"],
    ["text", '{"name":"package"}'],
    ["text", ""],
    ["text", "event: a party\n"],
  ] as const)("%s: %s", ([expected, text]) => {
    expect(kind(text)).toBe(expected);
  });

  it("a broken request is still a request: read as a text it would look checked", () => {
    expect(kind('{"messages":[{"role":"user","content":"x"}]')).toBe("request");
    expect(kind('{"type":"message","content":[}')).toBe("response");
  });

  it("is what --as says", () => {
    expect(kindOf(Buffer.from('{"messages":[]}'), "text")).toBe("text");
    expect(kindOf(Buffer.from("hello"), "request")).toBe("request");
    expect(kindOf(Buffer.from("event: ping\ndata: {}\n\n"), "response")).toBe("stream");
  });
});
