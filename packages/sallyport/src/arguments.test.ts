import { describe, expect, it } from "vitest";
import { refuseKeys } from "./arguments.js";
import { randomText } from "./secret.testkit.js";

describe("a key is never taken as an argument", () => {
  it.for(["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sp-dev-", "sp-stg-", "sp-prd-"])("%s…", (prefix) => {
    const key = prefix + randomText(60);
    for (const argument of [key, `--key=${key}`, `Authorization: Bearer ${key}`]) {
      const refuse = () => {
        refuseKeys(["check", argument]);
      };
      expect(refuse).toThrow("argument 2 holds a key");
      expect(refuse).not.toThrow(key);
    }
  });

  it("lets placeholders, file names and options pass", () => {
    refuseKeys(["check", "sk-ant-api03-your-key-here", "sk-ant-notes.txt", "sp-dev-key.txt", "--as", "text"]);
  });
});
