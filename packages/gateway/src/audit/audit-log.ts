/**
 * The audit trail as the exchanges see it: a record goes in, and when the answer is `true` it is on the disk. Commits are grouped: while
 * one is written, the records of all other exchanges gather for the next, so that an fsync is shared by whoever waits for it.
 */
import type { ExchangeRecord } from "./record.js";

export interface AuditLog {
  /**
   * @returns Whether the record is on the disk. Where it isn't, the exchange must not be acknowledged.
   */
  record(record: ExchangeRecord): Promise<boolean>;
  /** False after a failed commit until a write works again: what can't be recorded should not be begun. */
  readonly healthy: boolean;
  /** Resolves when all that was handed in is written or lost. */
  close(): Promise<void>;
}

export interface AuditLogOptions {
  readonly append: (records: readonly ExchangeRecord[]) => Promise<void>;
  /** Tried again and again while unhealthy. */
  readonly probe: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  readonly onRecovery: () => void;
}

/** Records in one commit. */
const MAX_BATCH = 500;
/**
 * Between the beginnings of two commits. A commit costs about 0.5 ms of processor time however few records it has, and on a fast disk they
 * would follow each other every millisecond.
 */
const MIN_INTERVAL_MS = 4;
/** Records that may wait: memory, not speed, is what this bounds. */
const MAX_WAITING = 20_000;
/** A disk that hangs counts as one that fails. */
const COMMIT_DEADLINE_MS = 10_000;
const PROBE_INTERVAL_MS = 500;

interface Waiting {
  readonly record: ExchangeRecord;
  readonly settle: (durable: boolean) => void;
}

export function createAuditLog({ append, probe, onFailure, onRecovery }: AuditLogOptions): AuditLog {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let healthy = true;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let begun = Number.NEGATIVE_INFINITY;

  const recover = (): void => {
    timer = setTimeout(() => {
      withDeadline(probe()).then(
        () => {
          healthy = true;
          onRecovery();
        },
        () => {
          if (!closed) recover();
        },
      );
    }, PROBE_INTERVAL_MS);
    timer.unref();
  };

  const fail = (error: unknown): void => {
    if (!healthy) return;
    healthy = false;
    onFailure(error);
    if (!closed) recover();
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const early = begun + MIN_INTERVAL_MS - performance.now();
      if (early > 0 && !closed && waiting.length < MAX_BATCH) await new Promise((resolve) => setTimeout(resolve, early));
      begun = performance.now();
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      let durable = true;
      try {
        await withDeadline(append(batch.map(({ record }) => record)));
      } catch (error) {
        durable = false;
        fail(error);
      }
      for (const { settle } of batch) settle(durable);
    }
    writing = undefined;
  };

  return {
    record: (record) =>
      new Promise((settle) => {
        if (closed || waiting.length >= MAX_WAITING) {
          settle(false);
          return;
        }
        waiting.push({ record, settle });
        // Begun at the turn's end, so that the records of one turn share a commit.
        writing ??= new Promise((resolve) => setImmediate(resolve)).then(writeAll);
      }),
    get healthy() {
      return healthy;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await writing;
    },
  };
}

async function withDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("the commit did not end in time"));
    }, COMMIT_DEADLINE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
