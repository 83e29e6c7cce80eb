/** nginx as a reverse proxy with one worker: the fastest that there is, and the measure of what Node itself costs. Where it isn't installed, the run says so. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Proxy, Upstream } from "../gateway/proxies.js";
import { usageOf } from "../gateway/server-process.js";
import { freePort } from "./portkey.js";

const PLACES = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx", "/usr/bin/nginx"];
const START_MS = 10_000;

/** Where nginx is, if it is here. */
export const findNginx = (): string | undefined => PLACES.find((place) => existsSync(place));

/** As in `nginx/1.22.1`. */
export function nginxVersion(program: string): string {
  return /nginx\/[\d.]+/.exec(execFileSync("sh", ["-c", '"$0" -v 2>&1', program]).toString())?.[0] ?? "unknown";
}

/** @param folder - For its configuration and its temporary files. */
export async function startNginx(program: string, { url, key }: Upstream, folder: string): Promise<Proxy> {
  const home = join(folder, "nginx");
  mkdirSync(home);
  const port = await freePort();
  const file = join(home, "nginx.conf");
  writeFileSync(file, configuration({ home, port, upstream: new URL(url).host, key }), { mode: 0o600 });
  const child = spawn(program, ["-p", home, "-c", file, "-e", join(home, "error.log")], { stdio: "ignore" });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  await listens(port, child);
  return {
    name: "nginx",
    target: { url: `http://127.0.0.1:${port}`, headers: { "x-api-key": "of-a-client" } },
    rewrites: false,
    usage: () => Promise.resolve(usageOf(pid)),
    close: async () => {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}

interface Settings {
  readonly home: string;
  readonly port: number;
  readonly upstream: string;
  readonly key: string;
}

/** One process that does all the work, so that its CPU time is found in one place. */
const configuration = ({ home, port, upstream, key }: Settings): string => `
daemon off;
master_process off;
worker_processes 1;
pid ${home}/nginx.pid;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
  client_max_body_size 32m;
  client_body_buffer_size 64k;
  keepalive_requests 1000000;
  upstream api { server ${upstream}; keepalive 512; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header x-api-key ${key};
      proxy_buffering off;
    }
  }
}
`;

async function listens(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    if (await connects(port)) return;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`nginx didn't listen within ${START_MS} ms`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {
      resolve(false);
    });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
