/**
 * Tokens and webhooks of places where people talk: whoever knows one posts in the name of its owner. Slack's have a file of their own. A bot of
 * Telegram is its number, a colon, and 35 characters that begin with `A`; a bot of Discord is its number in base 64, a time, and a signature.
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import type { Detector } from "../detector.js";
import { isPlaceholder } from "../randomness.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const CHAT: readonly Detector[] = [
  prefixed({
    id: "dingtalk-webhook-url",
    shapes: ["oapi.dingtalk.com/robot/send?access_token={64 hex}"],
    see: "https://open.dingtalk.com/document/robots/custom-robot-access",
    severity: "high",
  }),
  defineDetector({
    id: "discord-bot-token",
    family: "secrets",
    severity: "critical",
    keywords: ["MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"],
    pattern: alone(/(?:M[DTjz]|N[DTjz]|O[DT])[A-Za-z\d_-]{20,26}\.[\w-]{5,7}\.[\w-]{27,38}/),
    confidence: 0.97,
    confirm: (token) => (isDecimal(token.slice(0, token.indexOf("."))) ? 0.97 : null),
    reference: "https://docs.discord.com/developers/reference#authentication",
    examples: {
      hit: [
        'client.login("{base64url of 799281494476455987}.YABS5g.{38 base64url}")',
        "{base64url of 198622483471925248}.Cl2FMQ.{27 base64url}",
      ],
      miss: [
        "{base64url of 799281494476455987}.YABS5g.{20 base64url}",
        "MT{22 lower}.{6 lower}.{27 lower}",
        "MD5.{6 lower}.{27 lower}",
      ],
    },
  }),
  prefixed({
    id: "discord-webhook-url",
    shapes: ["{discord|discordapp}.com/api/webhooks/{17-20 digits}/{60-80 base64url}"],
    see: "https://docs.discord.com/developers/resources/webhook",
    severity: "high",
  }),
  named({
    id: "discord-client-secret",
    names: ["discord"],
    shapes: ["{32 padded}", "{64 hex}"],
    see: "https://docs.discord.com/developers/topics/oauth2",
  }),
  prefixed({
    id: "feishu-webhook-url",
    shapes: ["open.{feishu.cn|larksuite.com}/open-apis/bot/v2/hook/{uuid}"],
    see: "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot",
    severity: "high",
  }),
  named({
    id: "gitter-access-token",
    names: ["gitter"],
    shapes: ["{40 padded}"],
    see: "https://developer.gitter.im/docs/authentication",
  }),
  prefixed({
    id: "google-chat-webhook-url",
    shapes: ["chat.googleapis.com/v1/spaces/{8-14 base64url}/messages?key={39 base64url}&token={43 base64url}"],
    see: "https://developers.google.com/workspace/chat/quickstart/webhooks",
    severity: "high",
  }),
  named({
    id: "line-channel-token",
    names: ["line channel", "line notify", "line messaging"],
    shapes: ["{172 base64}", "{43 alphanumeric}", "{32 hex}"],
    see: "https://developers.line.biz/en/docs/basics/channel-access-token/",
  }),
  prefixed({
    id: "matrix-access-token",
    shapes: ["syt_{4-80 alphanumeric}_{20 letters}_{6 alphanumeric}"],
    see: "https://spec.matrix.org/latest/client-server-api/",
  }),
  named({
    id: "mattermost-access-token",
    names: ["mattermost"],
    shapes: ["{26 lower}"],
    see: "https://developers.mattermost.com/integrate/reference/personal-access-token/",
  }),
  prefixed({
    id: "microsoft-teams-webhook-url",
    shapes: [
      "webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{32 hex}/{uuid}",
      "outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{32 hex}/{uuid}",
    ],
    see: "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    severity: "high",
  }),
  named({
    id: "pusher-secret",
    names: ["pusher"],
    shapes: ["{20 hex}"],
    see: "https://pusher.com/docs/channels/library_auth_reference/rest-api/",
  }),
  defineDetector({
    id: "telegram-bot-token",
    family: "secrets",
    severity: "critical",
    keywords: [":A"],
    // The number before is the bot's name, known to whoever talks with it.
    pattern: /(?<=(?:(?<![\w:-])|\/bot)\d{7,10}):A[\w-]{34}(?![\w-])/,
    confidence: 0.97,
    confirm: (token) => (isPlaceholder(token.slice(token.indexOf(":") + 1)) ? null : 0.97),
    reference: "https://core.telegram.org/bots/api#authorizing-your-bot",
    examples: {
      hit: ["TELEGRAM_TOKEN={9 digits}:AA{33 base64url}", "https://api.telegram.org/bot{10 digits}:AA{33 base64url}/getMe"],
      miss: [
        "{6 digits}:AA{33 base64url}",
        "{9 digits}:AA{30 base64url}",
        "{9 digits}:BA{33 base64url}",
        "{9 digits}:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "a{9 digits}:AA{33 base64url}",
      ],
    },
  }),
  named({
    id: "telegram-named-bot-token",
    names: ["telegram"],
    shapes: ["{5-6 digits}:A{34 base64url}", "{11-16 digits}:A{34 base64url}"],
    see: "https://core.telegram.org/bots/api#authorizing-your-bot",
  }),
  named({ id: "twitch-token", names: ["twitch"], shapes: ["{30 lower}"], see: "https://dev.twitch.tv/docs/authentication/" }),
  prefixed({
    id: "wecom-webhook-url",
    shapes: ["qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}"],
    see: "https://developer.work.weixin.qq.com/document/path/91770",
    severity: "high",
  }),
  named({
    id: "webex-access-token",
    names: ["webex", "ciscospark"],
    shapes: ["{64 padded}_{4 padded}_{uuid}", "{64 hex}"],
    see: "https://developer.webex.com/docs/getting-started",
  }),
  prefixed({
    id: "zapier-webhook-url",
    shapes: ["hooks.zapier.com/hooks/catch/{6-9 digits}/{6-9 lower}"],
    see: "https://help.zapier.com/hc/en-us/articles/8496288690317",
    severity: "high",
  }),
  named({
    id: "zoom-client-secret",
    names: ["zoom"],
    shapes: ["{32 alphanumeric}"],
    see: "https://developers.zoom.us/docs/internal-apps/create/",
  }),
  named({ id: "zulip-api-key", names: ["zulip"], shapes: ["{32 alphanumeric}"], see: "https://zulip.com/api/api-keys" }),
];

/** Whether a text is the base 64 of decimal digits. */
function isDecimal(text: string): boolean {
  try {
    return /^\d{15,20}$/.test(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return false; // not base 64
  }
}
