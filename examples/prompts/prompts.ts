/** System prompts that say what is data, a canary in them, and third-party text that is marked by hand. */
import { canary, createMarks, defensiveSystemPrompt } from "@sallyport/guard";

/** Made once and kept with the prompt: a new one each time would make every prompt a new one. */
const REFERENCE = canary();

export const SYSTEM = defensiveSystemPrompt({
  role: "a customer service assistant for Acme Corp",
  rules: ["Answer questions about orders and deliveries only."],
  refusal: "I can only help with orders and deliveries.",
  canary: REFERENCE,
});

/** For prompts that are put together outside of the gate: the same marks that the policy's `marking` makes. */
export function withDocument(secret: Uint8Array, conversationId: string, text: string): { system: string; document: string } {
  const marks = createMarks(secret, conversationId);
  const system = defensiveSystemPrompt({
    role: "a reader of invoices",
    rules: ["Give the sum and the due date."],
    refusal: "I only read invoices.",
    marks: marks.clause(["delimit"]),
  });
  return { system, document: marks.mark(text, "delimit", "document") };
}
