/** Data as a tool wrote it, with the line of each value. */
export type Node =
  | { readonly kind: "scalar"; readonly value: string; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "map"; readonly fields: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly node: Node;
}
