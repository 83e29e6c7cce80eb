/** A process of its own, in which nothing has run yet: says what loading the engine and its first requests cost, in ms of CPU time. */
import { createConversation, SHAPES } from "../fixtures/conversation.js";
import type { ColdStart } from "./cold-start.js";

const NEXT = 20;
const [shape] = SHAPES;
if (shape === undefined) throw new Error("there is no shape of request");
const bodies = Array.from({ length: NEXT + 1 }, (_, index) => createConversation(shape, 300 + index).body());

const spent = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

const loading = process.cpuUsage();
const { createGuard } = await import("@sallyport/guard");
const guard = createGuard("balanced");
const load = spent(loading);

const [head, ...rest] = bodies;
if (head === undefined) throw new Error("there is no request");
const beginning = process.cpuUsage();
const passed = [guard.request(head).kind];
const first = spent(beginning);

const going = process.cpuUsage();
for (const body of rest) passed.push(guard.request(body).kind);
const cost: ColdStart = { load, first, next: spent(going) / NEXT };
if (passed.some((kind) => kind !== "pass")) throw new Error("a clean request was stopped");
process.send?.({ cost });
