/** Why a call goes or not, for a person: the call, each argument with its origin, and what stands against it. */
import type { CallReport, ReportedArgument } from "@sallyport/guard";
import type { Style } from "../terminal/style.js";

export interface ExplainedTurn {
  readonly path: string;
  readonly calls: readonly CallReport[];
}

export function explanation(turns: readonly ExplainedTurn[], style: Style): string {
  const parts = turns.flatMap(({ path, calls }) => calls.map((call) => callText(path, call, style)));
  return parts.length === 0 ? "there is no tool call in it\n" : `${parts.join("\n\n")}\n`;
}

function callText(
  path: string,
  { tool, effect, action, path: place, arguments: args, questions }: CallReport,
  style: Style,
): string {
  return [
    `${style.bold(tool)} (${effect}) at ${path}.${place}: ${action === "allow" ? style.green(action) : style.yellow(action)}`,
    ...args.flatMap((argument) => argumentLines(argument, style)),
    ...questions.map((question) => `  ${style.yellow("?")} ${question}`),
  ].join("\n");
}

function argumentLines({ path, role, value, from, question }: ReportedArgument, style: Style): readonly string[] {
  const origin =
    role === "content" || role === "time" || role === "option" ? `(${role}, not traced)` : `(${role}) came from ${from}`;
  return [
    `  argument \`${path}\` = ${value} ${style.dim(origin)}`,
    ...(question === undefined ? [] : [`    ${style.yellow("?")} ${question}`]),
  ];
}
