export { anthropicCredentialKind, checkApiKeyShape } from "./anthropic-key.js";
export type { AnthropicCredential } from "./anthropic-key.js";
export { KeyShapeError, KeySourceError } from "./errors.js";
export { describeKeySource, parseKeySource, readKey, readSecret } from "./source.js";
export type { KeySource } from "./source.js";
export { createVirtualKey, ENVIRONMENTS, hashVirtualKey, parseVirtualKey, sameHash } from "./virtual-key.js";
export type { Environment, ParsedVirtualKey } from "./virtual-key.js";
