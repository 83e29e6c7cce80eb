/**
 * Which addresses in an answer are no way out: those that the policy names, those of hosts that the user or the operator spoke of, and those that
 * somebody's text holds as they are: an address that was there before can carry nothing of what the model has read since.
 */
import type { Finding } from "../detectors/detector.js";
import type { Segment } from "../exchange/segment.js";
import { hostOf, isDestinationNamed, linksIn } from "../tools/destinations.js";
import { ownWords } from "../tools/request.js";
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
  const fetched: string[] = [];
  let told: Told | undefined;

  const isKnown = (url: string): boolean => {
    const host = hostOf(plain(url));
    if (isDestinationNamed(plain(url), policy.tools.destinations)) return true;
    told ??= tell(facts);
    if (host !== undefined && told.hosts.has(host) && !leadsOn(url)) return true;
    return [...told.texts, ...fetched].some((text) => holdsWhole(text, url));
  };

  return {
    saw({ text, trust }) {
      if (trust === "third-party") fetched.push(text);
    },
    withoutKnown: (findings, text) =>
      findings.filter(({ family, start, end }) => family !== "exits" || !isKnown(text(start, end))),
  };
}

/** What was said before the answer. */
interface Told {
  /** Hosts that the user or the operator spoke of in their own words. */
  readonly hosts: ReadonlySet<string>;
  /** All that anybody but the model wrote. */
  readonly texts: readonly string[];
}

function tell({ conversation }: RequestFacts): Told {
  const hosts = new Set<string>();
  const texts: string[] = [];
  for (const step of conversation?.().steps ?? []) {
    if (step.kind === "call") continue; // the model's words
    texts.push(step.text);
    if (step.kind !== "said") continue;
    for (const link of linksIn(step.by === "user" ? ownWords(step.text) : step.text)) {
      const host = hostOf(plain(link));
      if (host !== undefined) hosts.add(host);
    }
  }
  return { hosts, texts };
}

/** As a browser reads it: with slashes for backslashes and a scheme. */
function plain(url: string): string {
  const slashed = url.replaceAll("\\", "/").replace(/^([a-z]+):\/*/i, "$1://");
  return /^\/\//.test(slashed) ? `https:${slashed}` : slashed.toLowerCase().startsWith("www.") ? `https://${slashed}` : slashed;
}

/** Whether an address names another to go on to: whoever runs the first host need not know of it. */
const leadsOn = (url: string): boolean =>
  /[?&=#/](?:https?|%68ttp)?(?::|%3a)?(?:\/\/|%2f%2f|\\\\|%5c%5c)/i.test(url.replace(/^[a-z]*:?[\\/]+/i, ""));

/** Whether the text has the address, and not only the beginning of a longer one's name of a host. */
function holdsWhole(text: string, url: string): boolean {
  for (let at = text.indexOf(url); at >= 0; at = text.indexOf(url, at + 1))
    if (
      !/^[\w.-]*[\w@]/.test(text.slice(at + url.length, at + url.length + 64)) ||
      /[/?#]/.test(url.replace(/^[a-z]*:?\/+/i, ""))
    )
      return true;
  return false;
}
