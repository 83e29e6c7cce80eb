/** Searches a project's texts for secrets, with the engine's own detectors. What is found is told by kind, place and fingerprint. */
import { createHash } from "node:crypto";
import { createGuard, type Policy } from "@sallyport/guard";
import { placesOf } from "./place.js";

/** A secret in a text. Never its value. */
export interface Secret {
  /** The detector, with the kind that it tells: `anthropic-api-key`. */
  readonly what: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** 0..1 */
  readonly confidence: number;
  /** The same value has the same one, wherever it is found by this search. */
  readonly fingerprint: string;
}

export type SecretSearch = (text: string) => readonly Secret[];

export interface SecretSearchOptions {
  /** Key of the fingerprints, at least 16 bytes. Random if left out: then they tell equal from unequal within one search alone. */
  readonly secret?: Uint8Array;
  /** Findings that are known to be none, by fingerprint: a policy's. They need the secret under which they were written down. */
  readonly allowlist?: Policy["allowlist"];
}

/** Of one step; a text that is longer is searched in steps that overlap by more than any secret is long. */
const STEP_CHARS = 1_000_000;
const OVERLAP_CHARS = 32_768;

/**
 * Compiles a search. Equal texts are searched once: a file that is the same in the folder, the index and the last commit costs a hash.
 * @throws RangeError if the secret is too short.
 */
export function createSecretSearch({ secret, allowlist = [] }: SecretSearchOptions = {}): SecretSearch {
  const guard = createGuard(
    {
      version: 1,
      rules: { secrets: { detectors: ["secrets"], action: "flag" } },
      allowlist: allowlist.map((entry) => ({ ...entry })),
    },
    secret === undefined ? {} : { secret },
  );
  const seen = new Map<string, readonly Secret[]>();
  const search = (text: string): readonly Secret[] => {
    const found = new Map<string, Secret>();
    const steps = Math.max(1, Math.ceil((text.length - OVERLAP_CHARS) / (STEP_CHARS - OVERLAP_CHARS)));
    for (let step = 0; step < steps; step++) {
      const from = step * (STEP_CHARS - OVERLAP_CHARS);
      const { verdict } = guard.text(text.slice(from, from + STEP_CHARS), { origin: "document", trust: "operator" });
      const findings = verdict.findings.filter(({ allowlisted }) => allowlisted !== true);
      const places = placesOf(
        text,
        findings.map(({ start }) => from + start),
      );
      for (const { detector, kind = detector, start, end, confidence, fingerprint } of findings) {
        const place = places.get(from + start);
        if (place === undefined) continue;
        const { line, column } = place;
        found.set(`${from + start} ${kind}`, { what: kind, line, column, length: end - start, confidence, fingerprint });
      }
    }
    return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  };
  return (text) => {
    const digest = createHash("sha256").update(text).digest("base64");
    const known = seen.get(digest) ?? search(text);
    seen.set(digest, known);
    return known;
  };
}
