/** The shipped model, unpacked at first use. */
import type { Model, Linear } from "./score.js";
import { WEIGHTS, type PackedLinear } from "./weights.js";

let model: Model | undefined;

/** Takes some milliseconds the first time. */
export function shippedModel(): Model {
  return (model ??= { words: unpack(WEIGHTS.words), frames: unpack(WEIGHTS.frames) });
}

function unpack({ data, ...linear }: PackedLinear): Linear {
  const bytes = atob(data);
  const weights = new Int8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) weights[at] = bytes.charCodeAt(at);
  return { ...linear, weights };
}
