/** What a client is told of something that its request declares and that stops it: names of the policy, no values of the request. */
import type { DefinitionProblem } from "../policy/pins-schema.js";
import type { ServerPart, ServerProblem } from "../policy/verdict.js";

export const SERVER_PARTS: Readonly<Record<ServerPart, string>> = {
  webSearch: "web search",
  webFetch: "web fetch",
  codeExecution: "code execution",
  advisor: "an advisor",
  mcp: "an MCP server",
  skills: "a skill",
};

/** What is wrong with something that runs on the API's side, and what to do. */
export function serverProblemText({ what, problem }: { readonly what: ServerPart; readonly problem: ServerProblem }): string {
  const section = `tools.server.${what}`;
  switch (problem) {
    case "not-described":
      return `runs on the API's side, and the policy doesn't describe it; leave it out, or say in \`${section}\` what it may do`;
    case "not-named":
      return `is none that the policy names; leave it out, or add it to \`${section}\``;
    case "not-allowed":
      return `is something that \`${section}\` in the policy doesn't allow; leave it out`;
    case "domains":
      return `isn't limited to the policy's domains; set \`allowed_domains\` to some of those in \`${section}.allowedDomains\``;
    case "uses":
      return `may be used too often; set \`max_uses\` to at most \`${section}.maxUses\``;
    case "url-sources":
      return `may take addresses from too many places; set all in \`url_sources\` to none but those in \`${section}.urlSources\``;
    case "model":
      return `asks a model that the policy doesn't name; ask one of \`${section}.models\``;
    case "url":
      return `is at another address than the policy has for its name; use the one in \`${section}\``;
    case "tools":
      return `enables tools that the policy doesn't name; enable only those of \`${section}\`, by name and with \`default_config.enabled: false\``;
  }
}

export const DEFINITION_PROBLEMS: Readonly<Record<DefinitionProblem, string>> = {
  "not-pinned": "is none of those that the policy pins",
  changed: "is pinned with another description or schema",
  "look-alike": "has a name that can be taken for another tool's",
  duplicate: "has the name of another tool",
  reserved: "has the name of one of Anthropic's own tools",
};
