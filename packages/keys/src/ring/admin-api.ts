/**
 * What a ring asks of the Admin API (https://docs.anthropic.com/en/api/administration-api): it can find, deactivate and archive API keys;
 * nobody can create or reveal one there.
 */
import * as v from "valibot";
import { KeyRingError } from "../errors.js";
import { API_VERSION, call, type ApiOptions } from "./claude-api.js";

const ApiKey = v.object({
  id: v.string(),
  name: v.string(),
  status: v.picklist(["active", "inactive", "archived", "expired"]),
  partial_key_hint: v.nullable(v.string()),
  expires_at: v.optional(v.nullable(v.string())),
  scope: v.variant("type", [
    v.object({ type: v.literal("workspace"), workspace_id: v.string() }),
    v.object({ type: v.literal("organization") }),
  ]),
});
const ApiKeyPage = v.object({ data: v.array(ApiKey), has_more: v.boolean(), last_id: v.nullable(v.string()) });
export type ApiKeyFacts = v.InferOutput<typeof ApiKey>;

export interface AdminApi {
  /** The key's record, by the hint that the API shows of it; `undefined` where none or more than one fits. */
  find(key: string): Promise<ApiKeyFacts | undefined>;
  setStatus(apiKeyId: string, status: "active" | "inactive" | "archived"): Promise<void>;
}

/** @throws {@link KeyRingError} from each call if the API refuses it or can't be reached. */
export function createAdminApi(adminKey: string, { url, fetch: send = fetch }: ApiOptions): AdminApi {
  const base = `${url.replace(/\/+$/, "")}/v1/organizations/api_keys`;
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await call(send, base + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-api-key": adminKey, "anthropic-version": API_VERSION, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    await response.body?.cancel();
    throw new KeyRingError(`the Admin API answered ${response.status}${response.status === 401 ? ": check the admin key" : ""}`);
  };
  return {
    async find(key) {
      const found: ApiKeyFacts[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const after: string = cursor === undefined ? "" : `&after_id=${encodeURIComponent(cursor)}`;
        const page: v.InferOutput<typeof ApiKeyPage> = v.parse(ApiKeyPage, await ask(`?limit=100${after}`));
        found.push(...page.data.filter(({ partial_key_hint: hint }) => hint !== null && fits(hint, key)));
        cursor = page.has_more ? page.last_id : null;
      }
      return found.length === 1 ? found[0] : undefined;
    },
    async setStatus(apiKeyId, status) {
      await ask(`/${encodeURIComponent(apiKeyId)}`, { status });
    },
  };
}

/** A hint is the key's beginning and end, with dots between: `sk-ant-api03-R2D...igAA`. */
function fits(hint: string, key: string): boolean {
  const [start = "", end = ""] = hint.split(/\.{3}|…/);
  return start.length + end.length >= 8 && end !== "" && key.startsWith(start) && key.endsWith(end);
}
