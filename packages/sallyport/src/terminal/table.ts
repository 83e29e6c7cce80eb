/** Tables of plain text: columns as wide as their longest cell, numbers to the right. */
import { pad, widthOf } from "./style.js";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Lines of a table; no line ends in spaces. Cells must be `printable`. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], title: (text: string) => string): string {
  const widths = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ""))));
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? "", widths[index] ?? 0, column.align === "right" ? "left" : "right"))
      .join("  ")
      .trimEnd();
  return [title(line(columns.map((column) => column.title))), ...rows.map(line)].join("\n");
}
