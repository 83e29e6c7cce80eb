/** How the tour looks: each exchange twice, side by side, without the gate and with it. */
import { pad, widthOf, type Style } from "../terminal/style.js";
import { sideBySide, wrap } from "../terminal/wrap.js";

export interface Scene {
  readonly number: number;
  readonly title: string;
  /** Who says what before the model answers. */
  readonly said: readonly { readonly who: string; readonly text: string }[];
  readonly without: Side;
  readonly with: Side;
}

/** One of the two runs. */
export interface Side {
  /** What reached the model of what the app sent, or `null` where nothing did. */
  readonly toClaude: string | null;
  /** What came back to the app. */
  readonly toApp: string;
  readonly result: { readonly tone: Tone; readonly text: string };
}

type Tone = "good" | "bad" | "plain";

/** Words of a scene that the eye should find: kept in one piece, and colored. */
export type Highlights = readonly { readonly text: string; readonly tone: Tone }[];

const MARGIN = 3;
const GAP = 3;
const LABEL = 12;

export function renderScene(scene: Scene, highlights: Highlights, columns: number, style: Style): string {
  const width = Math.floor((columns - MARGIN - GAP) / 2);
  const paragraph = (label: string, text: string, into: number): readonly string[] =>
    labeled(style.dim(label), text, into, highlights, style);
  const ways = ({ toClaude, toApp }: Side): readonly string[] => [
    ...paragraph("to Claude", toClaude ?? "nothing", width),
    ...paragraph("to the app", toApp, width),
  ];
  const result = ({ result: { tone, text } }: Side): readonly string[] =>
    wrap(text, width - 2).map((line, index) => colored(tone, style)(`${index === 0 ? MARKS[tone] : " "} ${line}`));
  const beside = (left: readonly string[], right: readonly string[]): readonly string[] =>
    sideBySide(left, right, width, style.dim(" │ "));
  const said = scene.said.flatMap(({ who, text }) => paragraph(who, text, columns - MARGIN));
  const sides = [
    ...beside([style.bold("without the gate"), ""], [style.bold("with the gate"), ""]),
    ...beside([...ways(scene.without), ""], [...ways(scene.with), ""]),
    ...beside(result(scene.without), result(scene.with)),
  ];
  const lines = [...said, "", ...sides].map((line) => (line === "" ? "" : " ".repeat(MARGIN) + line));
  return [heading(scene, columns, style), "", ...lines, ""].join("\n");
}

const MARKS = { good: "✓", bad: "✗", plain: "·" } as const satisfies Record<Tone, string>;

function heading({ number, title }: Scene, columns: number, style: Style): string {
  const words = ` ${number}  ${title} `;
  return `${style.dim("──")}${style.bold(words)}${style.dim("─".repeat(Math.max(0, columns - 2 - widthOf(words))))}`;
}

function labeled(label: string, text: string, width: number, highlights: Highlights, style: Style): readonly string[] {
  const whole = highlights.reduce((result, { text: word }) => result.replaceAll(word, word.replaceAll(" ", NO_BREAK)), text);
  const lines = wrap(whole, width - LABEL).map((line) => highlighted(line, highlights, style));
  return lines.map((line, index) => `${pad(index === 0 ? label : "", LABEL)}${line}`);
}

/** Stands for a space that `wrap` may not break at. */
const NO_BREAK = "\u00a0";

function highlighted(line: string, highlights: Highlights, style: Style): string {
  return highlights.reduce(
    (result, { text, tone }) => result.replaceAll(text.replaceAll(" ", NO_BREAK), colored(tone, style)(text)),
    line,
  );
}

function colored(tone: Tone, style: Style): (text: string) => string {
  switch (tone) {
    case "good":
      return style.green;
    case "bad":
      return style.red;
    case "plain":
      return style.dim;
  }
}
