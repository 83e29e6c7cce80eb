/** The report of a leak: no part of the key is in it, so it can be filed and sent. */
import type { LeakReport } from "./leak.js";
import type { Style } from "../terminal/style.js";
import { printable } from "../terminal/terminal.js";

/** At most so many lines of each sort are shown to a person; JSON has all. */
const MAX_SHOWN = 20;

export function leakJson(report: LeakReport): string {
  const { key, stopped, uses, traces, next } = report;
  const shown = {
    key:
      key === undefined
        ? null
        : { ring: key.ring, id: key.id, slot: key.slot, fingerprint: key.fingerprint, apiKeyId: key.apiKeyId ?? null },
    stopped,
    uses: uses.map(({ by, host, at }) => ({ by, host, at: new Date(at).toISOString() })),
    traces: traces ?? null,
    next,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

export function leakText({ key, stopped, uses, traces, next }: LeakReport, style: Style): string {
  const lines = [
    key === undefined
      ? `${style.bold("key")}      in no ring`
      : `${style.bold("key")}      ${key.id} of the ring ${printable(key.ring)}, ${key.slot} when this began (${key.fingerprint})`,
    `${style.bold("state")}    ${stateText(stopped, style)}`,
    ...section(
      "used by",
      uses.map(({ by, host, at }) => `${printable(by)} on ${printable(host)}, last at ${new Date(at).toISOString()}`),
      "nobody through the rings, as far as is known",
      style,
    ),
    ...(traces === undefined
      ? [`${style.bold("found")}    not searched: the key itself is gone`]
      : section(
          "found",
          traces.places.map(({ where, file, line, form, commit }) => {
            const origin =
              where === "folder"
                ? ""
                : ` in git's history${commit === undefined ? "" : `, brought by ${commit.oid.slice(0, 12)} on ${commit.date.slice(0, 10)}`}`;
            return `${printable(file, 100)}:${line}${form === "plain" ? "" : ` (${form})`}${origin}`;
          }),
          `in none of ${traces.searched.files} files and ${traces.searched.objects} objects of git's history`,
          style,
        )),
    ...(traces?.unread ?? []).map(
      ({ path, why }) => `         ${style.yellow("not searched")}: ${printable(path, 100)} (${why})`,
    ),
    ...section(
      "to do",
      next.map((step, index) => `${index + 1}. ${step}`),
      "nothing",
      style,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function stateText(stopped: LeakReport["stopped"], style: Style): string {
  switch (stopped.kind) {
    case "dead":
      return `${style.green("dead")}: the API answers it with 401, seen at ${stopped.at}`;
    case "by-hand":
      return `${style.red("alive")}: it still answers, and no admin key is here that could end it`;
    case "not-asked":
      return style.red("not stopped");
  }
}

function section(title: string, rows: readonly string[], none: string, style: Style): readonly string[] {
  const shown = rows.length === 0 ? [none] : rows.slice(0, MAX_SHOWN);
  const more = rows.length > MAX_SHOWN ? [`… and ${rows.length - MAX_SHOWN} more (--format json has all)`] : [];
  return [...shown, ...more].map((row, index) => `${index === 0 ? style.bold(title.padEnd(7)) : "       "}  ${row}`);
}
