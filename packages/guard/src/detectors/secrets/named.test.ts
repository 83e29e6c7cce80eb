import { describe, expect, it } from "vitest";
import { fill, seeded } from "../examples.testkit.js";
import { createScanner } from "../../scan/scanner.js";
import { findAll } from "../../scan/scan.testkit.js";
import { SECRETS } from "./index.js";

const scanner = createScanner(SECRETS);
const found = (text: string, seed = 1): readonly string[] => {
  const filled = fill(text, seeded(seed));
  return findAll(scanner, [filled]).map(({ detector, start, end }) => `${detector} ${String(end - start)}`);
};

/** A name and a value as languages, files, and command lines write them; `N` is the name, `V` the value. */
const WRITTEN: readonly string[] = [
  "N=V",
  "N = V",
  'N="V"',
  "N: V",
  "N: 'V'",
  "N := `V`",
  'N ::= "V"',
  'N :::= "V"',
  'N ?= "V"',
  '$N .= "V"',
  'var N string = "V"',
  'const N: string = "V";',
  'String N = "V";',
  '  "N" => "V"',
  '{"N": "V"}',
  '{"config.ini": "N=V\\nBACKUP_ENABLED=true"}',
  '"{\\"N\\":\\"V\\"}"',
  'System.setProperty("N", "V")',
  "os.environ['N'] = 'V'",
  'if (N == "V") {',
  "<N>V</N>",
  "<N>\n    V\n</N>",
  '<add key="N" value="V" />',
  '<string name="N">V</string>',
  "<key>N</key>\n<string>V</string>",
  "- name: N\n  value: V",
  '{"name": "N", "value": "V"}',
  "curl -H 'N: V' https://host.corp.internal/",
  "https://host.corp.internal/?a=1&N=V&b=2",
  "N->V",
];
const NAMES = ["DATADOG_API_KEY", "datadogApiKey", "datadog.api-key", "myDatadogToken", "x-datadog-secret"];

describe("a key is found however it is given to a name", () => {
  it.each(WRITTEN)("%j", (written) => {
    for (const name of NAMES) {
      const text = written.replaceAll("N", () => name).replaceAll("V", () => "{32 hex}");
      expect([name, ...found(text)]).toEqual([name, "datadog-api-key 32"]);
    }
  });

  it.each(WRITTEN)("%j, of a provider that nobody has heard of", (written) => {
    for (const name of ["ACME_API_KEY", "acmeAuthToken", "acme_client_secret"]) {
      const text = written.replaceAll("N", () => name).replaceAll("V", () => "{40 alphanumeric}");
      expect([name, ...found(text)]).toEqual([name, "generic-secret 40"]);
    }
  });
});

describe("a value is named once, by whoever knows it best", () => {
  it.each([
    ["api_key = 'sk-ant-api03-{93 base64url}AA'", "anthropic-api-key 108"],
    ["Authorization: Bearer sk-ant-oat01-{93 base64url}AA", "anthropic-oauth-token 108"],
    ['stripe_secret_key: "sk_live_{24 alphanumeric}"', "stripe-live-key 32"],
    ["clearbit_secret_key = {32 alphanumeric}", "service-api-key 32"],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });
});

describe("what stands near a provider's name is no key by that alone", () => {
  it.each([
    ["a checksum of a pod", "  Sentry: {40 hex}\n  Stripe: {40 hex}\n  Intercom: {40 hex}"],
    ["a pinned action", "uses: codecov/codecov-action@{40 hex}"],
    ["a commit of a dependency", 'heroku = { git = "https://host.example/heroku/cli", rev = "{40 hex}" }'],
    [
      "a lock file's digest",
      'resolved "https://host.example/@sentry/core/-/core-8.0.0.tgz#{40 hex}"\n  integrity sha512-{86 base64}==',
    ],
    ["an id", "twilio_account_id = {32 hex}, datadog_trace_id: {32 hex}, segment project_id={32 hex}"],
    ["a word of the same length", "mattermost_token = someconfigurationvaluename"],
    ["a part of another word", "blob: live_{35 hex}, SetSysctl = {24 lower}, sumOfParts = {64 alphanumeric}"],
    ["a variable", "ALGOLIA_API_KEY=${ALGOLIA_API_KEY} --set algolia.key=$KEY {{ .Values.algolia.token }}"],
    ["a placeholder", 'datadog_api_key: "00000000000000000000000000000000" mailgun_key=your-mailgun-api-key-goes-here-now'],
  ])("%s", (_name, text) => {
    for (let seed = 0; seed < 20; seed++) expect(found(text, seed)).toEqual([]);
  });
});
