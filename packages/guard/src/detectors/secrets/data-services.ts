/** Keys of databases, search engines, and platforms that run them. Passwords in URLs and connection strings are found by themselves. */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const DATA_SERVICES: readonly Detector[] = [
  prefixed({
    id: "aiven-api-token",
    shapes: ["aivenv1{200-400 base64}{|=|==}"],
    see: "https://aiven.io/docs/platform/howto/create_authentication_token",
  }),
  named({
    id: "aiven-legacy-token",
    names: ["aiven"],
    shapes: ["{372 base64}", "{16-24 padded}"],
    see: "https://aiven.io/docs/platform/howto/create_authentication_token",
  }),
  named({
    id: "algolia-api-key",
    names: ["algolia"],
    shapes: ["{32 hex}"],
    see: "https://www.algolia.com/doc/guides/security/api-keys/",
  }),
  prefixed({
    id: "clickhouse-cloud-secret",
    shapes: ["4b1d{38 alphanumeric}"],
    see: "https://clickhouse.com/docs/cloud/manage/openapi",
  }),
  named({
    id: "cloudant-credential",
    names: ["cloudant", "cl api", "cl pass"],
    shapes: ["{64 hex}", "{24 lower}"],
    see: "https://cloud.ibm.com/docs/Cloudant?topic=Cloudant-iam-legacy",
  }),
  prefixed({
    id: "cockroachdb-api-key",
    shapes: ["CCDB1_{22 alphanumeric}_{40 alphanumeric}"],
    see: "https://www.cockroachlabs.com/docs/cockroachcloud/managing-access",
  }),
  named({
    id: "confluent-api-secret",
    names: ["confluent"],
    shapes: ["{64 base64}", "{16 upper}"],
    see: "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html",
  }),
  prefixed({
    id: "databricks-token",
    shapes: ["dapi{32 anyhex}{|-2|-3}"],
    see: "https://docs.databricks.com/aws/en/dev-tools/auth/pat",
  }),
  prefixed({ id: "fauna-key", shapes: ["fnA{37 base64url}"], see: "https://docs.fauna.com/" }),
  named({
    id: "firebase-cloud-messaging-key",
    names: ["fcm", "firebase"],
    shapes: ["{11 padded}:APA91b{134 padded}", "AAAA{7 padded}:{140 padded}", "{40 alphanumeric}"],
    see: "https://firebase.google.com/docs/cloud-messaging/",
  }),
  named({
    id: "hasura-admin-secret",
    names: ["hasura"],
    shapes: ["{64 alphanumeric}", "{32-40 alphanumeric}"],
    see: "https://hasura.io/docs/2.0/auth/overview/",
  }),
  named({
    id: "mapbox-legacy-token",
    names: ["mapbox"],
    shapes: ["{sk|pk|tk}.{60-100 alphanumeric}.{22 padded}"],
    see: "https://docs.mapbox.com/help/dive-deeper/access-tokens/",
  }),
  prefixed({
    id: "mapbox-secret-token",
    shapes: ["{sk|tk}.eyJ1Ijoi{60-140 base64url}.{22 base64url}"],
    see: "https://docs.mapbox.com/help/dive-deeper/access-tokens/",
  }),
  named({
    id: "meilisearch-master-key",
    names: ["meili"],
    shapes: ["{43 padded}", "{64 hex}"],
    see: "https://www.meilisearch.com/docs/learn/security/basic_security",
  }),
  named({
    id: "mongodb-atlas-key",
    names: ["mongodb atlas", "atlas"],
    shapes: ["{uuid}"],
    see: "https://www.mongodb.com/docs/atlas/configure-api-access/",
  }),
  prefixed({
    id: "mongodb-atlas-service-account",
    shapes: ["mdb_sa_sk_{40 base64url}"],
    see: "https://www.mongodb.com/docs/atlas/configure-api-access/",
  }),
  prefixed({ id: "neon-api-key", shapes: ["napi_{64 lower}"], see: "https://neon.com/docs/manage/api-keys" }),
  prefixed({
    id: "planetscale-token",
    shapes: ["pscale_{tkn|oauth|pw}_{32-64 padded}"],
    see: "https://planetscale.com/docs/api/reference/service-tokens",
  }),
  named({
    id: "sidekiq-enterprise-credential",
    names: ["contribsys com", "contribsys__com"],
    shapes: ["{8 hex}:{8 hex}"],
    see: "https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ",
  }),
  named({
    id: "snowflake-password",
    names: ["snowflake"],
    shapes: ["{16-64 base64url}"],
    see: "https://docs.snowflake.com/en/user-guide/authentication",
  }),
  prefixed({
    id: "supabase-token",
    shapes: ["sbp_{|oauth_}{40 hex}", "sb_secret_{22 base64url}_{8 base64url}"],
    see: "https://supabase.com/docs/guides/api/api-keys",
  }),
  named({
    id: "supabase-service-key",
    names: ["supabase"],
    shapes: ["{40 hex}"],
    see: "https://supabase.com/docs/guides/api/api-keys",
  }),
  named({
    id: "typesense-api-key",
    names: ["typesense"],
    shapes: ["{32-64 alphanumeric}"],
    see: "https://typesense.org/docs/latest/api/api-keys.html",
  }),
  named({
    id: "upstash-token",
    names: ["upstash"],
    shapes: ["A{40-110 padded}{|=|==}", "{uuid}"],
    see: "https://upstash.com/docs/redis/features/restapi",
  }),
  named({
    id: "weaviate-api-key",
    names: ["weaviate"],
    shapes: ["{36-60 alphanumeric}"],
    see: "https://docs.weaviate.io/deploy/configuration/authentication",
  }),
  prefixed({ id: "xata-api-key", shapes: ["xau_{40 alphanumeric}"], see: "https://xata.io/docs" }),
];
