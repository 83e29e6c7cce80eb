/** Marks a request's third-party text as data, where the policy says so, and tells the system prompt what the marks mean. */
import type { Insertion } from "../exchange/edit.js";
import type { Edit, RequestReading } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import { MARKINGS } from "../prompts/marking.js";
import { placeOf, type Engine } from "./engine.js";
import { isSystemPrompt } from "./roles.js";

export interface RequestMarks {
  /** The edits that mark a segment, beside those that redact it. */
  of(segment: Segment, redactions: readonly Edit[]): readonly Edit[];
  /**
   * What tells the system prompt of the marks. Also where no text is marked yet: a system prompt that changes in mid-conversation breaks what
   * is bound to it.
   */
  readonly told: Edit | Insertion | "nowhere";
}

export function createRequestMarks(engine: Engine, request: RequestReading): RequestMarks | undefined {
  const { policy } = engine;
  const markings = MARKINGS.filter((marking) => Object.values(policy.marking).includes(marking));
  if (policy.mode === "monitor" || markings.length === 0) return undefined;
  const marks = engine.marksFor(conversationOf(request));
  return {
    of(segment, redactions) {
      const { origin, trust } = placeOf(policy, segment);
      const marking = policy.marking[origin];
      // What is cited, signed or named keeps its characters; what stands in the assistant's turn, the API has seen.
      const canBe = trust === "third-party" && segment.editing === "free" && segment.role === "user" && segment.text !== "";
      if (marking === undefined || !canBe) return [];
      return marks
        .edits(segment.text, marking, origin)
        .filter(({ start, end }) => !redactions.some((redaction) => start < redaction.end && end > redaction.start))
        .map((edit) => ({ ...edit, segment }));
    },
    told: tell(request, marks.clause(markings)),
  };
}

function tell({ segments, system, bodyStart }: RequestReading, clause: string): RequestMarks["told"] {
  const prompt = segments.findLast(isSystemPrompt);
  if (prompt !== undefined) {
    const end = prompt.text.length;
    return { segment: prompt, start: end, end, replacement: `\n\n${clause}` };
  }
  switch (system) {
    case "absent":
      return { at: bodyStart, text: `"system":${JSON.stringify(clause)},` };
    case "other":
      return "nowhere";
    default:
      return { at: system.endsAt, text: `${system.empty ? "" : ","}${JSON.stringify({ type: "text", text: clause })}` };
  }
}

/** What a conversation begins with is the same in all of its requests. */
function conversationOf({ segments }: RequestReading): string {
  return segments
    .filter(({ path }) => path.startsWith("messages[0]"))
    .map(({ text }) => text)
    .join("\n");
}
