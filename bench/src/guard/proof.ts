/** Before anything is timed: the texts are what they are taken for, and the guard does on them what it is there for. */
import assert from "node:assert/strict";
import type { Guard } from "@sallyport/guard";
import { createAnswer, textOf } from "../fixtures/answer.js";
import { createConversation, SHAPES } from "../fixtures/conversation.js";
import { plantedAccessKeyId, plantedKey, plantedNumber, plantedOrder } from "../fixtures/plants.js";

const OF_ANSWERS = new Set(["leakage", "exits", "output"]);

/** @throws AssertionError if a planted value is missed, a clean text is touched, or a text is not read. */
export function proveRequests(guard: Guard): void {
  for (const [index, shape] of SHAPES.entries()) {
    const seed = 900 + index;
    const clean = createConversation(shape, seed).body();
    assert.ok(Math.abs(clean.length / shape.bytes - 1) < 0.15, `${shape.name} has ${clean.length} bytes`);
    const passed = guard.request(clean);
    assert.ok(passed.kind === "pass", `${shape.name} was stopped`);
    assert.ok(passed.body === clean, "what nobody touched is not the very same bytes");
    // Addresses in logs and mails are put on record.
    assert.ok(["allowed", "flagged"].includes(passed.verdict.outcome), `${shape.name} is ${passed.verdict.outcome}`);
    // Nearly all of the body is text that is read: the rest is punctuation, escapes and names.
    const read = passed.verdict.coverage.read.reduce((sum, { chars }) => sum + chars, 0);
    assert.ok(read > clean.toString().length * 0.7, `only ${read} characters of ${clean.length} bytes were read`);
    // All but what looks at answers alone, and what a policy has to name.
    const asked = guard.detectors.filter(({ family, onlyByName }) => !OF_ANSWERS.has(family) && onlyByName !== true);
    const ran = new Set(passed.verdict.coverage.detectors.ran);
    assert.deepEqual(
      asked.filter(({ id }) => !ran.has(id)),
      [],
    );

    const [key, number] = [plantedKey(seed), plantedNumber(seed)];
    const planted = createConversation(shape, seed, { user: key.text, toolResult: number.text }).body();
    const redacted = guard.request(planted);
    assert.ok(redacted.kind === "pass" && redacted.edited, shape.name);
    const found = new Set(redacted.verdict.findings.map(({ detector }) => detector));
    assert.ok(found.has(key.detector) && found.has(number.detector), `${shape.name}: a planted value was missed`);
    const sent = Buffer.from(redacted.body).toString();
    assert.ok(!sent.includes(key.value) && !sent.includes(number.value), "a planted value passed");
    JSON.parse(sent);

    const order = plantedOrder();
    const stopped = guard.request(createConversation(shape, seed, { toolResult: order.text }).body());
    assert.equal(stopped.kind, "stop", shape.name);
    assert.ok(stopped.verdict.findings.some(({ detector }) => detector === order.detector));
  }
}

/** @throws AssertionError if a planted value passes in any number of pieces, or a clean answer is touched. */
export function proveStreams(guard: Guard): void {
  const { value } = plantedAccessKeyId(7);
  for (const deltaChars of [1, 5, 12, 200]) {
    const clean = createAnswer(5, { chars: 4_096, deltaChars });
    assert.equal(textOf(through(guard, clean.frames)), clean.text);
    const planted = createAnswer(6, { chars: 4_096, deltaChars, planted: `Use ${value} for now.` });
    const text = textOf(through(guard, planted.frames));
    assert.ok(planted.text.includes(value) && !text.includes(value), "a planted value passed");
    assert.ok(text.includes("for now."));
  }
}

/** The client's side of a stream that came event by event. */
function through(guard: Guard, frames: readonly Buffer[]): string {
  const stream = guard.stream();
  const out = frames.map((frame) => stream.push(frame));
  return Buffer.concat([...out, stream.end()]).toString();
}
