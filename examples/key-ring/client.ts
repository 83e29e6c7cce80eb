/** A program that reads its key from a ring: a rotation reaches it without a restart. */
import Anthropic from "@anthropic-ai/sdk";
import { openRing, type Ring } from "@sallyport/keys";

export async function createClient(ringFile: string): Promise<{ client: Anthropic; ring: Ring }> {
  const ring = await openRing("development", { file: ringFile, master: "env:SALLYPORT_MASTER_KEY", by: "reports" });
  const client = new Anthropic({ apiKey: ring.apiKey, middleware: [ring.middleware] });
  return { client, ring };
}
