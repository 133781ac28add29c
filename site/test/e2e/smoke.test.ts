// The page opens everywhere it must, and the engine behind it answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Frame, Page } from "playwright-core";
import type {} from "../../src/engine/start"; // Declares ehloWorld.
import { open, serve } from "./harness";

/** Waits until the engine of a page or frame answers, and returns how it did. */
function answer(frame: Page | Frame): Promise<string> {
  return frame.evaluate(async () => {
    const deadline = performance.now() + 20_000;
    while (performance.now() < deadline) {
      const client = globalThis.ehloWorld;
      if (client) {
        // Any answer will do: before a scenario is open the engine refuses, in words.
        return client.ask({ op: "status" }).then(
          (status) => `status at ${status.now}`,
          (refusal: Error) => `refused: ${refusal.message}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return "no engine";
  });
}

function assertAnswered(text: string): void {
  assert.match(text, /^(status at|refused: (?!The engine))/);
}

test("a page of its own", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  assertAnswered(await answer(page));
  await done();
});

for (const [name, flags] of [
  ["on a host with CORS headers", []],
  ["on a host without CORS headers", ["--cors=false"]],
] as const) {
  test(`sandboxed frame ${name}`, async () => {
    const { embed } = await serve(...flags);
    const { page, troubles, done } = await open(embed);
    const frame = page.frames()[1];
    assert.ok(frame);
    await frame.waitForLoadState();
    assert.equal(await frame.evaluate(() => origin), "null");
    assertAnswered(await answer(frame));
    // Without the header a fetch is refused and says so; the loader then takes the script.
    if (flags.length > 0) {
      const others = troubles.filter((t) => !/blocked by CORS policy|net::ERR_FAILED/.test(t));
      troubles.splice(0, troubles.length, ...others);
    }
    await done();
  });
}

test("from disk", async () => {
  const { page, troubles } = await open(pathToFileURL(`${import.meta.dirname}/../../build/site/index.html`).href);
  const text = await answer(page);
  assertAnswered(text);
  // A file has no origin; the refused fetch is reported, nothing else.
  const others = troubles.filter((t) => !/blocked by CORS policy|net::ERR_FAILED|URL scheme "file"/.test(t));
  assert.deepEqual(others, []);
});
