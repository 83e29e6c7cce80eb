import { describe, expect, it } from "vitest";
import { report } from "./run.js";
import { madeUpKey } from "./secret.testkit.js";
import { createTerminal } from "./terminal/terminal.js";

function said(error: unknown, debug: boolean): string {
  let output = "";
  const streams = { write: (text: string) => (output += text) };
  report(error, createTerminal({ stdout: streams, stderr: streams, env: {} }), debug);
  return output;
}

describe("a crash", () => {
  const key = madeUpKey();
  // As `JSON.parse` does it, and as an attacker would who knows what a stack trace looks like.
  const error = new TypeError(`unexpected token in ${key}\n    at ${key} (file.js:1:1)`);

  it("tells the kind of error, never its message", () => {
    expect(said(error, false)).toContain("unexpected error: TypeError");
    expect(said(error, false)).not.toContain(key.slice(20, 40));
  });

  it("tells where in the code it was only if asked to, and not what stood in its message even then", () => {
    expect(said(error, false)).not.toContain("run.test.ts");
    expect(said(error, true)).toContain("run.test.ts");
    expect(said(error, true)).not.toContain(key.slice(20, 40));
  });

  it("says in words what the operating system says", () => {
    expect(said(Object.assign(new Error(key), { code: "ENOSPC" }), false)).toContain("the disk is full");
  });

  it("of something that is no error says nothing about it", () => {
    expect(said(key, true)).not.toContain(key.slice(20, 40));
  });
});
