/**
 * Values as SQLite literals, for statements that can't have parameters. SQLite's rule is short (https://sqlite.org/lang_expr.html, "Literal
 * Values"): within quotes only the quote itself must be doubled, there are no escapes. A text with a NUL would end the statement, so it goes
 * as a blob of its bytes.
 */
export function sqlLiteral(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "boolean":
      return value ? "1" : "0";
    case "string":
      return textLiteral(value);
    case "object":
      return value === null ? "null" : textLiteral(JSON.stringify(value));
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      return "null";
  }
}

function textLiteral(text: string): string {
  if (text.includes("\0")) return `cast(x'${Buffer.from(text).toString("hex")}' as text)`;
  return `'${text.includes("'") ? text.replaceAll("'", "''") : text}'`;
}
