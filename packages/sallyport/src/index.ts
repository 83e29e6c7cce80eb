/** Sallyport as a library: the engine, policy files, and the ways into an SDK. The gateway and the sandbox are packages of their own. */
export * from "@sallyport/anthropic";
export * from "@sallyport/door";
export * from "@sallyport/guard";
