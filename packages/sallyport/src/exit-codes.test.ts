import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXIT, EXIT_TABLE, exitCodeHelp, exitCodeMarkdown } from "./exit-codes.js";
import { createProgram } from "./program.js";
import { createTerminal } from "./terminal/terminal.js";

const silent = createTerminal({ stdout: { write: () => true }, stderr: { write: () => true }, env: {} });

describe("the table of exit codes", () => {
  it("is the README's", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const cells = (markdown: string) => markdown.replace(/ *\| */g, "|").replace(/-+/g, "-");
    expect(cells(readme)).toContain(cells(exitCodeMarkdown()));
  });

  it("knows every command, and no other", () => {
    const program = createProgram({ terminal: silent, end: () => undefined }, false);
    const commands = program.commands.map((command) => command.name());
    const named = EXIT_TABLE.flatMap(({ command }) => command.split(", "));
    for (const command of commands) expect(named.some((name) => name === command || name.startsWith(`${command} `))).toBe(true);
    for (const name of named) expect(["any", ...commands]).toContain(name.split(" ")[0]);
  });

  it("is in the help, one command at a time", () => {
    expect(EXIT).toEqual({ passed: 0, stopped: 1, unknown: 2 });
    expect(exitCodeHelp("check")).toContain("2  could not tell");
  });
});
