/** Scans in one call, whole or in pieces, for tests. */
import type { Finding } from "../detectors/detector.js";
import type { Scanner, ScanPlan } from "./scan.js";

export function planOf(scanner: Scanner, hold: (id: string) => boolean = () => true): ScanPlan {
  return { run: scanner.detectors.map(() => true), hold: scanner.detectors.map(({ id }) => hold(id)) };
}

/** All findings of a text that comes in these pieces, in order. */
export function findAll(scanner: Scanner, pieces: readonly string[], seed = ""): readonly Finding[] {
  const scan = scanner.start(planOf(scanner), seed);
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return sorted(scan.finish(only));
  const findings = pieces.flatMap((piece) => scan.push(piece));
  return sorted([...findings, ...scan.finish()]);
}

export function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.detector < b.detector ? -1 : 1));
}

/** A text cut into pieces of these sizes, over and over. */
export function cut(text: string, sizes: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = Math.max(1, sizes[turn % Math.max(1, sizes.length)] ?? 1);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}
