/** Text in columns. */
import { widthOf, pad } from "./style.js";

/** Breaks a plain text at spaces, and a word longer than the width anywhere. Line breaks in it stay. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ").flatMap((long) => pieces(long, width))) {
    if (current !== "" && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

function pieces(word: string, width: number): readonly string[] {
  const points = Array.from(word);
  if (points.length <= width) return [word];
  return Array.from({ length: Math.ceil(points.length / width) }, (_, index) =>
    points.slice(index * width, (index + 1) * width).join(""),
  );
}

/** Two blocks of lines side by side. The left one is filled up to `width`; lines may be colored. */
export function sideBySide(left: readonly string[], right: readonly string[], width: number, between: string): readonly string[] {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, index) =>
    `${pad(left[index] ?? "", width)}${between}${right[index] ?? ""}`.trimEnd(),
  );
}
