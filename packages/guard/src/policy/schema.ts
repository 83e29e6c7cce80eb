/**
 * The policy as an operator writes it: data, checked once at the edge. Unknown names are refused, since a typo in a security policy must
 * not read as "off". The same schema is published as JSON Schema (`policy.schema.json`), for editors and for checks in other languages.
 */
import * as v from "valibot";
import { MARKINGS } from "../prompts/marking.js";
import { SEVERITIES } from "../detectors/detector.js";
import { ORIGINS, TRUSTS } from "../exchange/segment.js";
import { MIN_REPEATED } from "../text/repetition.js";
import { ToolsSchema } from "./tools-schema.js";

/** What can come of an exchange, in order of strictness. `ask` belongs to tool calls: a person's yes, for exactly this call. */
export const ACTIONS = ["allow", "flag", "redact", "ask", "block"] as const;
export type Action = (typeof ACTIONS)[number];
/** The actions of a rule. */
export const RULE_ACTIONS = ["allow", "flag", "redact", "block"] as const satisfies readonly Action[];

/**
 * What stands in place of a redacted value, from what tells most of it to what tells least: its end (`••••4242`), a placeholder that is put back in
 * the answer, the mask of its detector (`[US SSN]`), or one notice in place of the whole text.
 */
export const STYLES = ["partial", "placeholder", "mask", "notice"] as const;
export type Style = (typeof STYLES)[number];

/** The policies that come with the package. */
export const PRESET_NAMES = ["monitor", "inspect", "balanced", "strict"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const Name = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be kebab-case: a-z, 0-9 and hyphens, at most 64 characters"),
);
const Count = v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(0, "must not be negative"));
const Confidence = v.pipe(v.number(), v.minValue(0, "must be from 0 to 1"), v.maxValue(1, "must be from 0 to 1"));
const FalsePositiveRate = v.pipe(
  v.string(),
  v.regex(/^(?:0\.0[1-9]\d?|0\.[1-9]\d{0,2}|[12](?:\.\d{1,2})?)%$/, "must be a rate from 0.01% to 2%, as in 0.1%"),
);
/** The share that a rate in percent stands for. */
export const rateOf = (percent: string): number => Number(percent.slice(0, -1)) / 100;
const ActionSchema = v.picklist(RULE_ACTIONS);
/** For what can't be read or checked: there is nothing to redact. */
const OpeningSchema = v.picklist(["allow", "flag", "block"]);
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.minLength(1, "must not be empty"));

const RuleSchema = v.strictObject({
  /** Ids of detectors, or names of families; `*` for all. */
  detectors: list(v.string()),
  /** Where; everywhere if left out. */
  origins: v.optional(list(v.picklist(ORIGINS))),
  /** Whose words; anybody's if left out. */
  trust: v.optional(list(v.picklist(TRUSTS))),
  /** Findings below this confidence are not for this rule. */
  confidence: v.optional(Confidence),
  /**
   * For detectors that know their rates (classifiers), in place of `confidence`: findings that more than this share of harmless texts would
   * show are not for this rule.
   */
  fpr: v.optional(FalsePositiveRate),
  /** Findings below this severity are not for this rule. */
  severity: v.optional(v.picklist(SEVERITIES)),
  action: ActionSchema,
  /** For `redact`: what stands in place of the value. The default is `mask`. */
  style: v.optional(v.picklist(STYLES)),
});

const AllowedFinding = v.strictObject({
  /** The id of a detector. */
  detector: v.string(),
  fingerprint: v.pipe(
    v.string(),
    v.regex(/^fp_[0-9a-f]{16}$/, "must be a fingerprint as reports show it: fp_ and 16 hex digits"),
  ),
  /** Why this is a false positive: for the next reader. */
  reason: v.pipe(v.string(), v.nonEmpty("must not be empty")),
  /** Last day on which the entry counts, in UTC. */
  until: v.pipe(v.string(), v.isoDate("must be a day as in 2027-01-31")),
});

/** An operator's own pattern: runs in linear time, in the syntax of RE2, with bounded repetition. */
const OwnPattern = v.strictObject({
  pattern: v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(2_000, "must have at most 2000 characters")),
  ignoreCase: v.optional(v.boolean()),
  severity: v.optional(v.picklist(SEVERITIES)),
  confidence: v.optional(Confidence),
  /** What stands in place of a redacted value. */
  mask: v.optional(
    v.pipe(v.string(), v.regex(/^[ !#-[\]-~]{0,64}$/, "must be at most 64 ASCII characters without quotes or backslashes")),
  ),
});

/** A check that needs I/O, run by the door: an HTTP service of the operator's that judges a request's text. */
const HttpCheck = v.strictObject({
  kind: v.literal("http"),
  url: v.pipe(v.string(), v.url("must be an address as in https://checks.example/injection")),
  timeoutMs: v.optional(v.pipe(Count, v.minValue(1, "must be at least 1"), v.maxValue(60_000, "must be at most 60000")), 5_000),
  origins: v.optional(list(v.picklist(ORIGINS))),
  trust: v.optional(list(v.picklist(TRUSTS))),
  /** What a text that the service finds bad leads to. */
  action: v.picklist(["flag", "block"]),
});

export const PolicySchema = v.strictObject({
  /** Where this schema lies, for editors. Not used. */
  $schema: v.optional(v.string()),
  version: v.literal(1),
  /** A preset to start from. Without one there are no rules but those written here, and the defaults of everything else. */
  extends: v.optional(v.picklist(PRESET_NAMES)),
  /** `monitor` decides and records, and changes nothing. */
  mode: v.optional(v.picklist(["enforce", "monitor"])),
  /** By name; a rule of the same name in the preset is replaced. The strictest action of all rules that fit a finding wins. */
  rules: v.optional(v.record(Name, RuleSchema)),
  /** Known false positives. */
  allowlist: v.optional(v.array(AllowedFinding)),
  /** Detectors of the operator's own, by id; family `custom`. */
  patterns: v.optional(v.record(Name, OwnPattern)),
  checks: v.optional(v.record(Name, HttpCheck)),
  /** Whose words an origin holds, where that differs from the block table: tool definitions that come from an MCP server, say. */
  trust: v.optional(v.partial(v.strictObject(v.entriesFromList(ORIGINS, v.picklist(TRUSTS))))),
  limits: v.optional(
    v.partial(
      v.strictObject({
        /** Of a body, in bytes; of a stream event, too. */
        bodyBytes: Count,
        /** Of one segment, in UTF-16 units. */
        segmentChars: Count,
        /** In one segment: each is told, so a text that is made of nothing else costs more than it is worth. */
        findings: Count,
        messages: Count,
        tools: Count,
        /** Nesting of JSON. */
        depth: v.pipe(Count, v.maxValue(100, "must be at most 100")),
        images: Count,
        documents: Count,
        /** Of one segment: characters that one thing of up to 32 characters may fill by being repeated (a million times `a `). */
        repeatedChars: v.pipe(Count, v.minValue(MIN_REPEATED, `must be at least ${MIN_REPEATED}`)),
        /** Of all text of a request, by an estimate that leans to too many. */
        tokens: Count,
        /** By where text stands: of one segment, and of all segments of a request together. */
        origins: v.partial(
          v.strictObject(v.entriesFromList(ORIGINS, v.partial(v.strictObject({ segmentChars: Count, tokens: Count })))),
        ),
      }),
    ),
  ),
  /** Model ids that may be asked; a `*` at the end stands for any rest. All if left out. */
  models: v.optional(
    list(v.pipe(v.string(), v.regex(/^(?:[^*]+\*?|\*)$/, "must not be empty, and may have a `*` at its end only"))),
  ),
  /** Who may speak with the operator's authority. */
  operator: v.optional(
    v.partial(
      v.strictObject({
        /** The system prompts that may be sent: templates with slots (`{{name}}`), whose text counts as the user's, or `sha256:` and a text's digest. Any if left out. */
        systemPrompts: list(v.pipe(v.string(), v.nonEmpty("must not be empty"))),
        /** System messages in mid-conversation, MCP servers, skills, context management, compaction and fallbacks. The default is `allow`. */
        parts: v.picklist(["allow", "block"]),
      }),
    ),
  ),
  /** How third-party text is marked as data, by where it stands. The system prompt is told what the marks mean. None if left out. */
  marking: v.optional(
    v.partial(v.strictObject(v.entriesFromList(["tool-result", "document", "search-result"], v.picklist(MARKINGS)))),
  ),
  /** What tool calls may do: settings, and tools by name. */
  tools: v.optional(ToolsSchema),
  /** What happens with what can't be read or checked. The default of each is `block`, but for images and PDFs. */
  unread: v.optional(
    v.partial(
      v.strictObject({
        image: OpeningSchema,
        pdf: OpeningSchema,
        url: OpeningSchema,
        file: OpeningSchema,
        mislabeled: OpeningSchema,
        /** A request to an endpoint that carries prompts and that no door reads yet: batches, files, skills, agents. */
        endpoint: OpeningSchema,
        /** A message thread, whose history the server holds. The SDK's tool runner goes on without one when it is refused. */
        thread: OpeningSchema,
        /** A block, event, role, field or parameter that nobody has heard of: `inspect` reads its text as a third party's. */
        unknown: v.picklist(["inspect", "block"]),
      }),
    ),
  ),
  /** What happens when a detector or a check fails. The default of each is `block`. */
  failures: v.optional(
    v.partial(
      v.strictObject({
        /** A detector that throws: by id, by family, or `*` for all; what names the detector more closely counts. */
        detectors: v.record(v.string(), OpeningSchema),
        /** A check that fails or is late: by its name in `checks`, or `*` for all. */
        checks: v.record(v.string(), OpeningSchema),
      }),
    ),
  ),
  /** What answers must be. */
  answers: v.optional(
    v.partial(
      v.strictObject({
        /** A JSON Schema that every block of text must fit, beside the one that a request asks for: for an app that wants nothing but JSON. */
        schema: v.record(v.string(), v.unknown()),
      }),
    ),
  ),
  stream: v.optional(
    v.partial(
      v.strictObject({
        /** How a stop in mid-stream looks: the API's error event, or its refusal (softer, but some clients show the partial text without a word). */
        stop: v.picklist(["error", "refusal"]),
        /**
         * A structured answer whose misfit is a block: `hold` its text until all of it is checked, or `pass` it on and stop the stream at its end.
         * The default is `hold`.
         */
        schema: v.picklist(["hold", "pass"]),
      }),
    ),
  ),
  /**
   * An edit of a model's text that stands before a thinking block of the same response breaks that block's binding on the way back:
   * `block` the response, or let it pass and ask the API to `drop_block` such thinking (every request with thinking then says so).
   */
  editBeforeThinking: v.optional(v.picklist(["block", "drop_block"])),
});

/** A policy as written; every part but `version` may be left out. */
export type PolicyInput = DeepReadonly<v.InferInput<typeof PolicySchema>>;
/** A policy is only ever read, so one that is written down `as const` will do. */
type DeepReadonly<T> = unknown extends T ? T : { readonly [K in keyof T]: DeepReadonly<T[K]> };
export type WrittenPolicy = v.InferOutput<typeof PolicySchema>;
export type Rule = v.InferOutput<typeof RuleSchema>;
export type HttpCheck = v.InferOutput<typeof HttpCheck>;
export type OwnPattern = v.InferOutput<typeof OwnPattern>;
