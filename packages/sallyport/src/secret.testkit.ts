/** Made-up secrets for tests, new ones in every run: none lies in the repository. */
import { randomBytes } from "node:crypto";

/** Random characters of the base64url alphabet. */
export function randomText(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}

/** A key in the shape of Anthropic's API keys. */
export function madeUpKey(): string {
  return `sk-ant-api03-${randomText(93)}AA`;
}
