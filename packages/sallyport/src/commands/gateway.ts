/** `sallyport gateway`: the HTTP gateway in the foreground. Flags win over the environment, and that over the configuration file. */
import { PRESET_NAMES } from "@sallyport/guard";
import { ENVIRONMENTS } from "@sallyport/keys";
import { Option, type Command } from "commander";
import { UsageError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { isSettings, readGatewaySettings, type Settings } from "../input/gateway-settings.js";
import { choosePolicy, loadPolicy, POLICY_FILE, SECRET_VARIABLE } from "../input/policy.js";
import { type Terminal } from "../terminal/terminal.js";
import { portOf, starting, untilAsked } from "./servers.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface GatewayCommandOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: string;
  readonly upstream?: string;
  readonly upstreamKey?: readonly string[];
  readonly policy?: string;
  readonly database?: string;
  readonly logLevel?: string;
  readonly format: Format;
}

/** Adds the command. */
export function addGateway(program: Command, session: Session): void {
  program
    .command("gateway")
    .summary("run the gateway in front of the Claude API")
    .description(
      "Runs the gateway in the foreground. Clients send it their requests with a virtual key (see `sallyport virtual-keys`); it holds the " +
        `upstream's. Most options can also stand in the environment; ${SECRET_VARIABLE} holds the key of fingerprints.`,
    )
    .addOption(new Option("-c, --config <file>", "configuration file (JSON)").env("SALLYPORT_CONFIG"))
    .addOption(new Option("--host <host>", "address to listen on (default: 127.0.0.1)").env("SALLYPORT_HOST"))
    .addOption(new Option("--port <port>", "port to listen on; 0 takes any free one (default: 8787)").env("SALLYPORT_PORT"))
    .addOption(new Option("--upstream <url>", "the API (default: https://api.anthropic.com)").env("SALLYPORT_UPSTREAM"))
    .option(
      "--upstream-key <environment=source...>",
      "where each environment's key is: env:NAME, file:PATH or exec:COMMAND (default: development=env:ANTHROPIC_API_KEY)",
    )
    .addOption(
      new Option("-p, --policy <file|preset>", `the policy (default: ./${POLICY_FILE}, else balanced)`).env("SALLYPORT_POLICY"),
    )
    .addOption(
      new Option("--database <file>", "file of virtual keys and audit trail (default: sallyport.db)").env("SALLYPORT_DATABASE"),
    )
    .addOption(new Option("--log-level <level>", "silent, error, warn, info or debug (default: info)").env("SALLYPORT_LOG_LEVEL"))
    .addOption(new Option("-f, --format <format>", "how to print where it listens").choices(FORMATS).default("table"))
    .action(async (options: GatewayCommandOptions) => {
      await gateway(options, session.terminal);
      session.end(EXIT.passed);
    });
}

async function gateway(options: GatewayCommandOptions, terminal: Terminal): Promise<void> {
  const { parseGatewayConfig, startGateway } = await import("@sallyport/gateway"); // a database and an HTTP client: not for `check`
  const config = parseGatewayConfig(await settingsOf(options, terminal));
  const running = await starting(() => startGateway(config), "the gateway");
  const asked = untilAsked(terminal);
  if (options.format === "json") terminal.data(`${JSON.stringify({ url: running.url, upstream: config.upstream.url })}\n`);
  else terminal.data(`${running.url}\n`);
  terminal.talk(`forwards to ${config.upstream.url}; point a client at it by`);
  terminal.talk(`  export ANTHROPIC_BASE_URL=${running.url}`);
  terminal.talk(`  export ANTHROPIC_API_KEY=…   # from: sallyport virtual-keys create --database ${config.database}`);
  await asked;
  await running.close();
}

async function settingsOf(options: GatewayCommandOptions, terminal: Terminal): Promise<Settings> {
  const file = options.config === undefined ? {} : await readGatewaySettings(options.config);
  const fromOptions = {
    ...given("url", options.upstream),
    ...given("keys", options.upstreamKey === undefined ? undefined : keySources(options.upstreamKey)),
  };
  // What is no object stays as it is: the gateway's own check says so.
  const inFile = file["upstream"];
  const upstream = isSettings(inFile) || inFile === undefined ? { ...inFile, ...fromOptions } : inFile;
  return {
    ...file,
    ...given("host", options.host),
    ...given("port", options.port === undefined ? undefined : portOption(options.port)),
    ...given("upstream", isSettings(upstream) && Object.keys(upstream).length === 0 ? undefined : upstream),
    ...given("database", options.database),
    ...given("logLevel", options.logLevel),
    ...given(
      "secret",
      file["secret"] === undefined && process.env[SECRET_VARIABLE] !== undefined ? `env:${SECRET_VARIABLE}` : undefined,
    ),
    ...(await policyOption(options.policy, file, terminal)),
  };
}

/** The policy is read here too, so that what is wrong with it is said as `policy check` would say it, warnings included. */
async function policyOption(named: string | undefined, file: Settings, terminal: Terminal): Promise<Settings> {
  if (named === undefined && (file["policy"] !== undefined || file["policyFile"] !== undefined)) return {};
  const chosen = await choosePolicy(named, terminal);
  await loadPolicy(chosen, terminal);
  const preset = PRESET_NAMES.find((name) => name === chosen);
  return preset === undefined
    ? { policy: undefined, policyFile: chosen }
    : { policy: { version: 1, extends: preset }, policyFile: undefined };
}

function given(name: string, value: unknown): Settings {
  return value === undefined ? {} : { [name]: value };
}

function keySources(pairs: readonly string[]): Settings {
  return Object.fromEntries(
    pairs.map((pair) => {
      const environment = ENVIRONMENTS.find((name) => pair.startsWith(`${name}=`));
      if (environment === undefined) {
        throw new UsageError(
          "--upstream-key must name an environment and a source",
          `as in production=file:/run/secrets/key; ${ENVIRONMENTS.join(", ")}`,
        );
      }
      return [environment, pair.slice(environment.length + 1)];
    }),
  );
}

function portOption(text: string): number {
  const port = portOf(text);
  if (port === undefined) throw new UsageError("--port must be a number from 0 to 65535");
  return port;
}
