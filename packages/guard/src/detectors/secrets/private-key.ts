/**
 * Private keys in PEM armor, of every kind (PKCS #8, PKCS #1, SEC 1, OpenSSH, OpenPGP), also with line breaks escaped as in JSON or
 * source code, and also cut short: a header and a first line of key are enough. The longest that is read whole is RSA with 16,384 bits: 194
 * lines.
 * @see https://www.rfc-editor.org/rfc/rfc7468
 * @see https://www.rfc-editor.org/rfc/rfc1421#section-4.4
 */
import { defineDetector } from "../define.js";

/** Between two lines: a line break, plain or escaped, with indentation or the quotes of a program that joins strings. */
const BREAK = String.raw`(?:\s|\\{1,4}[nr]|["',]| \+)`;
const LABEL = String.raw`(?:[A-Z\d]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----`;
/** `Proc-Type: 4,ENCRYPTED` and the like. */
const FIELDS = String.raw`(?:${BREAK}{1,12}[A-Z][A-Za-z-]{2,20}: [\w ,.:/()@+=-]{1,80}){0,4}`;
const LINES = String.raw`[A-Za-z\d+/=]{77,13000}|[A-Za-z\d+/]{40,76}(?:${BREAK}{1,12}[A-Za-z\d+/=]{24,76}){0,200}`;
/** The last lines are short, and tell from words only by what follows. */
const FOOTER = String.raw`(?:(?:${BREAK}{1,12}[A-Za-z\d+/=]{1,76}){0,2}${BREAK}{0,12}-----END ${LABEL})?`;

export const privateKey = defineDetector({
  id: "private-key",
  family: "secrets",
  severity: "critical",
  keywords: ["-----BEGIN "],
  pattern: new RegExp(`-----BEGIN ${LABEL}${FIELDS}${BREAK}{0,12}(?:${LINES})${FOOTER}`),
  confidence: 0.99,
  examples: {
    hit: [
      "-----BEGIN PRIVATE KEY-----\n{64 base64}\n-----END PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{32 upper}\n\n{64 base64}\n{64 base64}\n{20 base64}==\n-----END RSA PRIVATE KEY-----\n",
      '"private_key": "-----BEGIN PRIVATE KEY-----\\n{64 base64}\\n{64 base64}\\n{31 base64}=\\n-----END PRIVATE KEY-----\\n"',
      "-----BEGIN OPENSSH PRIVATE KEY-----\n{70 base64}\n{70 base64}\n{14 base64}\n-----END OPENSSH PRIVATE KEY-----",
      "-----BEGIN EC PRIVATE KEY----- {64 base64} {64 base64} {20 base64} -----END EC PRIVATE KEY-----",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{64 base64}\n{64 base64}\n{9 base64}\n={4 base64}\n-----END PGP PRIVATE KEY BLOCK-----",
      "cut short: -----BEGIN ENCRYPTED PRIVATE KEY-----\n{64 base64}\n{64 base64}\nand then the log goes on.",
      "-----BEGIN PRIVATE KEY-----{400 base64}-----END PRIVATE KEY-----",
    ],
    miss: [
      "-----BEGIN CERTIFICATE-----\n{64 base64}\n-----END CERTIFICATE-----",
      "-----BEGIN PUBLIC KEY-----\n{64 base64}\n-----END PUBLIC KEY-----",
      "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\nYOUR KEY HERE\n-----END RSA PRIVATE KEY-----",
      "a file that begins with -----BEGIN PRIVATE KEY----- is a private key and never belongs into a repository",
      "---BEGIN PRIVATE KEY---\n{64 base64}",
    ],
  },
});
