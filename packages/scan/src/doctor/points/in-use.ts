/** What code can't show: whether the gate is in use, and what it does. Its policy is tried, not read: a rule may be there and act on nothing. */
import type { Guard } from "@sallyport/guard";
import { resultOf, type Evidence, type PointResult } from "../point.js";
import type { Survey } from "../survey.js";
import type { PolicyInUse, Surroundings } from "../surroundings.js";
import { hitsOf } from "./hits.js";

const NAME_POLICY = "name the policy in use (--policy), or the gateway's configuration (--config)";

export function inputLimited(survey: Survey, { policy }: Surroundings): PointResult {
  const inCode = hitsOf(survey, "input-limited");
  const tried = policy === undefined ? {} : tryInput(policy);
  const limitedInCode = inCode.proofs.length > 0;
  return resultOf("input-limited", {
    problems: limitedInCode ? [] : (tried.problems ?? []),
    doubts: [...inCode.doubts, ...(limitedInCode ? (tried.problems ?? []) : [])],
    proofs: [...(tried.proofs ?? []), ...inCode.proofs],
    fix:
      policy === undefined
        ? `${NAME_POLICY}; or call \`validateInput\` on what users write`
        : "set `limits: {origins: {user: {segmentChars: 10000}}}` in the policy (10,000 is the practice's figure; take your longest honest input)",
  });
}

/** The engine's own ceiling protects the engine; a limit is what the operator has set. */
const CEILING_CHARS = 2_000_000;

function tryInput({ guard, source }: PolicyInUse): {
  readonly problems?: readonly Evidence[];
  readonly proofs?: readonly Evidence[];
} {
  const { limits, mode } = guard.policy;
  const max = Math.min(limits.origins.user?.segmentChars ?? Infinity, limits.segmentChars);
  if (mode === "monitor") return { problems: [{ what: "the policy only monitors: nothing is stopped", file: source }] };
  if (max >= CEILING_CHARS && limits.origins.user?.tokens === undefined && limits.tokens === undefined)
    return {
      problems: [
        {
          what: `no limit for what users write but the engine's own of ${CEILING_CHARS.toLocaleString("en-US")} characters`,
          file: source,
        },
      ],
    };
  const tokens = limits.origins.user?.tokens ?? limits.tokens;
  const told =
    max < CEILING_CHARS ? `${max.toLocaleString("en-US")} characters` : `${(tokens ?? 0).toLocaleString("en-US")} tokens`;
  return { proofs: [{ what: `what users write is limited to ${told}`, file: source }] };
}

export function outputScanned(survey: Survey, { policy }: Surroundings): PointResult {
  const inCode = hitsOf(survey, "output-scanned");
  const tried: readonly (Evidence & { readonly stopped: boolean })[] =
    policy === undefined
      ? []
      : PLANTED.map(({ what, text }) => ({ ...tell(policy, what), stopped: isStopped(policy.guard, text()) }));
  return resultOf("output-scanned", {
    problems: tried
      .filter(({ stopped }) => !stopped)
      .map(({ what, file }) => ({ what: `${what} passes`, ...(file === undefined ? {} : { file }) })),
    doubts: inCode.doubts,
    proofs: [
      ...tried
        .filter(({ stopped }) => stopped)
        .map(({ what, file }) => ({ what: `${what} doesn't pass`, ...(file === undefined ? {} : { file }) })),
      ...inCode.proofs,
    ],
    fix:
      policy === undefined
        ? `${NAME_POLICY}; or call \`validateOutput\` on answers`
        : "let a rule redact or block `secrets` and `personal` of trust `model`, as the preset `balanced` does",
  });
}

const tell = ({ source }: PolicyInUse, what: string): Evidence => ({ what: `planted in an answer, ${what}`, file: source });

/** What the practice names. Made here, so that no file holds one. */
const PLANTED: readonly { readonly what: string; readonly text: () => string }[] = [
  { what: "an API key", text: () => `The key is sk-ant-api03-${randomLetters(93)}AA.` },
  { what: "a social security number", text: () => `Her social security number is ${["219", "09", "9998"].join("-")}.` },
  {
    what: "a private key",
    text: () =>
      [
        ["-----BEGIN", "PRIVATE", "KEY-----"].join(" "),
        randomLetters(64),
        randomLetters(64),
        ["-----END", "PRIVATE", "KEY-----"].join(" "),
      ].join("\n"),
  },
];

function randomLetters(length: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => String.fromCharCode((byte % 26) + (byte % 2 === 0 ? 65 : 97))).join("");
}

function isStopped(guard: Guard, text: string): boolean {
  if (guard.policy.mode === "monitor") return false;
  const { verdict, refusal } = guard.text(text, { origin: "assistant", trust: "model" });
  return refusal !== undefined || verdict.outcome.startsWith("redacted");
}

export function rateLimit(survey: Survey, { gateway }: Surroundings): PointResult {
  const { doubts } = hitsOf(survey, "rate-limit");
  const limits = gateway?.rateLimits;
  return resultOf("rate-limit", {
    problems:
      gateway !== undefined && limits?.length === 0
        ? [{ what: "the gateway holds its clients to no rate limit", file: gateway.source }]
        : [],
    doubts,
    proofs:
      gateway === undefined
        ? []
        : (limits ?? []).map((name) => ({ what: `the gateway's limit \`${name}\``, file: gateway.source })),
    fix: "name the gateway's configuration (--config) once it has rate limits; where another layer limits your callers, say which: --vouch rate-limit=REASON",
  });
}

export function auditLog(survey: Survey, { gateway }: Surroundings): PointResult {
  const { doubts, proofs } = hitsOf(survey, "audit-log");
  const fix =
    "route calls through the gateway, which keeps an audit trail, and name its configuration (--config) or address (--gateway); or keep what `onVerdict` gives";
  if (gateway === undefined) return resultOf("audit-log", { doubts, proofs, fix });
  const { audit, source } = gateway;
  switch (audit) {
    case "failing":
      return resultOf("audit-log", {
        problems: [{ what: "the gateway says that it can't write its audit trail", file: source }],
        doubts,
        proofs,
        fix: "see the gateway's log for `audit_failing`: the disk, or the file's mode",
      });
    case "writing":
      return resultOf("audit-log", {
        doubts,
        proofs: [{ what: "the running gateway says that it writes its audit trail", file: source }, ...proofs],
        fix,
      });
    case "configured":
      return resultOf("audit-log", {
        doubts,
        proofs: [{ what: "the gateway answers nothing that isn't on record", file: source }, ...proofs],
        fix,
      });
  }
}
