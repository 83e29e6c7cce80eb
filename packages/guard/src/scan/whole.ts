/** Searching a whole text: as it stands, and as it reads once it is decoded. */
import type { Finding } from "../detectors/detector.js";
import { readingsOf } from "../text/readings.js";
import type { Scanner, ScanPlan } from "./scan.js";

export interface WholeSearch {
  /** In the order of the text. Each value once, however many readings show it. */
  readonly findings: readonly Finding[];
  readonly failed: ReadonlySet<string>;
  /** False where the budget for decoding didn't suffice. */
  readonly decoded: boolean;
}

export interface WholeOptions {
  /** Text that stands before, already sent: findings that begin in it have a negative start. */
  readonly seed?: string;
  /** Whether to search what the text says once it is decoded. Not on text that may also come as a stream: there nobody could. */
  readonly decode?: boolean;
}

export function searchWhole(
  scanner: Scanner,
  plan: ScanPlan,
  text: string,
  { seed = "", decode = false }: WholeOptions,
): WholeSearch {
  const scan = scanner.start(plan, seed);
  const findings = [...scan.finish(text)];
  const failed = new Set(scan.failed);
  const keyOf = ({ detector, start, end }: Finding): string => `${detector} ${start} ${end}`;
  let complete = true;
  if (decode) {
    const known = new Set(findings.map(keyOf));
    const decoded = readingsOf(text);
    complete = decoded.complete;
    for (const reading of decoded.readings) {
      const inner = scanner.start(plan);
      for (const finding of inner.finish(reading.text)) {
        const there = { ...finding, ...reading.original(finding) };
        if (known.has(keyOf(there))) continue;
        known.add(keyOf(there));
        findings.push(there);
      }
      for (const id of inner.failed) failed.add(id);
    }
  }
  return { findings: findings.sort((a, b) => a.start - b.start || a.end - b.end), failed, decoded: complete };
}
