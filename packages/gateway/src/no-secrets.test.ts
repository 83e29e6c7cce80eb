/** Promise 6: keys are planted everywhere, errors are provoked at every step, and none is found in anything that is written or sent. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashVirtualKey } from "@sallyport/keys";
import { startSandbox } from "@sallyport/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleGateway, spawnGateway } from "./child.testkit.js";
import type { Bundle, GatewayProcess } from "./child.testkit.js";
import { anthropicKey, PLAIN, post, readRows, startUpstream } from "./gateway.testkit.js";
import type { Row } from "./gateway.testkit.js";
import { openStore } from "./store/sqlite.js";
import { issueVirtualKey } from "./auth/virtual-keys.js";

/** A key in the forms in which it might slip out: whole, encoded, and its secret part in two halves. */
function formsOf(key: string): readonly string[] {
  const secret = key.slice(key.lastIndexOf("-", 14) + 1);
  const half = Math.floor(secret.length / 2);
  const bytes = Buffer.from(key);
  const percent = Array.from(bytes, (byte) => `%${byte.toString(16)}`).join("");
  return [
    secret.slice(0, half),
    secret.slice(half),
    percent.slice(60, 120),
    percent.slice(60, 120).toUpperCase(),
    bytes.toString("base64").slice(20, 60),
    bytes.toString("base64url").slice(20, 60),
    bytes.toString("hex").slice(30, 80),
    Array.from(key, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
      .join("")
      .slice(60, 120),
  ];
}

describe("planted keys are found nowhere", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleGateway();
  });
  afterAll(() => bundle.remove());

  it("in stdout, stderr, the database and its log, headers, bodies, or the command line", { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "sallyport-canary-"));
    const database = join(folder, "gateway.db");
    const sandbox = await startSandbox({ handler: () => ({ content: "Well said." }) });
    const upstreamKey = sandbox.createKey();
    await writeFile(join(folder, "key"), upstreamKey, { mode: 0o600 });
    const store = openStore(database);
    const { key } = await issueVirtualKey(store.virtualKeys, { environment: "development", name: "canary" });
    const production = await issueVirtualKey(store.virtualKeys, { environment: "production", name: "canary" });
    store.close();
    const planted = {
      upstreamKey,
      key,
      production: production.key,
      inUrl: anthropicKey(),
      asCredential: anthropicKey(),
      noJson: anthropicKey(),
      inPrompt: anthropicKey(),
      admin: anthropicKey("admin01"),
      inModel: anthropicKey(),
      inHeader: anthropicKey(),
    };
    const mistyped = key.slice(0, -1) + (key.endsWith("0") ? "1" : "0");
    const echoing = await startUpstream((request, response) => {
      const quoted = Object.values(request.headers).join(" ");
      response
        .writeHead(500, { "content-type": "text/plain", "anthropic-quoted": quoted, "request-id": quoted.slice(0, 200) })
        .end(quoted);
    });
    const gateways: GatewayProcess[] = [];
    const seen: string[] = [];
    const look = async (response: Response): Promise<Response> => {
      const text = await response.clone().text();
      seen.push(JSON.stringify([...response.headers]), text);
      return response;
    };
    try {
      const gateway = await spawnGateway(bundle, {
        port: 0,
        database,
        logLevel: "debug",
        upstream: { url: sandbox.url, keys: { development: `file:${folder}/key` } },
      });
      const broken = await spawnGateway(bundle, {
        port: 0,
        database,
        logLevel: "debug",
        upstream: { url: echoing.url, keys: { development: `file:${folder}/key` } },
      });
      gateways.push(gateway, broken);
      const percent = Array.from(planted.inUrl, (char) => `%${char.charCodeAt(0).toString(16)}`).join("");
      const get = (path: string): Promise<Response> => fetch(gateway.url + path, { headers: { "x-api-key": key } }).then(look);

      // Case `key-in-a-url-and-in-a-401`.
      expect((await get(`/v1/models?key=${planted.inUrl}&limit=2`)).status).toBe(401);
      expect((await get(`/v1/models?api_key=${percent}`)).status).toBe(401);
      const c = await look(
        await post(gateway.url, "", PLAIN, {
          authorization: `Bearer ${planted.asCredential}`,
          "x-api-key": planted.asCredential,
        }),
      );
      expect(c.status).toBe(401);
      expect(await c.text()).toContain("this is an Anthropic key, not one of ours");
      const d = await look(await post(gateway.url, mistyped, PLAIN));
      expect(d.status).toBe(401);
      expect(await d.text()).toContain("looks mistyped");
      const e = await look(await post(gateway.url, key, `{"model": ${planted.noJson} }`));
      expect(e.status).toBe(400);
      expect(await e.json()).toMatchObject({ error: { type: "invalid_request_error" } });

      // And everywhere else.
      const body = { ...PLAIN, messages: [{ role: "user", content: `my keys are ${planted.inPrompt} and ${planted.admin}` }] };
      await look(await post(gateway.url, key, body));
      await look(await post(gateway.url, key, { ...body, stream: true }));
      await look(await post(gateway.url, key, { ...PLAIN, model: planted.inModel }));
      await look(await post(gateway.url, key, { ...PLAIN, [planted.inModel]: 1 }));
      await look(await post(gateway.url, key, PLAIN, { "user-agent": planted.inHeader }));
      await look(await post(gateway.url, key, PLAIN, { "content-encoding": planted.inHeader }));
      await look(
        await post(gateway.url, key, PLAIN, { expect: "100-continue", "x-other": planted.inHeader }).catch(() => new Response()),
      );
      await look(await post(gateway.url, planted.production, PLAIN));
      await get(`/v1/models/${planted.inUrl}`);
      await get(`/v1/${planted.inUrl}`);
      await get(`/${planted.inUrl}?a=${planted.inUrl}`);
      await look(await post(broken.url, key, PLAIN));
      await look(await post(broken.url, key, { ...body, stream: true }));
      for (const one of gateways) await one.kill("SIGTERM");

      // a and b show as the same key, by kind and keyed fingerprint.
      const rows = readRows(database);
      const found = (row: Row | undefined) =>
        (JSON.parse(String(row?.["findings"])) as { first: { detector: string; fingerprint: string }[] }).first;
      const [a, b] = rows;
      expect(found(a)).toMatchObject([{ detector: "anthropic-api-key", fingerprint: expect.stringMatching(/^fp_/) as string }]);
      expect(found(b)[0]?.fingerprint).toBe(found(a)[0]?.fingerprint);
      expect(a).toMatchObject({ problem: "credential-in-url", route: "/v1/models", status: 401 });

      const files = await readdir(folder);
      const written = [...seen, ...gateways.flatMap((one) => [one.stdout(), one.stderr()])];
      for (const name of files)
        if (name.startsWith("gateway.db")) written.push((await readFile(join(folder, name))).toString("latin1"));
      expect(files).toContain("gateway.db");
      expect(gateways[0]?.stderr()).toContain('"event":"exchange"');
      const all = written.join("\n");
      expect(all).toContain(hashVirtualKey(key));
      for (const [name, secret] of Object.entries({ ...planted, mistyped })) {
        for (const form of formsOf(secret)) expect(all.includes(form), `a form of ${name}`).toBe(false);
      }
      // What went up held none of the clients' keys either.
      const upstream = sandbox.requests
        .map(({ body: sent, headers, path }) => `${path} ${JSON.stringify(headers)} ${sent.toString()}`)
        .join("\n");
      for (const secret of [planted.key, planted.inPrompt, planted.admin, planted.inHeader]) {
        for (const form of formsOf(secret)) expect(upstream.includes(form)).toBe(false);
      }
    } finally {
      for (const one of gateways) await one.kill("SIGKILL");
      await echoing.close();
      await sandbox.close();
      await rm(folder, { recursive: true });
    }
  });
});
