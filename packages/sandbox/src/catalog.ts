/**
 * The models of the Claude API with what a request may ask of each (state: November 2026), and the two of the sandbox's own. Where the
 * documentation gives no number (context and output limits of some models) a round one stands in.
 * @see https://platform.claude.com/docs/en/about-claude/models/overview
 */

type Line = "haiku" | "sonnet" | "opus" | "fable" | "mythos";
type ThinkingType = "adaptive" | "enabled" | "disabled" | "between_tools";

export interface Model {
  readonly id: string;
  readonly displayName: string;
  /** Null for the sandbox's own models. */
  readonly line: Line | null;
  readonly lifecycle: "active" | "deprecated" | "retired";
  readonly retiresAt: string | null;
  readonly maxInputTokens: number;
  readonly maxTokens: number;
  /** Thinking blocks are bound to the conversation before them. */
  readonly boundThinking: boolean;
  readonly thinking: readonly ThinkingType[];
  /** Takes `tool_choice` of `any` and `tool`. */
  readonly forcedToolChoice: boolean;
  /** Takes a last message of the assistant's, to be continued. */
  readonly prefill: boolean;
  /** Takes sampling parameters other than the defaults, where the API version has them at all. */
  readonly sampling: boolean;
  /** `speed: "fast"`: without a beta header, with `fast-mode-2026-02-01`, or not at all. */
  readonly fast: "yes" | "beta" | "no";
  /** Tool types that this model refuses. */
  readonly refusedTools: readonly string[];
}

const ALL_THINKING: readonly ThinkingType[] = ["adaptive", "enabled", "disabled", "between_tools"];
const NEVER_WITHOUT: readonly ThinkingType[] = ["adaptive", "enabled", "between_tools"];
const NO_BUDGET: readonly ThinkingType[] = ["adaptive", "disabled", "between_tools"];

const USUAL = {
  lifecycle: "active",
  retiresAt: null,
  maxInputTokens: 1_000_000,
  maxTokens: 128_000,
  boundThinking: false,
  thinking: ALL_THINKING,
  forcedToolChoice: true,
  prefill: true,
  sampling: true,
  fast: "no",
  refusedTools: [],
} as const satisfies Partial<Model>;
const BOUND = { ...USUAL, boundThinking: true, forcedToolChoice: false, thinking: NEVER_WITHOUT };
const NO_OLD_COMPUTER = ["computer_20251124"];

const CLAUDE: readonly Model[] = [
  {
    ...BOUND,
    id: "claude-fable-5-2",
    displayName: "Claude Fable 5.2",
    line: "fable",
    fast: "yes",
    refusedTools: NO_OLD_COMPUTER,
  },
  { ...BOUND, id: "claude-mythos-5-2", displayName: "Claude Mythos 5.2", line: "mythos", fast: "yes" },
  { ...BOUND, id: "claude-opus-5-5", displayName: "Claude Opus 5.5", line: "opus", fast: "yes", refusedTools: NO_OLD_COMPUTER },
  { ...BOUND, id: "claude-sonnet-5-5", displayName: "Claude Sonnet 5.5", line: "sonnet", refusedTools: NO_OLD_COMPUTER },
  {
    ...USUAL,
    id: "claude-haiku-5-5",
    displayName: "Claude Haiku 5.5",
    line: "haiku",
    boundThinking: true,
    thinking: NO_BUDGET,
    prefill: false,
    sampling: false,
    refusedTools: ["computer_20250124"],
  },
  { ...BOUND, id: "claude-fable-5-1", displayName: "Claude Fable 5.1", line: "fable" },
  { ...BOUND, id: "claude-mythos-5-1", displayName: "Claude Mythos 5.1", line: "mythos" },
  { ...USUAL, id: "claude-fable-5", displayName: "Claude Fable 5", line: "fable", thinking: NEVER_WITHOUT },
  { ...USUAL, id: "claude-mythos-5", displayName: "Claude Mythos 5", line: "mythos", thinking: NEVER_WITHOUT },
  { ...USUAL, id: "claude-opus-5", displayName: "Claude Opus 5", line: "opus", fast: "beta" },
  { ...USUAL, id: "claude-sonnet-5", displayName: "Claude Sonnet 5", line: "sonnet" },
  { ...USUAL, id: "claude-opus-4-8", displayName: "Claude Opus 4.8", line: "opus", fast: "beta" },
  { ...USUAL, id: "claude-opus-4-7", displayName: "Claude Opus 4.7", line: "opus" },
  { ...USUAL, id: "claude-opus-4-6", displayName: "Claude Opus 4.6", line: "opus" },
  { ...USUAL, id: "claude-sonnet-4-6", displayName: "Claude Sonnet 4.6", line: "sonnet" },
  {
    ...USUAL,
    id: "claude-haiku-4-5-20251001",
    displayName: "Claude Haiku 4.5",
    line: "haiku",
    maxInputTokens: 200_000,
    maxTokens: 64_000,
  },
  {
    ...USUAL,
    id: "claude-opus-4-5-20251101",
    displayName: "Claude Opus 4.5",
    line: "opus",
    lifecycle: "deprecated",
    retiresAt: "2027-01-22T00:00:00Z",
    maxInputTokens: 200_000,
    maxTokens: 64_000,
  },
  {
    ...USUAL,
    id: "claude-sonnet-4-5-20250929",
    displayName: "Claude Sonnet 4.5",
    line: "sonnet",
    lifecycle: "deprecated",
    retiresAt: "2026-11-30T00:00:00Z",
    maxTokens: 64_000,
  },
];

/** Short names of models whose id carries a date. */
const ALIASES: Readonly<Record<string, string>> = {
  "claude-haiku-4-5": "claude-haiku-4-5-20251001",
  "claude-opus-4-5": "claude-opus-4-5-20251101",
  "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
};

/** The sandbox's own models bind their thinking and take everything else, so that nothing about a test depends on a real model's limits. */
const OWN: readonly Model[] = [
  { ...USUAL, id: "echo", displayName: "Echo", line: null, boundThinking: true, fast: "yes" },
  { ...USUAL, id: "obedient", displayName: "Obedient", line: null, boundThinking: true, fast: "yes" },
];

export interface Catalog {
  readonly models: readonly Model[];
  find(id: string): Model | undefined;
}

/** @param extra - further ids that the sandbox shall know, with no limits of their own. */
export function createCatalog(extra: readonly string[] = []): Catalog {
  const further = extra.map((id): Model => ({ ...USUAL, id, displayName: id, line: null, boundThinking: true, fast: "yes" }));
  const models = [...CLAUDE, ...OWN, ...further];
  const byId = new Map(models.map((model) => [model.id, model]));
  return { models, find: (id) => byId.get(Object.hasOwn(ALIASES, id) ? (ALIASES[id] ?? id) : id) };
}

/** A model as `GET /v1/models` gives it. */
export function modelInfo(model: Model): unknown {
  const yes = { supported: true };
  const thinks = (type: ThinkingType): unknown => ({ supported: model.thinking.includes(type) });
  return {
    type: "model",
    id: model.id,
    display_name: model.displayName,
    // The API's own value where it doesn't give a release date.
    created_at: "1970-01-01T00:00:00Z",
    line: model.line,
    lifecycle: model.lifecycle,
    deprecated_at: null,
    retires_at: model.retiresAt,
    max_input_tokens: model.maxInputTokens,
    max_tokens: model.maxTokens,
    capabilities: {
      batch: { supported: false },
      citations: yes,
      code_execution: yes,
      context_management: {
        supported: false,
        clear_thinking_20251015: null,
        clear_tool_uses_20250919: null,
        compact_20260112: null,
      },
      effort: { supported: true, low: yes, medium: yes, high: yes, xhigh: yes, max: yes },
      image_input: yes,
      pdf_input: yes,
      server_tools: { supported: true, code_execution: yes, web_search: yes },
      structured_outputs: yes,
      thinking: {
        supported: true,
        types: {
          adaptive: thinks("adaptive"),
          between_tools: thinks("between_tools"),
          disabled: thinks("disabled"),
          enabled: thinks("enabled"),
        },
      },
    },
  };
}
