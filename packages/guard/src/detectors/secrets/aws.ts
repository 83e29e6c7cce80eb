/**
 * Credentials of Amazon Web Services. An access key id is `AKIA` (long-term), `ASIA` (temporary) or another prefix of a credential, and 16
 * characters of base 32. Its secret half and a session token have no shape of their own (40 and more characters of base 64): only the
 * name before them tells. Bedrock API keys, which open Claude there, begin with the base 64 of their own name.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";
import { named } from "./named.js";

export const awsAccessKeyId = defineDetector({
  id: "aws-access-key-id",
  family: "secrets",
  severity: "high",
  keywords: ["AKIA", "ASIA", "ABIA", "ACCA"],
  pattern: alone(/A(?:KI|SI|BI|CC)A[A-Z2-7]{16}/, "A-Za-z\\d"),
  confidence: 0.95,
  // Amazon's own documentation uses ids that end in EXAMPLE.
  confirm: (id) => (id.endsWith("EXAMPLE") || !looksRandom(id.slice(4), 0.4) ? null : 0.95),
  examples: {
    hit: ["AWS_ACCESS_KEY_ID=AKIA{16 base32}", "key AKIA{16 base32}, then", "ASIA{16 base32}"],
    miss: [
      "AKIA{15 base32}",
      "AKIA{17 base32}",
      "akia{16 base32}",
      "AKIA{9 base32}EXAMPLE",
      "MAKIA{16 base32}",
      "AKIAAAAAAAAAAAAAAAAA",
      "AROA{16 base32}",
      "AKIA1890{12 base32}",
    ],
  },
});

export const awsBedrockApiKey = defineDetector({
  id: "aws-bedrock-api-key",
  family: "secrets",
  severity: "critical",
  keywords: ["ABSKQmVkcm9ja0FQSUtleS", "bedrock-api-key-YmVkcm9j"],
  pattern: alone(
    /ABSKQmVkcm9ja0FQSUtleS[A-Za-z\d+/]{60,300}={0,2}|bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z\d+/]{60,2000}={0,2}/,
  ),
  confidence: 0.99,
  examples: {
    hit: [
      "AWS_BEARER_TOKEN_BEDROCK=ABSKQmVkcm9ja0FQSUtleS{110 base64}=",
      "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{300 alphanumeric}",
    ],
    miss: ["ABSKQmVkcm9ja0FQSUtleS{20 base64}", "ABSK{110 base64}", "bedrock-api-key-{40 lower}"],
  },
});

export const awsSecretAccessKey = defineDetector({
  id: "aws-secret-access-key",
  family: "secrets",
  severity: "critical",
  keywords: ["secret_access", "secretaccess", "secret access", "secret-access", "aws_secret_key"],
  pattern:
    /(?:secret[ _-]?access[ _-]?key|aws_secret_key)[\\"'`]{0,4}\s{0,4}(?:=>|:=|[:=,]|is)?\s{0,4}[\\"'`]{0,4}(?<value>[A-Za-z\d/+]{40})(?![A-Za-z\d/+=])/i,
  confidence: 0.95,
  confirm: (_match, { value = "" }) =>
    value.endsWith("EXAMPLEKEY") || !looksRandom(value) || !/\d/.test(value) || !/[a-z]/.test(value) || !/[A-Z]/.test(value)
      ? null
      : 0.95,
  examples: {
    hit: [
      "aws_secret_access_key = {40 base64}",
      'AWS_SECRET_ACCESS_KEY="{40 base64}"',
      '{"SecretAccessKey": "{40 base64}", "Expiration": "2026-11-25T10:00:00Z"}',
      "secretAccessKey: '{40 base64}',",
      "The secret access key is {40 base64}.",
    ],
    miss: [
      "aws_secret_access_key = {39 base64}",
      "aws_secret_access_key = {41 base64}",
      "aws_secret_access_key = {30 base64}EXAMPLEKEY",
      "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
      "secret_access_key: {40 hex}",
      "sha1 {40 hex}",
      "aws_secret_access_key = YOUR/SECRET/ACCESS/KEY/GOES/HERE/INSTEAD",
    ],
  },
});

/** The same value under another name that says whose it is: `awsKey`, `AMAZON_SECRET`. */
export const awsSecretKey = named({
  id: "aws-secret-key",
  names: ["aws", "amazon"],
  shapes: ["{40 base64}"],
  see: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  severity: "critical",
});

export const awsSessionToken = defineDetector({
  id: "aws-session-token",
  family: "secrets",
  severity: "critical",
  keywords: ["session_token", "sessiontoken", "security_token", "security-token"],
  pattern:
    /(?:session_?token|security[_-]token)[\\"'`]{0,4}\s{0,4}(?:=>|:=|[:=])\s{0,4}[\\"'`]{0,4}(?<value>(?:IQoJ|FwoG|FQoG|AQoD)[A-Za-z\d/+%]{100,2000}={0,2})/i,
  confidence: 0.95,
  examples: {
    hit: [
      "aws_session_token = IQoJ{400 base64}==",
      '"SessionToken": "FwoG{300 base64}="',
      "X-Amz-Security-Token=IQoJ{400 base64}",
    ],
    miss: ["aws_session_token = IQoJ{40 base64}", "session_token = {400 base64}", "session_token: string;"],
  },
});
