/**
 * Addresses on the Internet, version 4 and 6, in each form that RFC 4291 and RFC 5952 know, with a zone or the length of a prefix. A loopback or
 * unspecified address says nothing of anybody, and four small numbers between dots may be a section or a version: such findings are unsure.
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2
 * @see https://www.rfc-editor.org/rfc/rfc5952
 */
import { defineDetector } from "../define.js";
import type { Confirmed } from "../detector.js";
import { wordsOf } from "./words.js";

const WORDS = wordsOf(
  "ips?(?![a-z])|ipv[46]|address|addr|host|server|client|remote|peer|gateway|subnet|network|router|dns|ping|src|dst|from|adresse|dirección|endereço|indirizzo|адрес|地址|アドレス",
);
const VERSION =
  /(?:v|version|ver|release|build|rev|sdk|api|§|section|chapter|clause|v\.|firmware|driver|chrome|safari|firefox|edge|opera)[\s"':=/@^~-]{0,3}$/i;

function isV4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** @returns The number of hextets that are written out, or undefined for what is no address. */
function hextetsOf(text: string): number | undefined {
  // Cheapest first: times of the day look like it.
  if (text.length < 15 && !text.includes("::")) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  let count = 0;
  for (const [number, half] of halves.entries()) {
    const parts = half === "" ? [] : half.split(":");
    for (const [at, part] of parts.entries()) {
      const isTail = number === halves.length - 1 && at === parts.length - 1;
      if (/^[\da-f]{1,4}$/i.test(part)) count += 1;
      else if (isTail && isV4(part)) count += 2;
      else return undefined;
    }
  }
  return halves.length === 2 ? (count < 8 ? count : undefined) : count === 8 ? 8 : undefined;
}

/** What is said before an address. Most that looks like one is none (times, versions), so it is looked at last. */
const isNamed = (before: string): boolean => WORDS.test(before.toLowerCase());
const confirmed = (confidence: number, named: boolean): Confirmed => ({
  confidence,
  evidence: named ? ["shape", "context"] : ["shape"],
});

function judgeV4(address: string, before: string): Confirmed | null {
  if (!isV4(address) || VERSION.test(before)) return null;
  const named = isNamed(before);
  if (/^(?:127\.|0\.0\.0\.0$|255\.255\.255)/.test(address)) return confirmed(0.4, named);
  if (named) return confirmed(0.95, named);
  const small = address.split(".").every((part) => Number(part) < 20) && !address.startsWith("10.");
  return confirmed(small ? 0.4 : 0.8, named);
}

function judgeV6(address: string, before: string): Confirmed | null {
  const hextets = hextetsOf(address);
  if (hextets === undefined || /^(?:[\da-f]{2}:){7}[\da-f]{2}$/i.test(address)) return null; // the latter is a hardware address
  const named = isNamed(before);
  // `a::b` is a name in many languages, and `::` stands between names.
  if (hextets < 3 && !/\d/.test(address)) return named ? confirmed(0.5, named) : null;
  if (/^[0:]+1?$/.test(address)) return confirmed(0.4, named);
  return confirmed(hextets < 3 && !/^(?:fe80|f[cd]|2|ff|64)/i.test(address) ? 0.6 : 0.95, named);
}

/** The first character, not in the middle of a word, and what stands before. */
const START =
  /[\dA-Fa-f:](?<!(?:[A-Za-mo-qsu-z\d_.+-]|(?<!\\)[nrt])[\dA-Fa-f:])(?=\d{0,2}\.\d|[\dA-Fa-f]{0,3}:)(?<=(?<before>[^]{0,24})[\dA-Fa-f:])/;
const V4 = /(?<v4>(?<=\d)\d{0,2}(?:\.\d{1,3}){3})(?:\/\d{1,2}(?!\d))?(?!\w|\.\d|-\w)/;
const V6 =
  /(?<!:[\dA-Fa-f:])(?:(?<=[\dA-Fa-f])[\dA-Fa-f]{0,3}(?::[\dA-Fa-f]{0,4}){2,8}|(?<=:)(?::[\dA-Fa-f]{0,4}){1,7})(?:(?<=:\d{1,3})(?:\.\d{1,3}){3})?(?:%[\w.-]{1,16})?(?:\/\d{1,3}(?!\d))?(?![\w:]|\.\d|-\w)/;
const PATTERN = new RegExp(`${START.source}(?:${V4.source}|${V6.source})`);

export const ipAddress = defineDetector({
  id: "ip-address",
  kind: "ip",
  family: "personal",
  severity: "low",
  pattern: PATTERN,
  confidence: 0.9,
  confirm(match, { v4, before = "" }) {
    const address = match.replace(/[%/].*$/, "");
    return v4 === undefined ? judgeV6(address, before) : judgeV4(address, before);
  },
  examples: {
    hit: [
      "from 203.0.113.{1 digits} port 22",
      "http://198.51.100.{1 digits}:8080/",
      "10.2{1 digits}.0.0/16",
      "2001:db8:{4 hex}::{4 hex}",
      "[fe80::1{3 hex}%eth0]",
      "2001:db8:0:0:0:0:0:1{3 hex}",
      "::ffff:203.0.113.{1 digits}",
    ],
    miss: [
      "version 1.2.3.{1 digits}",
      "Chrome/120.0.0.0",
      "v10.20.30.40",
      "1.2.3.4.5",
      "300.1.1.1",
      "10.1.1",
      "std::vector, a::b",
      "12:30:45",
      "1::2::3",
      "00:1a:2b:3c:4d:5e",
    ],
  },
});
