/** The section `tools` of a policy as it is suggested, for a person to confirm: YAML with the reasons as comments. */
import { classifyTool, type ToolDefinition } from "@sallyport/guard";
import * as v from "valibot";
import { InputError } from "../errors.js";
import { printable } from "../terminal/terminal.js";

const InputSchemaSchema = v.looseObject({ properties: v.optional(v.record(v.string(), v.unknown()), {}) });
const Hint = v.optional(v.boolean());
const DefinitionSchema = v.looseObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  input_schema: v.optional(InputSchemaSchema),
  inputSchema: v.optional(InputSchemaSchema),
  annotations: v.optional(v.looseObject({ readOnlyHint: Hint, destructiveHint: Hint, openWorldHint: Hint }), {}),
});
const FileSchema = v.union([
  v.looseObject({ tools: v.array(DefinitionSchema) }),
  v.pipe(
    v.array(DefinitionSchema),
    v.transform((tools) => ({ tools })),
  ),
]);

/**
 * Reads tool definitions: the body of a request, what an MCP server answers to `tools/list`, or a list.
 * @throws {@link InputError} if there are none.
 */
export function readDefinitions(body: Uint8Array, name: string): readonly ToolDefinition[] {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new InputError(`${name} is no JSON`);
  }
  const read = v.safeParse(FileSchema, data);
  if (!read.success)
    throw new InputError(
      `${name} holds no tool definitions`,
      "give a request with `tools`, the answer to `tools/list`, or a list of tools",
    );
  return read.output.tools.map(({ name: tool, input_schema, inputSchema, annotations }) => ({
    name: tool,
    properties: Object.fromEntries(
      Object.entries((input_schema ?? inputSchema)?.properties ?? {}).map(([argument, schema]) => [
        argument,
        isSchema(schema) ? schema : {},
      ]),
    ),
    annotations,
  }));
}

const isSchema = (value: unknown): value is object => typeof value === "object" && value !== null;

export function suggestionYaml(definitions: readonly ToolDefinition[]): string {
  const lines = definitions.map((definition) => {
    const { effect, args, intent, because } = classifyTool(definition);
    const members = [
      `effect: ${effect}`,
      ...(Object.keys(args).length === 0
        ? []
        : [
            `args: { ${Object.entries(args)
              .map(([name, role]) => `${key(name)}: ${role}`)
              .join(", ")} }`,
          ]),
      ...(intent.length === 0 ? [] : [`intent: [${intent.join(", ")}]`]),
    ];
    return `  ${key(definition.name)}: { ${members.join(", ")} } # ${because.join("; ")}`;
  });
  return `# Suggested from names, schemas and annotations, which whoever wrote the tools chose: confirm each line.\ntools:\n${lines.join("\n")}\n`;
}

/** A name as YAML takes it; one that isn't plain goes in quotes, with nothing hidden in it. */
const key = (name: string): string =>
  /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name)
    ? name
    : JSON.stringify(printable(name, 200));
