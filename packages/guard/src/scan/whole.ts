/** Searching a whole text: as it stands, and as it reads once it is decoded. */
import type { Classified, Classifier } from "../detectors/classifier.js";
import type { Finding } from "../detectors/detector.js";
import { FOLDING } from "../text/folding.js";
import { readingsOf, type DecodedText } from "../text/readings.js";
import { createView } from "../text/view.js";
import type { Scanner, ScanPlan } from "./scan.js";

export interface WholeSearch {
  /** In the order of the text. Each value once, however many readings show it. */
  readonly findings: readonly Finding[];
  readonly failed: ReadonlySet<string>;
  /** False where the budget for decoding didn't suffice. */
  readonly decoded: boolean;
  /** Set where there are more findings than are enough: these are some of them, and the search has ended early. */
  readonly tooMany?: true;
}

export interface WholeOptions {
  /** Text that stands before, already sent: findings that begin in it have a negative start. */
  readonly seed?: string;
  /** As many findings are enough. All if left out. */
  readonly maxFindings?: number;
  /** Whether to search what the text says once it is decoded. Not on text that may also come as a stream: there nobody could. */
  readonly decode?: boolean;
}

/** What searches a whole text. In a plan the classifiers come behind the scanner's detectors. */
export interface WholeSearchers {
  readonly scanner: Scanner;
  readonly classifiers: readonly Classifier[];
}

export function searchWhole(
  { scanner, classifiers }: WholeSearchers,
  plan: ScanPlan,
  text: string,
  { seed = "", decode = false, maxFindings = Infinity }: WholeOptions,
): WholeSearch {
  const scan = scanner.start(plan, seed);
  const findings: Finding[] = [];
  let at = 0;
  // A text that is made of findings is not searched to its end.
  for (; text.length - at > PIECE && findings.length <= maxFindings; at += PIECE)
    for (const finding of scan.push(text.slice(at, at + PIECE))) findings.push(finding);
  const failed = new Set(scan.failed);
  if (findings.length > maxFindings) return { findings: inOrder(findings), failed, decoded: true, tooMany: true };
  for (const finding of scan.finish(text.slice(at))) findings.push(finding);
  for (const id of scan.failed) failed.add(id);
  const { readings, complete } = decode ? readingsOf(text) : NOTHING_DECODED;
  const known = new Set(readings.length > 0 ? findings.map(keyOf) : []);
  for (const reading of readings) {
    const inner = scanner.start(plan);
    for (const finding of inner.finish(reading.text)) {
      const there = { ...finding, ...reading.original(finding) };
      if (known.has(keyOf(there))) continue;
      known.add(keyOf(there));
      findings.push(there);
    }
    for (const id of inner.failed) failed.add(id);
  }
  if (findings.length > maxFindings) return { findings: inOrder(findings), failed, decoded: complete, tooMany: true };
  let texts: readonly DecodedText[] | undefined;
  for (const [index, classifier] of classifiers.entries()) {
    if (plan.run[scanner.detectors.length + index] !== true || text === "") continue;
    try {
      findings.push(strongest(classifier, (texts ??= textsFor(text, readings))));
    } catch {
      failed.add(classifier.id); // the error could hold the text
    }
  }
  return { findings: inOrder(findings), failed, decoded: complete };
}

const inOrder = (findings: Finding[]): readonly Finding[] => findings.sort((a, b) => a.start - b.start || a.end - b.end);

/** Of a long text, in UTF-16 units. */
const PIECE = 131_072;

const NOTHING_DECODED = { readings: [], complete: true } as const;

const keyOf = ({ detector, start, end }: Finding): string => `${detector} ${start} ${end}`;

/** What a classifier makes of the text as it reads: of the reading that it leans to most. */
function strongest({ id, family, severity, classify }: Classifier, texts: readonly DecodedText[]): Finding {
  let most: Classified = { confidence: 0, start: 0, end: 0 };
  for (const one of texts) {
    const seen = classify(one.text);
    if (seen.confidence > most.confidence || most.end === 0) most = { ...seen, ...one.original(seen) };
  }
  return { detector: id, family, severity, ...most };
}

/**
 * The texts that a classifier reads: each without the disguise of its characters, too. A text full of escapes is strange by itself; what it says is
 * all in its reading.
 */
function textsFor(text: string, readings: readonly DecodedText[]): readonly DecodedText[] {
  const escaped = readings.some(({ disguises }) => disguises.length === 1 && disguises[0] === "escapes");
  const plain: DecodedText = { disguises: [], text, original: (span) => span };
  return [...(escaped ? [] : [plain]), ...readings].flatMap((one) => {
    const view = createView(FOLDING, 0);
    const folded = view.push(one.text);
    return folded === one.text || folded === ""
      ? [one]
      : [one, { ...one, text: folded, original: (span) => one.original(view.original(span)) }];
  });
}
