/**
 * Line breaks that end a header and begin another: a subject of `Hello\r\nBcc: someone@else.example` sends a copy to somebody whom no argument
 * names. Read wherever a value may become a header; the text of a mail may have lines.
 * @see https://cwe.mitre.org/data/definitions/93.html CRLF injection
 */
import type { Effect, Role } from "../policy/tools-schema.js";
import type { Argument } from "./arguments.js";

/** Arguments that become one line of a message's head, by name. */
const HEAD_LINE =
  /(?:^|[_-])(?:subject|title|topic|to|cc|bcc|from|sender|recipients?|reply[_-]?to|e?mails?|address(?:es)?|names?|headers?)$|(?:[a-z](?:Subject|Title|To|Cc|Bcc|From|Sender|Recipients?|Address|Name|Headers?))$/i;
const LINE_BREAK = /[\r\n\u000b\u000c\u0085\u2028\u2029]\s*\S/;
/** A line like a header's, behind a line break. */
const HEADER_LINE = /[\r\n\u000b\u000c\u0085\u2028\u2029][ \t]*[A-Za-z][A-Za-z0-9-]{1,40}[ \t]*:/;
/** A whole message in one argument has a head of its own; whoever gets a blind copy stands in no answer that people see. */
const BLIND_COPY = /(?:^|[\r\n\u000b\u000c\u0085\u2028\u2029])[ \t]*(?:resent-)?bcc[ \t]*:/i;

export function injectsHeader({ name, value }: Argument, role: Role, effect: Effect): boolean {
  if (effect === "write" || role === "command") return false;
  if (HEAD_LINE.test(name)) return LINE_BREAK.test(value);
  return role === "content" ? BLIND_COPY.test(value) : HEADER_LINE.test(value);
}
