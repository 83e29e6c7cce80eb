/**
 * `packages/guard/policy.schema.json` is the schema of policies for editors and for other languages, made from `schema.ts`. After a change
 * there, make it anew: `npx vitest run packages/guard/src/policy/json-schema.test.ts -u`
 */
import { toJsonSchema } from "@valibot/to-json-schema";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { PolicySchema } from "./schema.js";

it("the published JSON Schema is that of the code", async () => {
  const file = new URL("../../policy.schema.json", import.meta.url).pathname;
  const schema = { ...toJsonSchema(PolicySchema, { typeMode: "input" }), title: "Sallyport policy" };
  const text = await format(JSON.stringify(schema), { ...(await resolveConfig(file)), filepath: file });
  await expect(text).toMatchFileSnapshot(file);
});
