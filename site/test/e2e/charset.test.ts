// Chromium reads and writes every character set as Go does natively: over all sequences, in all states, over garbage and
// over all characters. The engine's code runs in the page with the page's TextDecoder for its tables, and sums up what it
// gets; Go's tests compare natively and under Node with the same file.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addTextDecoder } from "../../src/engine/textdecoder";
import { open } from "./harness";

const root = `${import.meta.dirname}/../..`;

/** What wasm_exec.js defines. */
declare class Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

test("every character set is what it is natively", async () => {
  const wasm = `${root}/build/charset.wasm`;
  execFileSync("go", ["build", "-o", wasm, "./site/test/charset"], {
    cwd: root,
    env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
  });
  const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const { page, done } = await open("about:blank");
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  await page.addScriptTag({ path: `${goroot}/lib/wasm/wasm_exec.js` });
  await page.addScriptTag({ content: `globalThis.add = ${addTextDecoder}` });
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const go = new Go();
    const { add } = globalThis as unknown as { add: typeof addTextDecoder };
    add(go.importObject, () => instance.exports.mem as WebAssembly.Memory);
    const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
    await go.run(instance);
  }, readFileSync(wasm).toString("base64"));
  await done();
  const native = readFileSync(`${root}/engine/message/charset/testdata/digests.txt`, "utf8");
  assert.deepEqual(lines.join("\n").trim().split("\n"), native.trim().split("\n"));
});
