/** The gateway as it comes: policy `balanced`, audit trail on, in a database of its own on the disk of the folder that it is given. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { issueVirtualKey, openStore, parseGatewayConfig, startGateway } from "@sallyport/gateway";
import Database from "libsql";

const [upstream = "", key = "", folder = ""] = process.argv.slice(2);
const database = join(folder, "gateway.db");
const keyFile = join(folder, "upstream-key");
writeFileSync(keyFile, key, { mode: 0o600 });
const store = openStore(database);
const client = await issueVirtualKey(store.virtualKeys, { environment: "development", name: "bench" });
store.close();

const gateway = await startGateway(
  parseGatewayConfig({
    port: 0,
    database,
    upstream: { url: upstream, keys: { development: `file:${keyFile}` } },
  }),
);
process.on("message", (message) => {
  if (message === "rows") process.send?.({ rows: countRows() });
});
process.on("SIGTERM", () => {
  void gateway.close().then(() => process.exit(0));
});
process.send?.({ hello: { url: gateway.url, key: client.key } });

/** Rows of the audit trail, read as anybody else would. */
function countRows(): unknown {
  const trail = new Database(database, { readonly: true });
  try {
    return trail.prepare("select count(*) as rows from exchange").get();
  } finally {
    trail.close();
  }
}
