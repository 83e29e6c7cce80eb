/** `npm start`: the same task without the guard and with it, against the sandbox. Needs no key and no network. */
import Anthropic from "@anthropic-ai/sdk";
import { startSandbox } from "@sallyport/sandbox";
import { runTask } from "./agent.ts";
import { createClient, type Confirm } from "./client.ts";
import { createWorld, helpful, PLANTED, TASK } from "./scene.ts";

/** @param print - Takes one line. */
export async function demonstrate(print: (line: string) => void): Promise<void> {
  const sandbox = await startSandbox({ defaultBehavior: "obedient", handler: helpful });
  const connection = { baseURL: sandbox.url, apiKey: sandbox.createKey() };

  const sayNo: Confirm = ({ tool, arguments: args, questions }) => {
    print(`asks   ${tool}: ${questions.join(", ")}`);
    for (const { path, value, from, question } of args) {
      print(`         ${path} = ${value}: ${question ?? "fine"}`);
      print(`           ${from}`);
    }
    print("you    no");
    return false;
  };
  const play = async (title: string, client: Anthropic) => {
    print(`\n── ${title}`);
    const world = createWorld(PLANTED);
    const answer = await runTask(client, world, TASK);
    for (const { to, subject, body } of world.sent) print(`mail   to ${to}: ${subject} (${String(body.length)} characters)`);
    for (const path of world.files.keys()) print(`file   ${path}`);
    print(`agent  ${answer}`);
  };

  try {
    print(`you    ${TASK}`);
    print(`page   ${PLANTED}`);
    await play("without Sallyport", new Anthropic(connection));
    await play("with Sallyport", createClient(sayNo, connection));
  } finally {
    await sandbox.close();
  }
}

if (process.argv[1] === import.meta.filename) await demonstrate(console.log);
