/**
 * Which addresses in an answer are no way out: those that the policy names, those of hosts that the user or the operator spoke of, and those that
 * somebody's text holds as they are: an address that was there before can carry nothing of what the model has read since.
 */
import type { Finding } from "../detectors/detector.js";
import type { Segment } from "../exchange/segment.js";
import { hostOf, isDestinationNamed, linksIn } from "../tools/destinations.js";
import { ownWords } from "../tools/request.js";
import { withoutEnd } from "../tools/words.js";
import type { RequestFacts } from "./decision.js";
import type { Engine } from "./engine.js";

export interface Exits {
  /** Says what a third party's text in the response itself holds, as the results of a search that the API made. */
  saw(segment: Pick<Segment, "text" | "trust">): void;
  /** Leaves out the findings of addresses that lead where they may. @param text - What the offsets count in. */
  withoutKnown<One extends Finding>(findings: readonly One[], text: (start: number, end: number) => string): readonly One[];
}

/** @param facts - Of the request. Without a conversation only the policy's destinations are known. */
export function createExits({ policy }: Engine, facts: RequestFacts): Exits {
  const found: string[] = [];
  let told: Told | undefined;

  const isKnown = (url: string): boolean => {
    const address = plain(url);
    if (isDestinationNamed(address, policy.tools.destinations)) return true;
    told ??= tell(facts);
    for (const text of found.splice(0)) addAddresses(text, told.addresses);
    const host = hostOf(address);
    return told.addresses.has(url) || (host !== undefined && told.hosts.has(host) && !leadsOn(url));
  };

  return {
    saw({ text, trust }) {
      if (trust === "third-party") found.push(text);
    },
    withoutKnown: (findings, text) =>
      findings.filter(({ family, start, end }) => family !== "exits" || !isKnown(text(start, end))),
  };
}

/** What was said before the answer. */
interface Told {
  /** Hosts that the user or the operator spoke of in their own words. */
  readonly hosts: ReadonlySet<string>;
  /** All that stand in what anybody but the model wrote. In a set: an answer of thousands of links must not cost as many readings of the conversation. */
  readonly addresses: Set<string>;
}

function tell({ conversation }: RequestFacts): Told {
  const hosts = new Set<string>();
  const addresses = new Set<string>();
  for (const step of conversation?.().steps ?? []) {
    if (step.kind === "call") continue; // the model's words
    addAddresses(step.text, addresses);
    if (step.kind !== "said") continue;
    for (const link of linksIn(step.by === "user" ? ownWords(step.text) : step.text)) {
      const host = hostOf(plain(link));
      if (host !== undefined) hosts.add(host);
    }
  }
  return { hosts, addresses };
}

const ADDRESS = /(?:(?:[a-z][a-z\d+.-]{1,15}:)?[\\/]{2}|www\.)[^\s<>"'`)\]}|^{]+/gi;

function addAddresses(text: string, addresses: Set<string>): void {
  for (const [address] of text.matchAll(ADDRESS)) addresses.add(withoutEnd(address, ".,;:!?*_~"));
}

/** As a browser reads it: with slashes for backslashes and a scheme. */
function plain(url: string): string {
  const slashed = url.replaceAll("\\", "/").replace(/^([a-z]+):\/*/i, "$1://");
  return /^\/\//.test(slashed) ? `https:${slashed}` : slashed.toLowerCase().startsWith("www.") ? `https://${slashed}` : slashed;
}

/** Whether an address names another to go on to: whoever runs the first host need not know of it. */
const leadsOn = (url: string): boolean =>
  /[?&=#/](?:https?|%68ttp)?(?::|%3a)?(?:\/\/|%2f%2f|\\\\|%5c%5c)/i.test(url.replace(/^[a-z]*:?[\\/]+/i, ""));
