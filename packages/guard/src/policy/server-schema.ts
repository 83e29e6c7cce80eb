/**
 * The policy's section `tools.server`: what Anthropic's servers may run for a request. Its results reach the model before anybody here sees
 * them, so a request that declares such a thing must declare the limits that the policy demands.
 */
import * as v from "valibot";

/** What becomes of something that runs on the API's side and that the policy doesn't describe. */
const UNDESCRIBED = ["allow", "flag", "block"] as const;
type Undescribed = (typeof UNDESCRIBED)[number];

/** From where web fetch may take the addresses that it fetches. */
const URL_SOURCES = ["user_input", "client_tool_results", "server_tool_results"] as const;

const Word = v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(200, "must have at most 200 characters"));
const words = v.pipe(v.array(Word), v.minLength(1, "must not be empty"));
const Uses = v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(0, "must not be negative"));
// ASCII only: a letter of another alphabet makes another domain that looks the same.
const Domain = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[!-~]*)?$/,
    "must be a domain in lower-case ASCII, as in corp.example or corp.example/docs",
  ),
);
const domains = v.pipe(v.array(Domain), v.minLength(1, "must not be empty"));

export const ServerSchema = v.strictObject({
  /** For what isn't described here. The default is `flag`. */
  default: v.optional(v.picklist(UNDESCRIBED)),
  /** A request must name domains that are among these or under them, and at most so many uses. */
  webSearch: v.optional(v.strictObject({ allowedDomains: v.optional(domains), maxUses: v.optional(Uses) })),
  webFetch: v.optional(
    v.strictObject({
      allowedDomains: v.optional(domains),
      maxUses: v.optional(Uses),
      /** All other sources must be `none` in the request's `url_sources`. */
      urlSources: v.optional(v.array(v.picklist(URL_SOURCES))),
    }),
  ),
  codeExecution: v.optional(v.picklist(UNDESCRIBED)),
  /** A second model, which reads the whole conversation. */
  advisor: v.optional(v.strictObject({ models: v.optional(words), maxUses: v.optional(Uses) })),
  /** MCP servers by the name that the request gives them: any other is refused. */
  mcp: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        url: v.pipe(v.string(), v.url("must be an address as in https://mcp.corp.example/tickets")),
        /** The only tools that may be enabled; all of the server's, if left out. */
        tools: v.optional(words),
      }),
    ),
  ),
  /** Ids of skills, each with `@` and a version where only that one may be used: any other is refused. */
  skills: v.optional(v.array(Word)),
});
export type WrittenServer = v.InferOutput<typeof ServerSchema>;

/** The section as the engine works with it. */
export type ServerPolicy = WrittenServer & { readonly default: Undescribed };

/** @param layers - As written, the last one closest to the operator: what it says of a kind replaces what the others say of that. */
export function resolveServer(layers: readonly (WrittenServer | undefined)[]): ServerPolicy {
  return layers.reduce<ServerPolicy>((merged, layer) => ({ ...merged, ...layer, default: layer?.default ?? merged.default }), {
    default: "flag",
  });
}
