/**
 * Stripe's keys: `sk_` (secret) or `rk_` (restricted), `live` or `test`, and letters and digits; webhook signing secrets `whsec_`. Publishable
 * keys (`pk_`) are public. A test key moves no money, so it is a detector of its own.
 * @see https://docs.stripe.com/keys
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

const confirmRandom =
  (confidence: number, prefix: number) =>
  (key: string): number | null =>
    looksRandom(key.slice(prefix)) ? confidence : null;

export const stripeLiveKey = defineDetector({
  id: "stripe-live-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sk_live_", "rk_live_", "sk_prod_", "rk_prod_", "sk_org_live_"],
  pattern: alone(/[rs]k_(?:live|prod)_[\dA-Za-z]{16,247}|sk_org_live_[\dA-Za-z]{16,247}/),
  confidence: 0.98,
  confirm: confirmRandom(0.98, 8),
  examples: {
    hit: ["STRIPE_KEY=sk_live_{24 alphanumeric}", "rk_live_{99 alphanumeric}.", "sk_org_live_{60 alphanumeric}"],
    miss: [
      "sk_live_{10 alphanumeric}",
      "pk_live_{24 alphanumeric}",
      "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
      "task_live_{24 alphanumeric}",
      "sk_live_your_key_goes_here",
    ],
  },
});

export const stripeTestKey = defineDetector({
  id: "stripe-test-key",
  family: "secrets",
  severity: "medium",
  keywords: ["sk_test_", "rk_test_"],
  pattern: alone(/[rs]k_test_[\dA-Za-z]{16,247}/),
  confidence: 0.95,
  confirm: confirmRandom(0.95, 8),
  examples: {
    hit: ["stripe.api_key = 'sk_test_{24 alphanumeric}'"],
    miss: [
      "sk_test_{10 alphanumeric}",
      "pk_test_{24 alphanumeric}",
      "sk_test_key_for_the_integration_tests",
      "risk_test_{24 alphanumeric}",
    ],
  },
});

export const stripeWebhookSecret = defineDetector({
  id: "stripe-webhook-secret",
  family: "secrets",
  severity: "high",
  keywords: ["whsec_"],
  pattern: alone(/whsec_[\dA-Za-z+/]{32,64}={0,2}/),
  confidence: 0.97,
  confirm: confirmRandom(0.97, 6),
  examples: {
    hit: ["endpoint_secret = whsec_{32 alphanumeric}", "whsec_{64 hex}"],
    miss: ["whsec_{16 alphanumeric}", "whsec_...", "whsec_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"],
  },
});
