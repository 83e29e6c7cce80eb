/** A progress bar on standard error, for work that a person waits for. Where nobody looks on, it draws nothing. */
import type { Terminal } from "./terminal.js";

export interface Progress {
  /** Says how much is done, in the units of `total`. Cheap to call often. */
  update(done: number, note: string): void;
  /** Clears the line. */
  end(): void;
}

const WIDTH = 30;
const EVERY_MS = 100;

/**
 * @param total - Units of work, or `undefined` where nobody can know (standard input): then only the note is shown.
 */
export function createProgress(terminal: Terminal, total: number | undefined): Progress {
  if (!terminal.interactive) return { update: () => undefined, end: () => undefined };
  let drawnAt = 0;
  return {
    update(done, note) {
      const now = Date.now();
      if (now - drawnAt < EVERY_MS) return;
      drawnAt = now;
      terminal.draw(`${total === undefined ? "" : bar(done, total, terminal)}${note}`);
    },
    end: () => {
      terminal.draw("");
    },
  };
}

function bar(done: number, total: number, terminal: Terminal): string {
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(part * WIDTH);
  const percent = String(Math.floor(part * 100)).padStart(3);
  return `${terminal.err.green("━".repeat(filled))}${terminal.err.dim("━".repeat(WIDTH - filled))} ${percent} %  `;
}
