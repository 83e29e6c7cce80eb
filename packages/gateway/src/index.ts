export type { ExchangeRecord } from "./audit/record.js";
export { GatewayConfigError, parseGatewayConfig } from "./config.js";
export type { GatewayConfig, GatewayConfigInput } from "./config.js";
export { startGateway } from "./start.js";
export type { GatewayOptions, RunningGateway } from "./start.js";
export { NewerDatabaseError, openStore } from "./store/sqlite.js";
export type { Store, VirtualKey, VirtualKeyStore } from "./store/store.js";
export { issueVirtualKey } from "./auth/virtual-keys.js";
export type { IssuedVirtualKey } from "./auth/virtual-keys.js";
