/** Faults that users of comparable scanners reported, tried on real folders. */
import { randomBytes, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folderOf } from "./project.testkit.js";
import { openProject } from "./project/project.js";
import { diagnose } from "./doctor/doctor.js";
import { createSecretSearch } from "./secrets/search.js";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const random = (count: number, alphabet = BASE62): string =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join("");

/** A GitHub token with the checksum that real ones have. */
function githubToken(): string {
  const body = random(30);
  let rest = crc32(body);
  let checksum = "";
  for (let place = 0; place < 6; place++) {
    checksum = BASE62.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return `ghp_${body}${checksum}`;
}

const digest = (bytes = 64): string => randomBytes(bytes).toString("base64");
/** A digest in which the shape of a cloud key stands by chance. */
const digestWith = (text: string): string => {
  const around = digest();
  return around.slice(0, 20) + text + around.slice(20 + text.length);
};

describe("lock files and built code", () => {
  it("keep digests quiet, and show the token that does get into a lock file", async () => {
    for (let run = 0; run < 10; run++) {
      const token = githubToken();
      const before = `{"lockfileVersion":3,"packages":{"node_modules/left":{"version":"1.0.0","resolved":"https://registry.example/left/-/left-1.0.0.tgz","integrity":"sha512-${digestWith(`AKIA${random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`)}"},"node_modules/@corp/kit":{"version":"2.1.0","resolved":"https://ci:`;
      const map = Buffer.from(JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA,SAASA" })).toString(
        "base64",
      );
      const folder = await folderOf({
        "package-lock.json": `${before}${token}@npm.corp.example/@corp/kit-2.1.0.tgz","integrity":"sha512-${digest()}"}}}`,
        "go.sum": `example.org/aws/sdk v1.31.11 h1:${digest(32)}\nexample.org/linkedin/avro v2.1.0/go.mod h1:${digest(32)}\n`,
        "yarn.lock": `kit@^2:\n  version "2.1.0"\n  integrity sha512-${digest()}\n`,
        "Podfile.lock": `SPEC CHECKSUMS:\n  MapKitPlus: ${randomBytes(20).toString("hex")}\n`,
        "gradle.lockfile": "org.slf4j:slf4j-api:2.0.16=default\n",
        "dist/app.min.js": `var k={authtype:"v4-host-only",key:"alt+shift+left"};this.lexicon=new Map;//# sourceMappingURL=data:application/json;base64,${map}`,
      });
      const { points } = await diagnose(await openProject(folder), { search: createSecretSearch() });
      const found = points
        .filter(({ id }) => id === "keys-in-environment" || id === "built-bundle")
        .flatMap(({ problems, doubts }) => [...problems, ...doubts]);
      expect(found).toContainEqual(
        expect.objectContaining({
          file: "package-lock.json",
          line: 1,
          column: before.length + 1,
          what: "github-personal-token in folder",
        }),
      );
      // A second one for the same characters, as a password in an address, is right, too.
      expect(found.filter(({ column }) => column !== before.length + 1)).toEqual([]);
      expect(JSON.stringify(points)).not.toContain(token.slice(4));
    }
  });
});
