/**
 * URLs that open a database or a broker: scheme, user, password, host. Templates, placeholders and a developer's own machine are left alone: they
 * stand in every README.
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 * @see https://www.mongodb.com/docs/manual/reference/connection-string/
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
import { begun } from "../boundaries.js";
import { defineDetector } from "../define.js";

const PLACEHOLDER =
  /^(?:user(?:name)?|usr|admin|root|pass(?:word|wd|phrase)?|pwd|pw|secret|token|key|changeme|change[-_]?(?:me|it|this)|example|sample|test(?:ing)?|demo|dummy|fake|foo(?:bar)?|bar|baz|guest|postgres|mysql|mongo|redis|database|db|dbpass(?:word)?|x{2,}|\*{2,}|\.{2,}|…|1234?5?6?7?8?9?0?)$/i;
const TEMPLATE = /[${}<>[\]%]|\byour|_?here$|^(?:my|the|some|db)[-_]?(?:user|pass(?:word)?|secret)\w*$|redacted/i;
const OWN_MACHINE = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[::1\]|host|hostname|server)$/i;
const EXAMPLE_HOST = /(?:^|\.)example(?:\.(?:com|org|net))?$/i;

export const databaseUrl = defineDetector({
  id: "database-url",
  family: "secrets",
  severity: "critical",
  keywords: [
    "postgres",
    "mysql",
    "mariadb",
    "mongodb",
    "redis",
    "amqp",
    "mssql",
    "sqlserver",
    "oracle",
    "cockroach",
    "clickhouse",
    "nats",
    "kafka",
    "ldap",
  ],
  pattern: begun(
    /(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|oracle|cockroach(?:db)?|clickhouse|nats|kafka|ldaps?)(?:\+[a-z\d]{1,16})?:\/\/(?<user>[^\s:@/"'`\\<>]{0,64}):(?<password>[^\s@/"'`\\<>]{1,256})@(?<host>[\w.-]{1,253}|\[[\da-f:]{2,39}\])(?::\d{1,5})?(?:,[\w.-]{1,253}(?::\d{1,5})?){0,8}(?:\/[\w.$%-]{0,64})?(?:\?[\w.=&%+:/-]{0,256})?/i,
    "\\w+.-",
  ),
  confidence: 0.95,
  confirm: (_match, { password = "", host = "" }) => confirmPassword(password, host),
  examples: {
    hit: [
      "DATABASE_URL=postgresql://app:{16 alphanumeric}@db.corp.internal:5432/orders?sslmode=require",
      "mongodb+srv://svc:{20 alphanumeric}@cluster0.ab1cd.mongodb.net/prod",
      "redis://:{24 alphanumeric}@cache.corp.internal:6379/0",
      "amqps://worker:p%40ss{12 alphanumeric}@mq.corp.internal/vhost",
    ],
    miss: [
      "postgres://user:password@db.corp.internal/app",
      "postgres://app:${DB_PASSWORD}@db.corp.internal/app",
      "postgres://app:<password>@db.corp.internal/app",
      "postgres://app:{16 alphanumeric}@localhost:5432/app",
      "postgres://app@db.corp.internal/app",
      "postgresql://db.corp.internal:5432/app",
      "mysql://root:root@db.corp.internal/app",
      "https://app:{16 alphanumeric}@host.corp.internal/",
      "redis://cache.corp.internal:6379",
      "postgres://app:secret@db.example.com/app",
      "mongodb://your_user:your_password_here@host/db",
    ],
  },
});

/** Confidence in a password of a URL for a host; null where both are of the kind that stands in documentation. */
export function confirmPassword(password: string, host: string): number | null {
  const written = unescaped(password);
  if (written.length < 4 || PLACEHOLDER.test(written) || TEMPLATE.test(written) || OWN_MACHINE.test(host)) return null;
  // Documentation, most likely; people do paste a real password into it.
  if (EXAMPLE_HOST.test(host)) return /\d/.test(written) && written.length >= 8 ? 0.6 : null;
  return 0.95;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}
