/** Keys of services that send mail, text messages, and notifications. */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import type { Detector } from "../detector.js";
import { isPlaceholder } from "../randomness.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const MAIL: readonly Detector[] = [
  named({
    id: "activecampaign-api-key",
    names: ["activecampaign"],
    shapes: ["{72 hex}"],
    see: "https://developers.activecampaign.com/reference/authentication",
  }),
  named({
    id: "bandwidth-api-secret",
    names: ["bandwidth"],
    shapes: ["{40-64 lower}"],
    see: "https://dev.bandwidth.com/docs/account/credentials",
  }),
  named({ id: "beamer-api-key", names: ["beamer"], shapes: ["b_{44 padded}"], see: "https://www.getbeamer.com/api" }),
  prefixed({
    id: "brevo-api-key",
    shapes: ["xkeysib-{64 hex}-{16 alphanumeric}", "xsmtpsib-{64 hex}-{16 alphanumeric}"],
    see: "https://developers.brevo.com/docs/getting-started",
  }),
  named({ id: "clicksend-api-key", names: ["clicksend"], shapes: ["{uuid}"], see: "https://developers.clicksend.com/docs/" }),
  prefixed({ id: "courier-auth-token", shapes: ["pk_{prod|test}_{28 upper}"], see: "https://www.courier.com/docs/reference/" }),
  named({
    id: "customerio-api-key",
    names: ["customer io"],
    shapes: ["{32 hex}", "{20 hex}"],
    see: "https://docs.customer.io/accounts-and-workspaces/managing-credentials/",
  }),
  named({
    id: "elastic-email-api-key",
    names: ["elastic email"],
    shapes: ["{96 hex}", "{uuid}"],
    see: "https://elasticemail.com/developers/api-documentation/",
  }),
  named({
    id: "infobip-api-key",
    names: ["infobip"],
    shapes: ["{32 hex}-{uuid}"],
    see: "https://www.infobip.com/docs/essentials/api-essentials/api-authentication",
  }),
  named({
    id: "kit-api-key",
    names: ["convertkit"],
    shapes: ["{22 base64url}", "{43 base64url}", "kit_{32 hex}"],
    see: "https://developers.kit.com/",
  }),
  prefixed({
    id: "knock-api-key",
    shapes: ["sk_{43 base64url}"],
    see: "https://docs.knock.app/api-reference/overview/authentication",
    confidence: 0.8,
  }),
  defineDetector({
    id: "mailchimp-api-key",
    family: "secrets",
    severity: "critical",
    keywords: ["-us"],
    keywordOffset: 32,
    pattern: alone(/[\da-f]{32}-us\d{1,2}/),
    confidence: 0.95,
    confirm: (key) => (isPlaceholder(key.slice(0, 32)) ? null : 0.95),
    reference: "https://mailchimp.com/developer/marketing/docs/fundamentals/",
    examples: {
      hit: ["MAILCHIMP_API_KEY={32 hex}-us12", "key={32 hex}-us6&x=1"],
      miss: ["{31 hex}-us12", "{33 hex}-us12", "{32 hex}-eu12", "{32 hex}-us123", "00000000000000000000000000000000-us1"],
    },
  }),
  prefixed({
    id: "mailersend-api-token",
    shapes: ["mlsn.{64 hex}"],
    see: "https://developers.mailersend.com/general.html#authentication",
  }),
  prefixed({
    id: "mailgun-private-key",
    shapes: ["key-{32 hex}"],
    see: "https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview",
  }),
  named({
    id: "mailgun-signing-key",
    names: ["mailgun"],
    shapes: ["{32 hex}-{8 hex}-{8 hex}", "{32 hex}", "{72 padded}"],
    see: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
  }),
  named({ id: "mailjet-api-secret", names: ["mailjet"], shapes: ["{32 hex}"], see: "https://dev.mailjet.com/email/guides/" }),
  prefixed({
    id: "mandrill-api-key",
    shapes: ["md-{22 base64url}"],
    see: "https://mailchimp.com/developer/transactional/docs/fundamentals/",
  }),
  named({
    id: "mandrill-legacy-key",
    names: ["mandrill"],
    shapes: ["{22 padded}"],
    see: "https://mailchimp.com/developer/transactional/docs/fundamentals/",
  }),
  named({
    id: "messagebird-api-key",
    names: ["message bird"],
    shapes: ["{25 padded}"],
    see: "https://developers.messagebird.com/api/#authentication",
  }),
  prefixed({
    id: "onesignal-api-key",
    shapes: ["os_v2_{app|org}_{98-110 lower}"],
    see: "https://documentation.onesignal.com/docs/en/keys-and-ids",
  }),
  named({ id: "plivo-auth-token", names: ["plivo"], shapes: ["{40 alphanumeric}"], see: "https://www.plivo.com/docs/" }),
  named({
    id: "postmark-server-token",
    names: ["postmark", "x postmark server token"],
    shapes: ["{uuid}"],
    see: "https://postmarkapp.com/developer/api/overview",
  }),
  named({ id: "pushover-token", names: ["pushover"], shapes: ["{30 lower}"], see: "https://pushover.net/api" }),
  prefixed({
    id: "resend-api-key",
    shapes: ["re_{8 alphanumeric}_{24 alphanumeric}"],
    see: "https://resend.com/docs/api-reference/introduction",
  }),
  named({
    id: "sendbird-api-token",
    names: ["sendbird"],
    shapes: ["{40 hex}", "{uuid}"],
    see: "https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api",
  }),
  prefixed({
    id: "sendgrid-api-key",
    shapes: ["SG.{20-24 base64url}.{39-50 base64url}", "SG.{66 padded}"],
    see: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
  }),
  named({ id: "sinch-api-token", names: ["sinch"], shapes: ["{32 hex}"], see: "https://developers.sinch.com/docs/" }),
  named({
    id: "smtp2go-api-key",
    names: ["smtp2go"],
    shapes: ["api-{32 alphanumeric}"],
    see: "https://developers.smtp2go.com/docs/",
  }),
  named({ id: "sparkpost-api-key", names: ["sparkpost"], shapes: ["{40 hex}"], see: "https://developers.sparkpost.com/api/" }),
  prefixed({
    id: "telnyx-api-key",
    shapes: ["KEY{32 upper}_{22 base64url}"],
    see: "https://developers.telnyx.com/api/authentication",
  }),
  prefixed({ id: "twilio-api-key", shapes: ["SK{32 hex}"], see: "https://www.twilio.com/docs/iam/api-keys" }),
  named({
    id: "twilio-auth-token",
    names: ["twilio"],
    shapes: ["{32 hex}", "{32 alphanumeric}"],
    see: "https://www.twilio.com/docs/iam/api",
  }),
  named({
    id: "vonage-api-secret",
    names: ["vonage", "nexmo"],
    shapes: ["{16 alphanumeric}"],
    see: "https://developer.vonage.com/en/getting-started/concepts/authentication",
  }),
];
