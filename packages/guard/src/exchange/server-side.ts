/** What a request has Anthropic's servers run: web search and fetch, code, advisors, MCP servers, skills. With the limits that it sets them. */
import { flagAt, kindOf, numberAt, objectAt, objectsAt, textsOf, type Definition } from "./definitions.js";
import { memberOf, stringOf, type JsonObject } from "./json.js";

/** One thing that runs on the API's side, under the name that the policy's `tools.server` has for it. */
export type ServerSide = { readonly path: string } & (
  | {
      readonly kind: "webSearch" | "webFetch";
      readonly allowedDomains: readonly string[];
      readonly maxUses: number | undefined;
      /** Where fetched addresses may come from. */
      readonly urlSources: ReadonlySet<string>;
    }
  | { readonly kind: "codeExecution" }
  | { readonly kind: "advisor"; readonly model: string; readonly maxUses: number | undefined }
  /** `url` where the server itself is declared; `tools` where tools of it are enabled. */
  | {
      readonly kind: "mcp";
      readonly server: string;
      readonly url: string | undefined;
      readonly tools: readonly string[] | "all";
    }
  | { readonly kind: "skills"; readonly id: string; readonly version: string | undefined }
);

/** @param definitions - All tool definitions of the request, those of mid-conversation included. */
export function readServerSide(root: JsonObject, definitions: readonly Definition[]): readonly ServerSide[] {
  const tools = definitions.flatMap(toolOf);
  return [...tools, ...mcpServers(root, tools), ...additions(root), ...skills(root)];
}

function toolOf(definition: Definition): readonly ServerSide[] {
  const { object, path } = definition;
  switch (kindOf(definition)) {
    case "web_search":
    case "web_fetch":
      return [
        {
          kind: kindOf(definition) === "web_search" ? "webSearch" : "webFetch",
          path,
          allowedDomains: textsOf(memberOf(object, "allowed_domains")) ?? [],
          maxUses: numberAt(object, "max_uses"),
          urlSources: urlSources(objectAt(object, "url_sources")),
        },
      ];
    case "code_execution":
      return [{ kind: "codeExecution", path }];
    case "advisor":
      return [{ kind: "advisor", path, model: stringOf(object, "model") ?? "", maxUses: numberAt(object, "max_uses") }];
    case "mcp_toolset":
      return [
        { kind: "mcp", path, server: stringOf(object, "mcp_server_name") ?? "", url: undefined, tools: enabledTools(object) },
      ];
    default:
      return [];
  }
}

/** A source that isn't named contributes in full. */
function urlSources(written: JsonObject | undefined): ReadonlySet<string> {
  const all = ["user_input", "client_tool_results", "server_tool_results"];
  return new Set(all.filter((name) => written === undefined || kindAt(written, name) !== "none"));
}

function kindAt(object: JsonObject, name: string): string | undefined {
  const value = objectAt(object, name);
  return value === undefined ? undefined : stringOf(value, "type");
}

/** The tools that a toolset enables. Without a listing of its own, or with a default that enables, nobody here knows which these are. */
function enabledTools(toolset: JsonObject): readonly string[] | "all" {
  const byDefault = flagAt(objectAt(toolset, "default_config"), "enabled") ?? true;
  const configs = objectAt(toolset, "configs")?.members ?? [];
  const config = new Map(
    configs.map(({ name, value }) => [name.value, flagAt(value.kind === "object" ? value : undefined, "enabled") ?? byDefault]),
  );
  const listed =
    memberOf(toolset, "tools")?.kind === "array"
      ? objectsAt(toolset, "tools").map(([, tool]) => stringOf(tool, "name") ?? "")
      : undefined;
  if (listed !== undefined) return listed.filter((name) => config.get(name) ?? byDefault);
  return byDefault ? "all" : [...config].filter(([, enabled]) => enabled).map(([name]) => name);
}

/** A server whose tools a toolset names is limited there; in the older way it is limited by its own `tool_configuration`. */
function mcpServers(root: JsonObject, tools: readonly ServerSide[]): readonly ServerSide[] {
  const configured = new Set(tools.flatMap((tool) => (tool.kind === "mcp" ? [tool.server] : [])));
  return objectsAt(root, "mcp_servers").map(([index, object]) => {
    const server = stringOf(object, "name") ?? "";
    const own = objectAt(object, "tool_configuration");
    const allowed = own === undefined ? undefined : textsOf(memberOf(own, "allowed_tools"));
    const none = flagAt(own, "enabled") === false || configured.has(server);
    return {
      kind: "mcp",
      path: `mcp_servers[${index}]`,
      server,
      url: stringOf(object, "url") ?? "",
      tools: none ? [] : (allowed ?? "all"),
    };
  });
}

/** Tools of an MCP server that are made available in mid-conversation, one by one. */
function additions(root: JsonObject): readonly ServerSide[] {
  return objectsAt(root, "messages").flatMap(([message, object]) =>
    objectsAt(object, "content").flatMap(([block, content]): readonly ServerSide[] => {
      const tool = stringOf(content, "type") === "tool_addition" ? objectAt(content, "tool") : undefined;
      if (tool === undefined || stringOf(tool, "type") !== "mcp_tool_reference") return [];
      const path = `messages[${message}].content[${block}].tool`;
      const server = stringOf(tool, "server_name") ?? "";
      return [{ kind: "mcp", path, server, url: undefined, tools: [stringOf(tool, "name") ?? ""] }];
    }),
  );
}

function skills(root: JsonObject): readonly ServerSide[] {
  const container = objectAt(root, "container");
  return (container === undefined ? [] : objectsAt(container, "skills")).map(([index, skill]) => ({
    kind: "skills",
    path: `container.skills[${index}]`,
    id: stringOf(skill, "skill_id") ?? "",
    version: stringOf(skill, "version"),
  }));
}
