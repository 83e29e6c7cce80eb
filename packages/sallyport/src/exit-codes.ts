/** The exit codes of every command, in one table: the help, the README and the code read it from here. */

/** What a command ends with. */
export const EXIT = { passed: 0, stopped: 1, unknown: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, by command. A code that a command can't end with is an empty text. */
export const EXIT_TABLE: readonly { readonly command: string; readonly means: Readonly<Record<ExitCode, string>> }[] = [
  {
    command: "check",
    means: { 0: "may pass (with flags or redactions, where the report says so)", 1: "the policy stops it", 2: "could not tell" },
  },
  {
    command: "policy check",
    means: { 0: "the policy is in order", 1: "the policy has errors", 2: "the file could not be read" },
  },
  {
    command: "doctor",
    means: {
      0: "every point passed, was vouched for, or doesn't apply",
      1: "a point failed",
      2: "a point could not be told; the folder could not be read",
    },
  },
  {
    command: "tools",
    means: {
      0: "every call may go; every definition is as it is pinned; written",
      1: "a call would be asked about or stopped; a definition is not as it is pinned",
      2: "a file could not be read",
    },
  },
  { command: "eval", means: { 0: "measured", 1: "", 2: "a row or a file could not be read" } },
  {
    command: "keys",
    means: { 0: "done, nothing is due", 1: "something is left to do, and was said", 2: "could not be done; nothing has changed" },
  },
  { command: "virtual-keys", means: { 0: "done", 1: "no such key", 2: "could not be done" } },
  { command: "gateway, sandbox", means: { 0: "ended when asked to", 1: "", 2: "could not start" } },
  { command: "tour", means: { 0: "all went as promised", 1: "an exchange went otherwise", 2: "could not start" } },
  { command: "any", means: { 0: "", 1: "", 2: "unknown command or option, bad value, unexpected error" } },
];

/** Lines for the help of one command, or of all of them. */
export function exitCodeHelp(command?: string): string {
  const rows = EXIT_TABLE.filter(
    (row) => command === undefined || row.command.split(", ").includes(command) || row.command === "any",
  );
  return ["Exit codes:", ...rows.flatMap((row) => helpLines(row, command === undefined))].join("\n");
}

function helpLines(row: (typeof EXIT_TABLE)[number], named: boolean): readonly string[] {
  const codes = Object.values(EXIT).filter((code) => row.means[code] !== "");
  return codes.map((code) => `  ${named ? row.command.padEnd(18) : ""}${code}  ${row.means[code]}`);
}

/** The same table for the README, in Markdown. */
export function exitCodeMarkdown(): string {
  const rows = EXIT_TABLE.map((row) => `| \`${row.command}\` | ${row.means[0]} | ${row.means[1]} | ${row.means[2]} |`);
  return ["| command | 0 | 1 | 2 |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
