/**
 * A judged call for a person: what would go where, what each value is for and where it came from, in words. It holds the values, so it is for
 * the one who decides, and for no record. Rendered safely: what can't be seen is written out, and the destinations come first.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Effect, Role } from "../policy/tools-schema.js";
import { visible as shown } from "../text/visible.js";
import type { CallJudgment, Problem, Question, Traced } from "./judge-call.js";
import type { Standing } from "./context.js";
import type { Origin, Standpoint } from "./origin.js";

export interface ReportedArgument {
  /** `recipients[0]`. */
  readonly path: string;
  readonly role: Role;
  /** Safe to show: one line, nothing hidden, at most a few hundred characters. */
  readonly value: string;
  /** Where the value came from: `the user's own words`, `third-party text in messages[4], tool read_file, line 12`. */
  readonly from: string;
  /** Why a person is asked about it; `undefined` where it is in order. */
  readonly question: string | undefined;
}

export interface CallReport {
  /** Stands for this tool with these arguments at this place of an answer to this conversation, and for no other call. */
  readonly id: string;
  readonly tool: string;
  readonly effect: Effect;
  readonly action: CallJudgment["action"];
  /** Where the call stands in the response. */
  readonly path: string;
  /** Destinations first. */
  readonly arguments: readonly ReportedArgument[];
  /** Questions about the call as a whole. */
  readonly questions: readonly string[];
}

/** What approvals are bound to. */
export interface CallIdentity {
  readonly conversation: string;
  readonly input: string;
}

export function reportCall(judgment: CallJudgment, path: string, { conversation, input }: CallIdentity): CallReport {
  const { tool, effect, action, questions } = judgment;
  const digest = sha256(utf8ToBytes(JSON.stringify([tool, path, input, conversation])));
  return {
    id: `call_${bytesToHex(digest).slice(0, 32)}`,
    tool: visible(tool),
    effect,
    action,
    path,
    arguments: [...judgment.traced]
      .sort((a, b) => RANK[a.role] - RANK[b.role])
      .map((traced) => reportArgument(traced, questions)),
    questions: questions.filter(({ argument }) => argument === undefined).map(({ problem }) => WHY[problem]),
  };
}

const RANK: Readonly<Record<Role, number>> = {
  destination: 0,
  url: 1,
  command: 2,
  selector: 3,
  setting: 4,
  amount: 5,
  label: 6,
  content: 7,
  time: 8,
  option: 9,
};

function reportArgument({ argument, role, origin }: Traced, questions: readonly Question[]): ReportedArgument {
  const question = questions.find((one) => one.argument === argument);
  const untraced = questions.some(({ problem }) => problem === "too-large");
  const part = question?.part === undefined ? "" : ` (${visible(question.part, 120)})`;
  return {
    path: visible(argument.path, 120),
    role,
    value: visible(argument.value),
    from: untraced ? "not traced" : fromText(role, origin, question?.standpoint),
    question: question === undefined ? undefined : `${WHY[question.problem]}${part}`,
  };
}

function fromText(role: Role, origin: Origin | undefined, standpoint: Standpoint | undefined): string {
  if (origin !== undefined) return originText(origin);
  if (standpoint !== undefined) return standpointText(standpoint);
  switch (role) {
    case "label":
    case "url":
    case "command":
      return "the user's own words, or the policy";
    case "amount":
      return "numbers of the user's or of records";
    case "content":
    case "time":
    case "option":
      return "not traced";
    case "destination":
    case "selector":
    case "setting":
      // Judged without a question: before any third party's words there is nothing to prove.
      return "no third party has spoken yet";
  }
}

/** For people; no value in any of them. */
const WHY: Readonly<Record<Problem, string>> = {
  "no-origin": "nobody who may decide it named this value",
  link: "it holds a link that the user didn't give",
  amount: "nobody named this amount",
  "above-max": "it is above the policy's limit",
  command: "no rule covers this part of the command",
  "not-asked-for": "the user didn't ask for what this tool does",
  "no-anchor": "nothing in it was named by the user",
  private: "private data could leave for a place that the policy doesn't name",
  "hidden-value":
    "it holds a value that is hidden from the model, and could leave for a place that neither the policy nor the user names",
  "after-refusal": "a call was refused or failed since the user last spoke",
  repeated: "the very same call was made since the user last spoke",
  "line-break": "a line break in it begins another header",
  "too-large": "it has more values than can be traced",
};

function originText(origin: Origin): string {
  switch (origin.kind) {
    case "user":
      return "the user's own words";
    case "operator":
      return "the system prompt";
    case "named":
      return "the policy's destinations";
    case "first-party":
      return `first-party data in ${standingText(origin)}`;
    case "named-record":
      return `a record that the user named, in ${standingText(origin)}`;
    case "searched-record":
      return `a record found by the user's own words, in ${standingText(origin)}`;
    case "extreme-record":
      return `the one record that the user described, in ${standingText(origin)}`;
  }
}

function standpointText(standpoint: Standpoint): string {
  switch (standpoint.kind) {
    case "nowhere":
      return "nowhere: it stands in nothing that the model has read";
    case "third-party":
      return `third-party text in ${standingText(standpoint)}${standpoint.form === "as it is" ? "" : `, ${standpoint.form}`}`;
  }
}

const standingText = ({ path, tool, line }: Standing): string =>
  [path, ...(tool === undefined ? [] : [`tool ${visible(tool, 80)}`]), ...(line === undefined ? [] : [`line ${line}`])].join(
    ", ",
  );

/** The text, safe to show. Letters that aren't ASCII stay; a mark behind them says so in addresses. */
function visible(text: string, max?: number): string {
  const foreign =
    /[^\x00-\x7f]/.test(text) && /^[^\s@]+@[^\s@]+$|^[a-z]+:\/\//i.test(text) ? " (with letters that only look like others)" : "";
  return shown(text, max) + foreign;
}
