/**
 * The policies that come with the package, and the defaults under all of them. The names of rules are public: a policy that extends a
 * preset replaces a rule by writing one of the same name.
 */
import type { Policy } from "./policy.js";
import type { PolicyInput, PresetName } from "./schema.js";

/** What holds where neither preset nor operator says otherwise: everything that can't be read or checked stops the exchange. */
export const DEFAULTS = {
  mode: "enforce",
  limits: {
    // The API's own limit for a request (32 MB); a body beyond it is refused by the edge anyway.
    bodyBytes: 32 * 1024 * 1024,
    // A context window of a million tokens holds about four million characters; one text of half that is a mistake or an attack.
    segmentChars: 2_000_000,
    // A list of ten thousand customers has fewer; more of them cost a second.
    findings: 50_000,
    // The API's own limit.
    messages: 100_000,
    tools: 1_000,
    depth: 100,
    // The API's own limits: 600 images or PDF pages in a request of the largest models.
    images: 600,
    documents: 600,
    // No table, no drawing of dashes and no padding goes on for so long; whoever asks a model to repeat a word wants this.
    repeatedChars: 100_000,
    origins: {},
  },
  unread: {
    // Pictures and PDFs come with every second app. They pass, and each verdict names them among what was not read.
    image: "allow",
    pdf: "allow",
    // An address is fetched by Anthropic's servers after we looked: what it holds then, nobody has checked, and the address itself can
    // carry data out.
    url: "block",
    // A file id opens any file of the workspace, whoever sends it, and its text went around the gate.
    file: "block",
    // Data that isn't what its media type says was made to be read in two ways.
    mislabeled: "block",
    // A batch is up to 100,000 prompts that nobody has looked at.
    endpoint: "block",
    // The server holds the history then: what the user asked for, and what was read since, is not in the request.
    thread: "block",
    // New blocks hold new text: until somebody has placed them, nobody has read them.
    unknown: "block",
  },
  // A client is the operator's own app, unless the operator says otherwise.
  operator: { systemPrompts: [], parts: "allow" },
  answers: {},
  stream: { stop: "error", schema: "hold" },
  editBeforeThinking: "block",
} as const satisfies Partial<Policy>;

/**
 * The default. Secrets never leave in either direction; nor do numbers of persons, accounts and cards, while contact data is only recorded;
 * instructions in text that was fetched stop the exchange where the detectors are sure.
 *
 * Not searched for injection: the operator's system prompt, which consists of instructions and often quotes attacks in order to forbid
 * them; and what the model wrote, which was inspected as input already where it came from.
 */
const balanced: PolicyInput = {
  version: 1,
  rules: {
    secrets: { detectors: ["secrets"], action: "redact" },
    // The operator's own words (a support address in the system prompt) are theirs to publish. What opens an account or names a person for life
    // (cards, bank accounts, numbers of the state and its papers) is hidden; an e-mail address or a phone number is what half of all chats
    // are about, so it is put on record and left where it is, as is what the detectors are unsure of.
    personal: {
      detectors: ["personal"],
      trust: ["user", "third-party", "model"],
      severity: "high",
      confidence: 0.6,
      action: "redact",
    },
    "personal-contact": { detectors: ["personal"], trust: ["user", "third-party", "model"], confidence: 0.6, action: "flag" },
    // A web page has no business giving orders, so less certainty is enough than with a user, who may well write about injections.
    "injection-third-party": { detectors: ["injection"], trust: ["third-party"], confidence: 0.8, fpr: "0.1%", action: "block" },
    "injection-third-party-unsure": { detectors: ["injection"], trust: ["third-party"], fpr: "1%", action: "flag" },
    "injection-user": { detectors: ["injection"], trust: ["user"], confidence: 0.9, fpr: "0.05%", action: "block" },
    "injection-user-unsure": { detectors: ["injection"], trust: ["user"], fpr: "1%", action: "flag" },
    // Descriptions of tools give orders by nature ("always call this first"), so only what is blatant stops, and faint signs are noise.
    "injection-tools": { detectors: ["injection"], origins: ["tool-definition"], confidence: 0.9, fpr: "0.05%", action: "block" },
    "injection-tools-unsure": {
      detectors: ["injection"],
      origins: ["tool-definition"],
      confidence: 0.5,
      fpr: "0.5%",
      action: "flag",
    },
    // A user's stray control character is dropped, as input validation does; in fetched text it is evidence, and offsets into it matter.
    hygiene: { detectors: ["hygiene"], trust: ["user"], action: "redact" },
    "hygiene-third-party": { detectors: ["hygiene"], trust: ["third-party"], action: "flag" },
    // An answer that holds a canary repeats the system prompt.
    leakage: { detectors: ["leakage"], trust: ["model"], action: "block" },
    // An address that nobody gave, and that a page would load or that carries something: what it carries doesn't leave. A link to
    // somewhere new with nothing in it is what answers are full of.
    exits: { detectors: ["exits"], origins: ["assistant"], trust: ["model"], confidence: 0.7, action: "redact" },
    "exits-unsure": { detectors: ["exits"], origins: ["assistant"], trust: ["model"], confidence: 0.5, action: "flag" },
    // Models miss a schema now and then, and apps send the error back to them: put on record, it is no reason to stop their work.
    output: { detectors: ["output"], trust: ["model"], action: "flag" },
  },
};

/** What `balanced` would do, on record only: to watch real traffic before the gate closes. */
const monitor: PolicyInput = { ...balanced, mode: "monitor" };

/**
 * Never rewrites: for clients whose bodies must stay as they are, Claude Code among them. Stops what is certain and grave, a live key in
 * what a person or the model wrote, and records all else. A key in a file that a tool read is only recorded: reading such files is what a
 * coding agent does all day.
 */
const inspect: PolicyInput = {
  version: 1,
  rules: {
    "secrets-certain": {
      detectors: ["secrets"],
      trust: ["user", "model"],
      severity: "critical",
      confidence: 0.9,
      action: "block",
    },
    secrets: { detectors: ["secrets"], action: "flag" },
    personal: { detectors: ["personal"], trust: ["user", "third-party", "model"], confidence: 0.6, action: "flag" },
    "injection-third-party": { detectors: ["injection"], trust: ["third-party"], fpr: "1%", action: "flag" },
    "injection-user": { detectors: ["injection"], trust: ["user"], fpr: "1%", action: "flag" },
    "injection-tools": { detectors: ["injection"], origins: ["tool-definition"], confidence: 0.5, fpr: "0.5%", action: "flag" },
    hygiene: { detectors: ["hygiene"], trust: ["user", "third-party"], action: "flag" },
    leakage: { detectors: ["leakage"], trust: ["model"], action: "flag" },
    exits: { detectors: ["exits"], origins: ["assistant"], trust: ["model"], confidence: 0.5, action: "flag" },
    output: { detectors: ["output"], trust: ["model"], action: "flag" },
  },
  // Such clients use betas before anybody has placed them: their text is read as a third party's instead of stopping the work. What can't
  // be read at all is put on record.
  unread: { unknown: "inspect", url: "flag", file: "flag", mislabeled: "flag", thread: "flag" },
  // Such clients ask their user before a tool acts.
  tools: { default: "flag", clashes: "flag" },
};

/**
 * For data that must not leak at any price: whatever `balanced` would redact or lets pass unread stops the exchange, and what it only flags of
 * personal data is hidden.
 */
const strict: PolicyInput = {
  version: 1,
  rules: {
    secrets: { detectors: ["secrets"], action: "block" },
    personal: {
      detectors: ["personal"],
      trust: ["user", "third-party", "model"],
      severity: "high",
      confidence: 0.6,
      action: "block",
    },
    // Addresses of people and machines are hidden rather than stopped: hardly a text is without one.
    "personal-contact": { detectors: ["personal"], trust: ["user", "third-party", "model"], confidence: 0.6, action: "redact" },
    "personal-unsure": {
      detectors: ["personal"],
      trust: ["user", "third-party", "model"],
      severity: "high",
      confidence: 0.5,
      action: "flag",
    },
    "injection-third-party": { detectors: ["injection"], trust: ["third-party"], confidence: 0.5, fpr: "0.5%", action: "block" },
    "injection-third-party-unsure": { detectors: ["injection"], trust: ["third-party"], fpr: "2%", action: "flag" },
    "injection-user": { detectors: ["injection"], trust: ["user"], confidence: 0.5, fpr: "0.5%", action: "block" },
    "injection-user-unsure": { detectors: ["injection"], trust: ["user"], fpr: "2%", action: "flag" },
    "injection-tools": { detectors: ["injection"], origins: ["tool-definition"], confidence: 0.5, fpr: "0.1%", action: "block" },
    "injection-tools-unsure": { detectors: ["injection"], origins: ["tool-definition"], fpr: "1%", action: "flag" },
    hygiene: { detectors: ["hygiene"], trust: ["user"], action: "redact" },
    "hygiene-third-party": { detectors: ["hygiene"], trust: ["third-party"], action: "flag" },
    leakage: { detectors: ["leakage"], trust: ["model"], action: "block" },
    exits: { detectors: ["exits"], origins: ["assistant"], trust: ["model"], confidence: 0.5, action: "redact" },
    "exits-unsure": { detectors: ["exits"], origins: ["assistant"], trust: ["model"], action: "flag" },
    output: { detectors: ["output"], trust: ["model"], action: "block" },
  },
  unread: { image: "block", pdf: "block", url: "block", file: "block", mislabeled: "block", endpoint: "block", unknown: "block" },
  // What Anthropic's servers fetch, the model has read before anybody looked.
  tools: { server: { default: "block" } },
};

export const PRESETS: Readonly<Record<PresetName, PolicyInput>> = { monitor, inspect, balanced, strict };
