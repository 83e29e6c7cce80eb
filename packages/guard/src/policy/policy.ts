/** A policy with its preset resolved and every default filled in: what the engine works with. Made by `parsePolicy`. */
import type { Origin, Trust } from "../exchange/segment.js";
import type { Marking } from "../prompts/marking.js";
import type { PolicyProblem } from "./problems.js";
import type { HttpCheck, OwnPattern, Rule } from "./schema.js";
import type { Tools } from "./tools-schema.js";

export type Opening = "allow" | "flag" | "block";

interface AllowedFinding {
  readonly detector: string;
  readonly fingerprint: string;
  readonly reason: string;
  readonly until: string;
}

/** Limits of the texts of one origin. */
interface OwnLimits {
  readonly segmentChars?: number | undefined;
  readonly tokens?: number | undefined;
}

export interface Policy {
  /** Name of the preset that it extends, or `custom`. */
  readonly name: string;
  /** First 16 hex digits of the SHA-256 of the policy's canonical JSON: the version that verdicts and receipts name. */
  readonly version: string;
  readonly mode: "enforce" | "monitor";
  readonly rules: ReadonlyMap<string, Rule>;
  readonly allowlist: readonly AllowedFinding[];
  readonly patterns: ReadonlyMap<string, OwnPattern>;
  readonly checks: ReadonlyMap<string, HttpCheck>;
  readonly trust: Readonly<Partial<Record<Origin, Trust>>>;
  readonly limits: {
    readonly bodyBytes: number;
    readonly segmentChars: number;
    readonly findings: number;
    readonly messages: number;
    readonly tools: number;
    readonly depth: number;
    readonly images: number;
    readonly documents: number;
    readonly repeatedChars: number;
    /** None if left out. */
    readonly tokens?: number;
    readonly origins: Readonly<Partial<Record<Origin, OwnLimits | undefined>>>;
  };
  readonly operator: {
    /** None named: any may be sent. */
    readonly systemPrompts: readonly string[];
    readonly parts: "allow" | "block";
  };
  readonly marking: Readonly<Partial<Record<Origin, Marking>>>;
  /** `undefined`: all models. */
  readonly models: readonly string[] | undefined;
  readonly tools: Tools;
  readonly unread: Readonly<Record<"image" | "pdf" | "url" | "file" | "mislabeled" | "endpoint" | "thread", Opening>> & {
    readonly unknown: "inspect" | "block";
  };
  /** By id, for every detector and check that was known when the policy was parsed. One that isn't here blocks when it fails. */
  readonly failures: {
    readonly detectors: Readonly<Record<string, Opening>>;
    readonly checks: Readonly<Record<string, Opening>>;
  };
  readonly answers: {
    /** The JSON Schema of every answer; any answer will do if left out. */
    readonly schema?: Readonly<Record<string, unknown>>;
  };
  readonly stream: { readonly stop: "error" | "refusal"; readonly schema: "hold" | "pass" };
  readonly editBeforeThinking: "block" | "drop_block";
  /** What is odd about the policy without making it useless: an allowlist entry past its day, say. For the operator; not part of `version`. */
  readonly warnings: readonly PolicyProblem[];
}

/**
 * Whether the policy puts placeholders in place of values. Then the guard's secret must be the same for all that sees a conversation: with another, the
 * same history gives other bytes.
 */
export function usesPlaceholders({ rules }: Pick<Policy, "rules">): boolean {
  return [...rules.values()].some(({ action, style }) => action === "redact" && style === "placeholder");
}
