/** Keys of services that watch over others: logs, errors, analytics, alarms. */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

const NEW_RELIC = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";
const SENTRY = "https://docs.sentry.io/account/auth-tokens/";

export const OBSERVABILITY: readonly Detector[] = [
  prefixed({ id: "axiom-api-token", shapes: ["xa{at|pt}-{uuid}"], see: "https://axiom.co/docs/reference/tokens" }),
  named({
    id: "amplitude-secret-key",
    names: ["amplitude"],
    shapes: ["{32 hex}"],
    see: "https://amplitude.com/docs/apis/authentication",
  }),
  named({
    id: "better-stack-token",
    names: ["betterstack", "better stack", "logtail", "betteruptime"],
    shapes: ["{24 alphanumeric}"],
    see: "https://betterstack.com/docs/",
  }),
  named({ id: "bugsnag-api-key", names: ["bugsnag"], shapes: ["{32 hex}", "{uuid}"], see: "https://docs.bugsnag.com/api/" }),
  named({
    id: "coralogix-api-key",
    names: ["coralogix"],
    shapes: ["cxt{p|u|h|s}_{30 alphanumeric}", "{uuid}"],
    see: "https://coralogix.com/docs/user-guides/account-management/api-keys/api-keys/",
  }),
  named({
    id: "datadog-api-key",
    names: ["datadog", "dd api", "ddog"],
    shapes: ["{32 hex}"],
    see: "https://docs.datadoghq.com/account_management/api-app-keys/",
  }),
  named({
    id: "datadog-app-key",
    names: ["datadog", "dd app", "dd application"],
    shapes: ["{40 lower}"],
    see: "https://docs.datadoghq.com/account_management/api-app-keys/",
  }),
  prefixed({
    id: "dynatrace-token",
    shapes: ["dt0{c01|s01|s02|s03|s06|s08|s16}.{8-24 alphanumeric}.{64 alphanumeric}"],
    see: "https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication",
  }),
  prefixed({
    id: "grafana-cloud-token",
    shapes: ["glc_{32-400 base64}{|=|==|===}"],
    see: "https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/",
  }),
  prefixed({
    id: "grafana-legacy-api-key",
    shapes: ["eyJrIjoi{70-400 base64}{|=|==}"],
    see: "https://grafana.com/docs/grafana/latest/developers/http_api/auth/",
    severity: "high",
  }),
  prefixed({
    id: "grafana-service-account-token",
    shapes: ["glsa_{32 alphanumeric}_{8 anyhex}"],
    see: "https://grafana.com/docs/grafana/latest/administration/service-accounts/",
  }),
  prefixed({
    id: "honeycomb-api-key",
    shapes: ["hc{a|x|b|i|k|l}{ik|lk|mk}_{58-64 lower}"],
    see: "https://docs.honeycomb.io/configure/environments/manage-api-keys/",
  }),
  named({
    id: "honeycomb-legacy-key",
    names: ["honeycomb"],
    shapes: ["{32 hex}", "{22 alphanumeric}"],
    see: "https://docs.honeycomb.io/configure/environments/manage-api-keys/",
  }),
  named({
    id: "loggly-token",
    names: ["loggly"],
    shapes: ["{uuid}"],
    see: "https://documentation.solarwinds.com/en/success_center/loggly/",
  }),
  named({
    id: "logzio-token",
    names: ["logz io", "logzio"],
    shapes: ["{32 alphanumeric}", "{uuid}"],
    see: "https://docs.logz.io/",
  }),
  named({
    id: "mixpanel-secret",
    names: ["mixpanel"],
    shapes: ["{32 alphanumeric}"],
    see: "https://developer.mixpanel.com/reference/authentication",
  }),
  prefixed({
    id: "newrelic-key",
    shapes: [
      "NRAK-{27 upper}",
      "NRAK-{27 lower}",
      "NRII-{32 base64url}",
      "NRIQ-{32 base64url}",
      "NRRA-{42 hex}",
      "NRAA-{27 hex}",
    ],
    see: NEW_RELIC,
  }),
  prefixed({ id: "newrelic-browser-key", shapes: ["NRJS-{19 hex}"], see: NEW_RELIC, severity: "medium" }),
  named({
    id: "newrelic-license-key",
    names: ["new relic", "newrelic"],
    shapes: ["{36 hex}NRAL", "{40 hex}", "{64 lower}", "{47 alphanumeric}"],
    see: NEW_RELIC,
  }),
  named({
    id: "opsgenie-api-key",
    names: ["opsgenie", "genie key", "geniekey"],
    shapes: ["{uuid}"],
    see: "https://docs.opsgenie.com/docs/api-key-management",
  }),
  named({
    id: "pagerduty-api-key",
    names: ["pagerduty", "pager duty", "pd api"],
    shapes: ["u+{18 padded}", "{20 padded}", "{32 lower}"],
    see: "https://support.pagerduty.com/main/docs/api-access-keys",
  }),
  prefixed({ id: "posthog-personal-key", shapes: ["phx_{43-47 alphanumeric}"], see: "https://posthog.com/docs/api" }),
  named({
    id: "rollbar-access-token",
    names: ["rollbar"],
    shapes: ["{32 hex}", "{128 hex}"],
    see: "https://docs.rollbar.com/docs/access-tokens",
  }),
  named({
    id: "segment-api-key",
    names: ["segment"],
    shapes: ["sgp_{64 alphanumeric}", "{32 alphanumeric}", "{43 base64url}.{43 base64url}"],
    see: "https://segment.com/docs/connections/find-writekey/",
  }),
  prefixed({ id: "sentry-org-token", shapes: ["sntrys_eyJ{60-400 base64}{|=|==}_{43 base64}"], see: SENTRY }),
  prefixed({ id: "sentry-user-token", shapes: ["sntry{u|a}_{64 hex}"], see: SENTRY }),
  named({ id: "sentry-legacy-token", names: ["sentry"], shapes: ["{64 hex}"], see: SENTRY }),
  named({
    id: "splunk-token",
    names: ["splunk", "hec"],
    shapes: ["{uuid}"],
    see: "https://help.splunk.com/en/splunk-enterprise/get-data-in/get-data-with-http-event-collector",
  }),
  named({
    id: "statuspage-api-key",
    names: ["statuspage"],
    shapes: ["{uuid}", "{64 hex}"],
    see: "https://developer.statuspage.io/",
  }),
  named({
    id: "sumologic-access-id",
    names: ["sumologic", "sumo"],
    shapes: ["su{12 alphanumeric}"],
    see: "https://help.sumologic.com/docs/manage/security/access-keys/",
  }),
  named({
    id: "sumologic-access-key",
    names: ["sumologic", "sumo"],
    shapes: ["{64 alphanumeric}"],
    see: "https://help.sumologic.com/docs/manage/security/access-keys/",
  }),
  named({
    id: "uptimerobot-api-key",
    names: ["uptimerobot"],
    shapes: ["{u|ur}{6-9 digits}-{24 hex}", "m{6-10 digits}-{24 hex}"],
    see: "https://uptimerobot.com/api/",
  }),
  named({
    id: "zabbix-api-token",
    names: ["zabbix"],
    shapes: ["{64 hex}"],
    see: "https://www.zabbix.com/documentation/current/en/manual/api",
  }),
];
