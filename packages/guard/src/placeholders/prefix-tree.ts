/**
 * Many words, and which of them stand at a place of a text. A radix tree: its size is that of the words' branchings and not of their letters, for a
 * body may hold hundreds of thousands of them.
 */
export interface PrefixTree<Value> {
  /** Sets what stands for a word. @param value - Given what stood for it before. */
  add(word: string, value: (before: Value | undefined) => Value): void;
  /** Calls `found` for each word that begins at a place of the text, shortest first. */
  at(text: string, start: number, found: (end: number, value: Value) => void): void;
}

interface Node<Value> {
  label: string;
  entry: { readonly value: Value } | undefined;
  children: Map<number, Node<Value>> | undefined;
}

export function createPrefixTree<Value>(): PrefixTree<Value> {
  const root: Node<Value> = { label: "", entry: undefined, children: undefined };
  return {
    add(word, value) {
      let node = root;
      let at = 0;
      while (at < word.length) {
        const code = word.charCodeAt(at);
        const children = (node.children ??= new Map<number, Node<Value>>());
        const next = children.get(code);
        if (next === undefined) {
          children.set(code, { label: word.slice(at), entry: { value: value(undefined) }, children: undefined });
          return;
        }
        const shared = sharedLength(next.label, word, at);
        if (shared < next.label.length) {
          const lower = { ...next, label: next.label.slice(shared) };
          next.label = next.label.slice(0, shared);
          next.entry = undefined;
          next.children = new Map([[lower.label.charCodeAt(0), lower]]);
        }
        node = next;
        at += shared;
      }
      node.entry = { value: value(node.entry?.value) };
    },
    at(text, start, found) {
      let node: Node<Value> | undefined = root;
      let at = start;
      for (;;) {
        node = node.children?.get(text.charCodeAt(at));
        if (node === undefined || !text.startsWith(node.label, at)) return;
        at += node.label.length;
        if (node.entry !== undefined) found(at, node.entry.value);
      }
    },
  };
}

function sharedLength(label: string, word: string, at: number): number {
  let shared = 1;
  while (shared < label.length && label.charCodeAt(shared) === word.charCodeAt(at + shared)) shared += 1;
  return shared;
}
