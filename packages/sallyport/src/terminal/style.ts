/** Colors of the terminal, or none. */

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const same = (text: string): string => text;
const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

export const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };
export const styled: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  cyan: sgr(36, 39),
};

/** Width of a text on the screen: its characters without the color codes. Wide scripts are not our own texts' concern. */
export function widthOf(text: string): number {
  return Array.from(text.replace(/\u001b\[\d+m/g, "")).length;
}

/** Fills a text up to a width, at the side given. */
export function pad(text: string, width: number, side: "left" | "right" = "right"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "right" ? text + space : space + text;
}
