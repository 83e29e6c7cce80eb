/**
 * All keywords of all detectors in one pass: an Aho-Corasick automaton with a dense table. ASCII letter case doesn't count. Its state is a
 * number, so that a search goes on where the last piece of text ended. Measured: see the benchmark of the scanner; the table of 600 words
 * takes about half a megabyte.
 */

export interface Prefilter {
  /**
   * Reads a piece of text from `state` on and returns the new state. For each keyword that ends in it, `found` gets the keyword's number and
   * the offset in the piece just behind its last character. Of two keywords that end at the same place the longer comes first.
   */
  read(state: number, text: string, found: (keyword: number, end: number) => void): number;
  /** How many of the last characters read could be the beginning of a keyword, at most. */
  depth(state: number): number;
  /**
   * The beginnings of keywords in which a text that led to `state` ends, longest first: `open(keyword, length)` for each keyword that could still be
   * completed, of which `length` characters are there.
   */
  opened(state: number, open: (keyword: number, length: number) => void): void;
}

export const START = 0;

/** @param keywords - ASCII, in lower case, none empty. The same word may stand more than once. */
export function createPrefilter(keywords: readonly string[]): Prefilter {
  const classes = new Uint8Array(65_536);
  let width = 1; // class 0: characters that stand in no keyword
  for (const character of new Set(keywords.join(""))) {
    classes[character.charCodeAt(0)] = width;
    classes[character.toUpperCase().charCodeAt(0)] = width;
    width += 1;
  }

  const { children, ends, depths } = trieOf(keywords, classes);
  const fails = new Int32Array(children.length);
  const outputs: (readonly number[])[] = [];
  // An entry is the place of the next node's row, doubled, and one more where a keyword ends: the loop below looks at nothing else.
  const table = new Int32Array(children.length * width);
  const order = [0];
  // Breadth first: the row of a shorter suffix is complete before it is copied.
  for (const node of order) {
    const fail = fails[node] ?? 0;
    if (node !== 0) table.copyWithin(node * width, fail * width, (fail + 1) * width);
    for (const [symbol, child] of children[node] ?? []) {
      const shorter = node === 0 ? 0 : nodeOf(table[node * width + symbol] ?? 0, width);
      fails[child] = shorter;
      outputs[child] = [...(ends[child] ?? []), ...(outputs[shorter] ?? [])];
      table[node * width + symbol] = child * width * 2 + (outputs[child].length > 0 ? 1 : 0);
      order.push(child);
    }
  }
  const beginnings = beginningsOf(keywords, children, classes);

  return {
    read(state, text, found) {
      let current = state;
      for (let at = 0; at < text.length; at++) {
        current = table[(current >> 1) + (classes[text.charCodeAt(at)] ?? 0)] ?? 0;
        if ((current & 1) === 1) for (const keyword of outputs[nodeOf(current, width)] ?? []) found(keyword, at + 1);
      }
      return current;
    },
    depth: (state) => depths[nodeOf(state, width)] ?? 0,
    opened(state, open) {
      for (let node = nodeOf(state, width); node !== 0; node = fails[node] ?? 0)
        for (const keyword of beginnings[node] ?? []) open(keyword, depths[node] ?? 0);
    },
  };
}

const nodeOf = (state: number, width: number): number => (state >> 1) / width;

/** Per node: the keywords that begin with its word and go on. */
function beginningsOf(
  keywords: readonly string[],
  children: Trie["children"],
  classes: Uint8Array,
): readonly (readonly number[])[] {
  const beginnings: number[][] = children.map(() => []);
  keywords.forEach((keyword, number) => {
    let node = 0;
    for (let at = 0; at < keyword.length - 1; at++) {
      node = children[node]?.get(classes[keyword.charCodeAt(at)] ?? 0) ?? 0;
      beginnings[node]?.push(number);
    }
  });
  return beginnings;
}

interface Trie {
  readonly children: readonly ReadonlyMap<number, number>[];
  readonly ends: readonly (readonly number[])[];
  readonly depths: readonly number[];
}

function trieOf(keywords: readonly string[], classes: Uint8Array): Trie {
  const children = [new Map<number, number>()];
  const ends: number[][] = [[]];
  const depths: number[] = [0];
  keywords.forEach((keyword, number) => {
    let node = 0;
    for (let at = 0; at < keyword.length; at++) {
      const symbol = classes[keyword.charCodeAt(at)] ?? 0;
      let child = children[node]?.get(symbol);
      if (child === undefined) {
        child = children.length;
        children[node]?.set(symbol, child);
        children.push(new Map());
        ends.push([]);
        depths.push(at + 1);
      }
      node = child;
    }
    ends[node]?.push(number);
  });
  return { children, ends, depths };
}
