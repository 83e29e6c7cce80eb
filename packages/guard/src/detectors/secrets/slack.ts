/**
 * Slack tokens begin with `xox` and a letter for their kind, or `xapp`; an incoming webhook is a URL that whoever knows it may post to.
 * @see https://docs.slack.dev/authentication/tokens
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

export const slackAppToken = defineDetector({
  id: "slack-app-token",
  family: "secrets",
  severity: "critical",
  keywords: ["xapp-"],
  pattern: alone(/xapp-\d-[A-Z\d]{8,16}-\d{8,16}-[a-z\d]{32,128}/i),
  confidence: 0.97,
  examples: {
    hit: ["SLACK_APP_TOKEN=xapp-1-A0{9 upper}-{13 digits}-{64 hex}"],
    miss: ["xapp-1-A0{9 upper}-{13 digits}-{20 hex}", "xapp-your-app-token", "myxapp-1-A0{9 upper}-{13 digits}-{64 hex}"],
  },
});

export const slackToken = defineDetector({
  id: "slack-token",
  family: "secrets",
  severity: "critical",
  keywords: ["xox"],
  pattern: alone(
    /xox[abeopr]-\d{8,14}(?:-\d{8,14}){0,2}-[A-Za-z\d]{18,40}|xox[abceoprs]-\d{6,14}(?:-\d{6,14}){2,3}-[a-f\d]{8,64}|xox[ar]-(?:\d-)?[A-Za-z\d]{12,48}|xoxd-[\w%+/-]{40,300}|xoxe(?:\.xox[bp])?-\d-[A-Za-z\d]{100,200}/i,
  ),
  confidence: 0.97,
  confirm: (token) => (looksRandom(token.slice(token.lastIndexOf("-") + 1), 0.4) ? 0.97 : null),
  examples: {
    hit: [
      "SLACK_BOT_TOKEN=xoxb-{12 digits}-{13 digits}-{24 alphanumeric}",
      "xoxp-{12 digits}-{12 digits}-{12 digits}-{32 hex}",
      "xoxb-{11 digits}-{24 alphanumeric}",
      "xoxe.xoxp-1-{163 upper}",
      "xoxe-1-{146 upper}",
    ],
    miss: [
      "xoxb-{12 digits}-{13 digits}-{10 alphanumeric}",
      "xoxb-your-token-here",
      "xoxb-{12 digits}-{12 digits}-xxxxxxxxxxxxxxxxxxxxxxxx",
      "foxoxb-{12 digits}-{13 digits}-{24 alphanumeric}",
    ],
  },
});

export const slackWebhookUrl = defineDetector({
  id: "slack-webhook-url",
  family: "secrets",
  severity: "high",
  keywords: ["hooks.slack.com/", "hooks.slack-gov.com/"],
  pattern: alone(
    /hooks\.slack(?:-gov)?\.com\/(?:services\/T[A-Z\d]{6,12}\/B[A-Z\d]{6,12}\/[A-Za-z\d]{20,28}|workflows\/T[A-Z\d]{6,12}\/A[A-Z\d]{6,12}\/\d{15,20}\/[A-Za-z\d]{20,28}|triggers\/[TE][A-Z\d]{6,12}\/\d{10,16}\/[a-f\d]{32})/i,
  ),
  confidence: 0.97,
  confirm: (url) => (looksRandom(url.slice(url.lastIndexOf("/") + 1)) ? 0.97 : null),
  examples: {
    hit: [
      "https://hooks.slack.com/services/T{8 upper}/B{10 upper}/{24 alphanumeric}",
      "curl https://hooks.slack.com/workflows/T{10 upper}/A{10 upper}/{18 digits}/{24 alphanumeric}",
    ],
    miss: [
      "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
      "https://hooks.slack.com/services/",
      "https://hooks.slack.com/services/T{8 upper}/B{10 upper}/{12 alphanumeric}",
    ],
  },
});
