/**
 * Credentials as they travel in HTTP: the `Authorization` header, a user and password in a URL or on curl's command line, session cookies.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 * @see https://curl.se/docs/manpage.html#-u
 */
import { defineDetector } from "../define.js";
import { isPlaceholder, looksGenerated, looksRandom } from "../randomness.js";
import { confirmPassword } from "./database-url.js";

/** The name of a scheme, or what is used as one; `Basic` is read. */
const SCHEMES = String.raw`[a-z][\w-]{2,20}(?=[\s=:]|%20)|pve[a-z]{3,9}=[\w@!.-]{1,64}`;

export const authorizationHeader = defineDetector({
  id: "authorization-header",
  family: "secrets",
  severity: "high",
  keywords: ["authorization"],
  pattern: new RegExp(
    `authorization[\\\\"'\`\\]]{0,4}\\s{0,3}(?:=>|:=|[:=,])\\s{0,3}[\\\\"'\`]{0,4}(?<scheme>${SCHEMES})?(?:\\s|%20|=|:){0,2}[\\\\"']{0,2}(?<value>[\\w.~+/=-]{8,2000})(?![\\w(\\[{$])`,
    "i",
  ),
  confidence: 0.9,
  confirm(_match, { scheme = "", value = "" }) {
    if (scheme.toLowerCase() === "basic") {
      const password = /^[^:]{0,128}:(.{4,})$/s.exec(decoded(value) ?? "")?.[1];
      return password === undefined ? null : confirmPassword(password, "");
    }
    if (isPlaceholder(value)) return null;
    return value.length >= 16 && looksGenerated(value) ? 0.9 : null;
  },
  examples: {
    hit: [
      "Authorization: Bearer {40 alphanumeric}",
      "curl -H 'Authorization: token {40 hex}' https://host.corp.internal/",
      '"Authorization": "Basic {base64url of anna:{9 digits}kQ}"',
      "headers['Authorization'] = 'Bearer {64 base64url}'",
    ],
    miss: [
      "Authorization: Bearer $TOKEN",
      "Authorization: Bearer <your access token>",
      "Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxx",
      "Authorization: Basic {base64url of user:password}",
      "Authorization: Bearer your-access-token-here",
      "the Authorization: header carries credentials",
    ],
  },
});

export const curlUser = defineDetector({
  id: "curl-user",
  family: "secrets",
  severity: "high",
  keywords: [" -u", "--user"],
  // A command ends with its line, unless the line is continued.
  pattern:
    /(?<=curl(?:[^\n]|[ \t][\\^`]\r?\n){0,400})(?: -u|--user)[ =]?\s{0,2}["']{0,1}(?<user>[^\s"':]{0,64})["']{0,2}:["']{0,2}(?<value>[^\s"']{4,128})/i,
  confidence: 0.9,
  confirm: (_match, { value = "" }) =>
    /[$<>{}[\]()]/.test(value.slice(0, 2)) || /\$\{|\$\(|\{\{|^\[|^%/.test(value) ? null : confirmPassword(value, ""),
  examples: {
    hit: [
      "curl -u anna:{12 alphanumeric}7 https://host.corp.internal/",
      "curl -k --user 'svc:{16 alphanumeric}' -X POST https://host.corp.internal/",
      "curl -k \\\n  --user 'svc:{16 alphanumeric}' https://host.corp.internal/",
    ],
    miss: [
      "curl -u user:password https://host.corp.internal/",
      'curl -u "$USER:$PASSWORD" https://host.corp.internal/',
      "docker run -u 1000:1000000",
      "curl https://host.corp.internal/\ndocker run -u 1000:{12 alphanumeric}",
      "curl -u anna https://host.corp.internal/",
    ],
  },
});

export const sessionCookie = defineDetector({
  id: "session-cookie",
  family: "secrets",
  severity: "high",
  keywords: [
    "session",
    "sessid",
    "connect.sid",
    "aspxauth",
    "remember_token",
    "auth_token",
    "wordpress_logged_in_",
    "aspnetcore.",
  ],
  pattern:
    /(?:session(?:_?id|[.-]token)?|sessid|connect\.sid|aspxauth|remember_token|auth_token|wordpress_logged_in_[\da-f]{32}|aspnetcore\.[\w.]{4,40})=(?<value>[\w%.+/~-]{20,1024}={0,2})(?![\w(\[{$])/i,
  confidence: 0.8,
  confirm: (_match, { value = "" }) => (looksGenerated(value.replace(/^s%3A/i, "")) ? 0.8 : null),
  examples: {
    hit: [
      "Cookie: sessionid={32 lower}; theme=dark",
      "Set-Cookie: connect.sid=s%3A{32 base64url}.{43 alphanumeric}; Path=/; HttpOnly",
      "PHPSESSID={26 lower}",
    ],
    miss: [
      "session=true; path=/",
      "sessionid=xxxxxxxxxxxxxxxxxxxxxxxx",
      "session_id={10 digits}",
      "PHPSESSID=deleted-session-of-the-user",
    ],
  },
});

export const urlCredentials = defineDetector({
  id: "url-credentials",
  family: "secrets",
  severity: "high",
  keywords: ["://"],
  pattern:
    /(?<=(?<before>[a-z][a-z\d+.-]{1,15})):\/\/(?<user>[^\s:@/?#"'`\\<>()[\]{}|,]{0,64}):(?<value>[^\s@/?#"'`\\<>()[\]{}|,]{3,256})@(?<host>[\w.-]{1,253}|\[[\da-f:]{2,39}\])/i,
  confidence: 0.9,
  confirm: (_match, { value = "", host = "" }) =>
    /^\d{1,5}$/.test(value) || /^%[^\dA-F]/i.test(value) ? null : confirmPassword(value, host),
  examples: {
    hit: [
      "https://anna:{16 alphanumeric}@host.corp.internal/path",
      "ftp://svc:{12 alphanumeric}@files.corp.internal",
      "HTTP_PROXY=http://proxy:{10 alphanumeric}@10.1.2.3:3128",
    ],
    miss: [
      "https://user:pass@host.corp.internal/",
      "https://${USER}:${PASSWORD}@host.corp.internal/",
      "https://host.corp.internal:8080/@scope/name",
      "http://anna:{12 alphanumeric}@localhost/",
      "https://host.corp.internal/a:b@c",
    ],
  },
});

/** What base 64 holds, also without its padding; undefined if it is none, or no text. */
function decoded(text: string): string | undefined {
  try {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return looksRandom(bytes, 0.1) && /^[ -~\u0080-\u00ff]+$/.test(bytes) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** The login of a container registry in Docker's configuration: base 64 of user and password. */
export const dockerConfigAuth = defineDetector({
  id: "docker-config-auth",
  family: "secrets",
  severity: "critical",
  keywords: ['"auth'],
  pattern: /"auth\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"(?<value>[A-Za-z\d+/]{12,2000}={0,2})\\{0,3}"/,
  confidence: 0.95,
  confirm(_match, { value = "" }) {
    const password = /^[\w.@$<>-]{1,128}:(.{4,})$/s.exec(decoded(value) ?? "")?.[1];
    return password === undefined ? null : confirmPassword(password, "");
  },
  reference: "https://docs.docker.com/reference/cli/docker/login/#credential-stores",
  examples: {
    hit: ['{"auths":{"registry.corp.internal":{"auth":"{base64url of deploy:Zq8{7 digits}kxW}"}}}'],
    miss: ['"auth": "{base64url of user:password}"', '"auth": "{20 digits}"', '"auth": "required-for-everything"'],
  },
});
