/**
 * Whether a line for a shell is one plain command. Read as a POSIX shell reads it, and refused where it does more than start one program with
 * literal arguments: a chain, a pipe, a redirection, a substitution, a variable, an assignment, a glob, a second line.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */

/** @returns The words of the command, or what in it is more than a plain command. */
function readCommand(line: string): { readonly words: readonly string[] } | { readonly more: string } {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === " " || char === "\t") {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (char === "'" || char === '"') {
      const end = line.indexOf(char, at + 1);
      const inside = end < 0 ? "" : line.slice(at + 1, end);
      if (end < 0 || (char === '"' && /[$`\\!]/.test(inside))) return { more: line.slice(at) };
      word = (word ?? "") + inside;
      at = end + 1;
    } else if (PLAIN.test(char)) {
      if (char === "=" && words.length === 0) return { more: line };
      word = (word ?? "") + char;
      at += 1;
    } else return { more: line.slice(at) };
  }
  if (word !== undefined) words.push(word);
  return { words };
}

/** `~` alone stands for a directory, `#` begins a comment, `*?[` are globs, `{` expands: none of them is plain. */
const PLAIN = /[\p{L}\p{N}_@%+=:,./^-]/u;

/** Whether one of the allowed commands covers the line: its words, one by one, and then any arguments. */
export function coversCommand(
  line: string,
  allowed: readonly string[],
): { readonly covered: true } | { readonly covered: false; readonly part: string } {
  const read = readCommand(line);
  if ("more" in read) return { covered: false, part: read.more };
  const covered = allowed.some((command) => {
    const words = command.split(" ");
    return words.every((word, index) => read.words[index] === word);
  });
  return covered ? { covered } : { covered, part: line };
}
