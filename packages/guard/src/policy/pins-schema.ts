/** The policy's list `tools.pins`: tool definitions that a person has confirmed, as `sallyport tools pin` writes them. */
import * as v from "valibot";

/** What happens with definitions that can be taken for each other. */
export const CLASH_ACTIONS = ["allow", "flag", "block"] as const;
export type ClashAction = (typeof CLASH_ACTIONS)[number];

export const PinSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(200, "must have at most 200 characters")),
  /** Of the MCP server that lists it. */
  server: v.optional(v.string()),
  /** Word for word: what the model reads, and what a reviewer of the policy reads. */
  description: v.optional(v.string()),
  /** Fingerprint of all else that the definition says, its schema above all. */
  schema: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/, "must be a fingerprint as `sallyport tools pin` writes it")),
});
export type Pin = v.InferOutput<typeof PinSchema>;
export const PinsSchema = v.array(PinSchema);

/**
 * What stands against a definition. `not-pinned`: not among the pins. `changed`: pinned with another description or schema. `look-alike`: its name can be taken for another's.
 * `duplicate`: another definition has the very name. `reserved`: it has the name of a client tool of Anthropic's.
 */
export type DefinitionProblem = "not-pinned" | "changed" | "look-alike" | "duplicate" | "reserved";
