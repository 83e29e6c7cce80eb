/** API keys of model providers and of the services around them, beside those of Anthropic, Google, and OpenAI. */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const AI_PROVIDERS: readonly Detector[] = [
  prefixed({ id: "browserbase-api-key", shapes: ["bb_live_{27-40 base64url}"], see: "https://docs.browserbase.com/" }),
  prefixed({ id: "cerebras-api-key", shapes: ["csk-{48 lower}"], see: "https://inference-docs.cerebras.ai/" }),
  prefixed({ id: "daytona-api-key", shapes: ["dtn_{64 hex}"], see: "https://www.daytona.io/docs/en/api-keys/" }),
  prefixed({ id: "deepseek-api-key", shapes: ["sk-{32 hex}"], see: "https://api-docs.deepseek.com/" }),
  prefixed({ id: "e2b-api-key", shapes: ["e2b_{40 hex}"], see: "https://e2b.dev/docs/api-key" }),
  prefixed({ id: "elevenlabs-api-key", shapes: ["sk_{48 hex}"], see: "https://elevenlabs.io/docs/api-reference/authentication" }),
  prefixed({ id: "firecrawl-api-key", shapes: ["fc-{32 hex}"], see: "https://docs.firecrawl.dev/" }),
  prefixed({ id: "fireworks-api-key", shapes: ["fw_{22-24 alphanumeric}"], see: "https://docs.fireworks.ai/" }),
  prefixed({ id: "groq-api-key", shapes: ["gsk_{52 alphanumeric}"], see: "https://console.groq.com/docs/quickstart" }),
  prefixed({
    id: "huggingface-access-token",
    shapes: ["hf_{34 letters}", "api_org_{34 letters}"],
    see: "https://huggingface.co/docs/hub/security-tokens",
    word: "\\w",
  }),
  prefixed({
    id: "jina-api-key",
    shapes: ["jina_{32 hex}{28 base64url}", "jina_{60 base64url}"],
    see: "https://jina.ai/embeddings/",
  }),
  prefixed({
    id: "langfuse-secret-key",
    shapes: ["sk-lf-{uuid}"],
    see: "https://langfuse.com/docs/api-and-data-platform/features/public-api",
  }),
  prefixed({
    id: "langsmith-api-key",
    shapes: ["lsv2_{pt|sk}_{32 hex}_{10 hex}", "ls__{32 hex}"],
    see: "https://docs.langchain.com/langsmith/create-account-api-key",
  }),
  prefixed({ id: "nvidia-api-key", shapes: ["nvapi-{60-70 base64url}"], see: "https://docs.api.nvidia.com/" }),
  prefixed({
    id: "openrouter-api-key",
    shapes: ["sk-or-v1-{64 hex}"],
    see: "https://openrouter.ai/docs/api-reference/authentication",
  }),
  prefixed({ id: "perplexity-api-key", shapes: ["pplx-{48 alphanumeric}"], see: "https://docs.perplexity.ai/" }),
  prefixed({
    id: "pinecone-api-key",
    shapes: ["pcsk_{5-8 alphanumeric}_{48-72 alphanumeric}"],
    see: "https://docs.pinecone.io/guides/projects/manage-api-keys",
  }),
  prefixed({
    id: "replicate-api-token",
    shapes: ["r8_{37 alphanumeric}"],
    see: "https://replicate.com/docs/topics/security/api-tokens",
  }),
  prefixed({ id: "runpod-api-key", shapes: ["rpa_{38-48 alphanumeric}"], see: "https://docs.runpod.io/get-started/api-keys" }),
  prefixed({ id: "tavily-api-key", shapes: ["tvly-{|dev-|prod-}{32 alphanumeric}"], see: "https://docs.tavily.com/" }),
  prefixed({ id: "together-api-key", shapes: ["tgp_v1_{43 base64url}"], see: "https://docs.together.ai/" }),
  prefixed({
    id: "voyage-api-key",
    shapes: ["pa-{43 base64url}"],
    see: "https://docs.voyageai.com/docs/api-key-and-installation",
  }),
  prefixed({ id: "xai-api-key", shapes: ["xai-{80 alphanumeric}"], see: "https://docs.x.ai/docs/overview" }),
  named({ id: "ai21-api-key", names: ["ai21"], shapes: ["{32 alphanumeric}"], see: "https://docs.ai21.com/" }),
  named({
    id: "assemblyai-api-key",
    names: ["assembly ai"],
    shapes: ["{32 hex}"],
    see: "https://www.assemblyai.com/docs",
  }),
  named({
    id: "baseten-api-key",
    names: ["baseten"],
    shapes: ["{8 alphanumeric}.{32 alphanumeric}"],
    see: "https://docs.baseten.co/organization/api-keys",
  }),
  named({ id: "clarifai-api-key", names: ["clarifai"], shapes: ["{32 hex}"], see: "https://docs.clarifai.com/" }),
  named({ id: "cohere-api-key", names: ["cohere", "co api"], shapes: ["{40 alphanumeric}"], see: "https://docs.cohere.com/" }),
  named({ id: "deepgram-api-key", names: ["deepgram"], shapes: ["{40 hex}"], see: "https://developers.deepgram.com/docs" }),
  named({ id: "deepinfra-api-key", names: ["deepinfra"], shapes: ["{32 alphanumeric}"], see: "https://deepinfra.com/docs" }),
  named({ id: "exa-api-key", names: ["exa api", "exa key"], shapes: ["{uuid}"], see: "https://docs.exa.ai/" }),
  named({ id: "mistral-api-key", names: ["mistral"], shapes: ["{32 alphanumeric}"], see: "https://docs.mistral.ai/" }),
  named({ id: "privateai-api-key", names: ["private ai"], shapes: ["{32 alphanumeric}"], see: "https://docs.private-ai.com/" }),
  named({ id: "roboflow-api-key", names: ["roboflow"], shapes: ["{20 alphanumeric}"], see: "https://docs.roboflow.com/" }),
  named({
    id: "stability-api-key",
    names: ["stability"],
    shapes: ["sk-{48 alphanumeric}"],
    see: "https://platform.stability.ai/docs",
  }),
  named({ id: "wandb-api-key", names: ["wandb"], shapes: ["{40 hex}"], see: "https://docs.wandb.ai/" }),
  named({
    id: "zhipu-api-key",
    names: ["zhipu", "bigmodel"],
    shapes: ["{32 hex}.{16 alphanumeric}"],
    see: "https://docs.bigmodel.cn/",
  }),
];
