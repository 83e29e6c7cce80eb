/** A command's output is a key or a reason, and neither its words nor its errors come out. */
import { describe, expect, it } from "vitest";
import { runCommand, splitCommand } from "./exec-source.js";
import { describeKeySource, parseKeySource, readSecret } from "./source.js";
import { readTyped, type TypedInput } from "./typed-source.js";

const env = process.env;
const node = (script: string): readonly [string, ...string[]] => [process.execPath, "-e", script];

describe("a command is taken apart without a shell", () => {
  it.for<readonly [string, readonly string[]]>([
    ["op read op://prod/claude/key", ["op", "read", "op://prod/claude/key"]],
    ["vault kv get -field='a b' \"secret/x y\"", ["vault", "kv", "get", "-field=a b", "secret/x y"]],
    ["echo $(id); rm -rf / | cat", ["echo", "$(id);", "rm", "-rf", "/", "|", "cat"]],
    ["C:\\bin\\op.exe read", ["C:\\bin\\op.exe", "read"]],
  ])("%s", ([text, words]) => {
    expect(splitCommand(text)).toEqual(words);
  });

  it.for(["", "   ", "op 'read", 'a "b'])("refuses %j", (text) => {
    expect(() => splitCommand(text)).toThrow(/quote|command/);
  });

  it("names the program alone, since arguments may say where secrets lie", () => {
    expect(describeKeySource(parseKeySource("exec:op read op://prod/claude"))).toBe("exec:op");
  });
});

describe("a command gives a secret", () => {
  it("without its final line break", async () => {
    expect(await readSecret({ kind: "exec", command: node("console.log('abc')") })).toBe("abc");
  });

  it("and nothing else: what it says when it fails isn't repeated", async () => {
    const failing = runCommand(node("console.error('hunter2'); console.log('hunter2'); process.exit(3)"), { env });
    await expect(failing).rejects.toThrow("failed with exit code 3");
    await expect(failing).rejects.not.toThrow("hunter2");
    await expect(runCommand(["/no/such/program"], { env })).rejects.toThrow("ENOENT");
    await expect(runCommand(node("process.stdout.write('a'.repeat(99999))"), { env })).rejects.toThrow("printed more than");
  });

  it("and is given no key of ours in its environment", async () => {
    const shown = await runCommand(node("console.log(JSON.stringify(process.env))"), {
      env: {
        PATH: env["PATH"],
        OP_TOKEN: "kept",
        ANTHROPIC_API_KEY: "secret-a",
        SALLYPORT_MASTER_KEY: "secret-b",
        OTHER: "sk-ant-api03-x",
      },
    });
    expect(shown).toContain("kept");
    expect(shown).not.toMatch(/secret-[ab]|sk-ant/);
  });

  it("or is killed when it hangs, and what it started with it waits for nothing", async () => {
    await expect(runCommand(node("setInterval(() => {}, 1000)"), { env, timeoutMs: 200 })).rejects.toThrow("did not end within");
  });
});

describe("a key is typed", () => {
  const typed = (chunks: readonly string[], isTTY: boolean): { input: TypedInput; modes: boolean[] } => {
    const modes: boolean[] = [];
    const input: TypedInput = {
      isTTY,
      setRawMode: (mode) => modes.push(mode),
      // eslint-disable-next-line @typescript-eslint/require-await -- what a stream looks like
      async *[Symbol.asyncIterator]() {
        for (const chunk of chunks) yield chunk;
      },
    };
    return { input, modes };
  };

  it("at a prompt that shows nothing of it, with corrections", async () => {
    const { input, modes } = typed(["ab", "x\u007f", "c\r", "more"], true);
    const said: string[] = [];
    expect(await readTyped(input, (text) => said.push(text))).toBe("abc");
    expect(said.join("")).not.toContain("ab");
    expect(modes).toEqual([true, false]);
  });

  it("through a pipe, where a second line is no end but a mistake for the shape check", async () => {
    expect(await readTyped(typed(["abc\n"], false).input, () => undefined)).toBe("abc");
    expect(await readTyped(typed(["abc\ndef\n"], false).input, () => undefined)).toBe("abc\ndef");
  });

  it("or broken off, and the terminal is as before", async () => {
    const { input, modes } = typed(["ab\u0003"], true);
    await expect(readTyped(input, () => undefined)).rejects.toThrow("broken off");
    expect(modes).toEqual([true, false]);
  });
});
