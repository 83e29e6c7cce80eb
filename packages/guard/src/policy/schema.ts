/**
 * The policy as an operator writes it: data, checked once at the edge. Unknown names are refused, since a typo in a security policy must
 * not read as "off". The same schema is published as JSON Schema (`policy.schema.json`).
 */
import * as v from "valibot";
import { SEVERITIES } from "../detectors/detector.js";
import { ORIGINS, TRUSTS } from "../exchange/segment.js";

/** The actions of a rule, in order of strictness. (`ask` belongs to tool calls.) */
export const ACTIONS = ["allow", "flag", "redact", "block"] as const;
export type Action = (typeof ACTIONS)[number];

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be kebab-case"));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ActionSchema = v.picklist(ACTIONS);
/** For what can't be read or checked: there is nothing to redact. */
const Opening = v.picklist(["allow", "flag", "block"]);
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.minLength(1));

const RuleSchema = v.strictObject({
  /** Ids of detectors, or names of families; `*` for all. */
  detectors: list(v.string()),
  /** Where; everywhere if left out. */
  origins: v.optional(list(v.picklist(ORIGINS))),
  /** Whose words; anybody's if left out. */
  trust: v.optional(list(v.picklist(TRUSTS))),
  /** Findings below this confidence are not for this rule. */
  confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  severity: v.optional(v.picklist(SEVERITIES)),
  action: ActionSchema,
});

const AllowedFinding = v.strictObject({
  detector: v.string(),
  fingerprint: v.pipe(v.string(), v.regex(/^fp_[0-9a-f]{16}$/, "must be a fingerprint as reports show it: fp_ and 16 hex digits")),
  /** Why this is a false positive: for the next reader. */
  reason: v.pipe(v.string(), v.nonEmpty()),
  /** Last day on which the entry counts. */
  until: v.pipe(v.string(), v.isoDate()),
});

/** An operator's own pattern: runs in linear time, in the syntax of RE2, with bounded repetition. */
const OwnPattern = v.strictObject({
  pattern: v.pipe(v.string(), v.nonEmpty(), v.maxLength(2_000)),
  ignoreCase: v.optional(v.boolean()),
  /** Words of which every match begins with one; the pattern is tried only there. */
  keywords: v.optional(list(v.pipe(v.string(), v.regex(/^[\x20-\x7e]{2,64}$/, "must be 2 to 64 printable ASCII characters")))),
  severity: v.optional(v.picklist(SEVERITIES)),
  confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  mask: v.optional(v.pipe(v.string(), v.regex(/^[^"\\\p{Cc}]{0,64}$/u, "must be at most 64 characters without quotes, backslashes or control characters"))),
});

/** A check that needs I/O, run by the door: an HTTP service of the operator's that judges a request's text. */
const HttpCheck = v.strictObject({
  kind: v.literal("http"),
  url: v.pipe(v.string(), v.url()),
  timeoutMs: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(60_000))),
  origins: v.optional(list(v.picklist(ORIGINS))),
  trust: v.optional(list(v.picklist(TRUSTS))),
  /** What a text that the service finds bad leads to. */
  action: v.picklist(["flag", "block"]),
});

export const PolicySchema = v.strictObject({
  version: v.literal(1),
  /** A preset to start from: `monitor`, `inspect`, `balanced`, `strict`. */
  extends: v.optional(v.picklist(["monitor", "inspect", "balanced", "strict"])),
  /** `monitor` decides and records, and changes nothing. */
  mode: v.optional(v.picklist(["enforce", "monitor"])),
  /** By name; a rule of the same name in the preset is replaced. The strictest action of all rules that fit a finding wins. */
  rules: v.optional(v.record(Name, RuleSchema)),
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
        messages: Count,
        tools: Count,
        /** Nesting of JSON. */
        depth: v.pipe(Count, v.maxValue(100)),
      }),
    ),
  ),
  /** Model ids that may be asked; a `*` at the end stands for any rest. All if left out. */
  models: v.optional(list(v.pipe(v.string(), v.regex(/^[^*]*\*?$/, "may have a `*` at its end only")))),
  /** Tools by name. One that isn't here counts as one that acts on the world. */
  tools: v.optional(v.record(v.string(), v.strictObject({ effect: v.picklist(["read", "write", "egress", "destructive"]) }))),
  /** What happens with what can't be read or checked. The default of each is `block`, but for images and PDFs. */
  unread: v.optional(
    v.partial(
      v.strictObject({
        image: Opening,
        pdf: Opening,
        url: Opening,
        file: Opening,
        mislabeled: Opening,
        /** A block, event, role, field or parameter that nobody has heard of: `inspect` reads its text as a third party's. */
        unknown: v.picklist(["inspect", "block"]),
      }),
    ),
  ),
  failures: v.optional(
    v.partial(
      v.strictObject({
        /** A detector that throws; by id where one is to be treated otherwise. */
        detectors: v.record(v.string(), Opening),
        /** A check of `checks` that fails or is late; by id. */
        checks: v.record(Name, Opening),
      }),
    ),
  ),
  stream: v.optional(
    v.partial(
      v.strictObject({
        /** How a stop in mid-stream looks: the API's error event, or its refusal (softer, but some clients show the partial text without a word). */
        stop: v.picklist(["error", "refusal"]),
      }),
    ),
  ),
  /**
   * An edit of a model's text that stands before a thinking block of the same response breaks that block's binding on the way back:
   * `block` the response, or let it pass and ask the API to `drop_block` such thinking (every request with thinking then says so).
   */
  editBeforeThinking: v.optional(v.picklist(["block", "drop_block"])),
});

/** A policy as written; every part may be left out. */
export type PolicyInput = v.InferInput<typeof PolicySchema>;
export type Rule = v.InferOutput<typeof RuleSchema>;
export type HttpCheck = v.InferOutput<typeof HttpCheck>;
export type OwnPattern = v.InferOutput<typeof OwnPattern>;
