/** How the tour looks: each exchange twice, side by side, without the gate and with it. */
import { pad, type Style } from "../terminal/style.js";
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
  /** What reached the model of what the app sent, or `undefined` where nothing did. */
  readonly toClaude: string | undefined;
  /** What came back to the app. */
  readonly toApp: string;
  readonly result: { readonly tone: "good" | "bad" | "plain"; readonly text: string };
}

const MARGIN = "   ";
const BETWEEN = "   ";

export function renderScene(scene: Scene, columns: number, style: Style): string {
  const width = Math.floor((columns - MARGIN.length - BETWEEN.length) / 2);
  const whole = columns - MARGIN.length;
  const said = scene.said.flatMap(({ who, text }) => labelled(style.dim(who), 10, text, whole));
  const sides = sideBySide(
    renderSide("without the gate", scene.without, width, style),
    renderSide("with the gate", scene.with, width, style),
    width,
    BETWEEN,
  );
  const lines = [...said, "", ...sides].map((line) => `${MARGIN}${line}`.trimEnd());
  return `${style.cyan(style.bold(String(scene.number)))}  ${style.bold(scene.title)}\n\n${lines.join("\n")}\n`;
}

function renderSide(title: string, side: Side, width: number, style: Style): readonly string[] {
  const toClaude = side.toClaude ?? "nothing";
  return [
    style.bold(title),
    style.dim("─".repeat(width)),
    ...labelled(style.dim("to Claude"), 11, toClaude, width),
    ...labelled(style.dim("to the app"), 11, side.toApp, width),
    "",
    ...wrap(side.result.text, width - 2).map(
      (line, index) => `${index === 0 ? mark(side, style) : " "} ${tone(side, style)(line)}`,
    ),
  ];
}

function labelled(label: string, indent: number, text: string, width: number): readonly string[] {
  return wrap(text, width - indent).map((line, index) => `${pad(index === 0 ? label : "", indent)}${line}`);
}

function mark(side: Side, style: Style): string {
  switch (side.result.tone) {
    case "good":
      return style.green("✓");
    case "bad":
      return style.red("✗");
    case "plain":
      return style.dim("·");
  }
}

function tone(side: Side, style: Style): (text: string) => string {
  switch (side.result.tone) {
    case "good":
      return style.green;
    case "bad":
      return style.red;
    case "plain":
      return style.dim;
  }
}
