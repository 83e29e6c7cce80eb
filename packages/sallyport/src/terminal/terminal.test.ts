import { describe, expect, it } from "vitest";
import { createTerminal, printable } from "./terminal.js";

function terminalOf(isTTY: boolean, env: Readonly<Record<string, string>> = {}) {
  const output = { stdout: "", stderr: "" };
  const terminal = createTerminal({
    stdout: { write: (text) => (output.stdout += text), isTTY, columns: 240 },
    stderr: { write: (text) => (output.stderr += text), isTTY },
    env,
  });
  return { terminal, output };
}

describe("the terminal", () => {
  it("colors only where a person looks on and didn't say no", () => {
    const colored = (isTTY: boolean, env?: Readonly<Record<string, string>>) =>
      terminalOf(isTTY, env).terminal.out.red("x") !== "x";
    expect([colored(true), colored(false), colored(true, { NO_COLOR: "1" }), colored(true, { TERM: "dumb" })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(colored(true, { NO_COLOR: "" })).toBe(true); // as no-color.org has it: set and not empty
  });

  it("keeps data and talk apart", () => {
    const { terminal, output } = terminalOf(false);
    terminal.data("result\n");
    terminal.talk("by the way");
    terminal.error("it broke", "mend it");
    expect(output).toEqual({ stdout: "result\n", stderr: "by the way\nerror: it broke\nhint: mend it\n" });
  });

  it("is never wider than 100 columns", () => {
    expect(terminalOf(true).terminal.columns).toBe(100);
  });
});

describe("text from outside", () => {
  it("can't move the cursor, hide itself or run backwards", () => {
    expect(printable("a\u001b[2Kb\r\nc\u202ed\u200be\u009bf")).toBe("a·[2Kb··c·d·e·f");
  });

  it("ends somewhere", () => {
    expect(printable("x".repeat(100), 5)).toBe("xxxx…");
  });
});
