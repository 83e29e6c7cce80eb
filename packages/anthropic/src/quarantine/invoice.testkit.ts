/** The example of docs/quarantine.md; run by `quarantine.test.ts`. */
import type Anthropic from "@anthropic-ai/sdk";
import { quarantine, QuarantineOutputError } from "../index.js";

const INVOICE = {
  type: "object",
  properties: {
    number: { type: "string", pattern: "^INV-\\d{4}-\\d{1,6}$", description: "number of the invoice" },
    total: { type: "number", minimum: 0, maximum: 100_000, nullable: true },
    currency: { type: "string", enum: ["EUR", "USD"] },
    due: { type: "string", format: "date" },
  },
} as const;

export async function readInvoice(client: Anthropic, mail: string) {
  try {
    const { values, usage } = await quarantine(client, { text: mail, schema: INVOICE, task: "The document is an invoice." });
    return { due: values.due.value, total: values.total.value, tokens: usage.inputTokens + usage.outputTokens };
  } catch (error) {
    if (error instanceof QuarantineOutputError) return undefined; // somebody wants more than an invoice read: for a person
    throw error;
  }
}
