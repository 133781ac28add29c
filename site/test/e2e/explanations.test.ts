// The explanations arrive wherever the page opens: by fetch, and as a script where fetch is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, Page } from "playwright-core";
import type {} from "../../src/engine/start"; // Declares ehloWorld.
import { open, serve } from "./harness";

/** Asks the engine of a page or frame what EHLO is, as soon as there is one. */
function explained(frame: Page | Frame): Promise<string> {
  return frame.evaluate(async () => {
    const deadline = performance.now() + 20_000;
    while (!globalThis.ehloWorld && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const ask = () => globalThis.ehloWorld?.ask({ op: "explainKey", key: "smtp.verb.EHLO", lang: "zh" });
    // On a busy machine the first question may tire of waiting.
    return ask()
      ?.catch(ask)
      .then((x) => x?.title ?? "nothing");
  }) as Promise<string>;
}

test("a page of its own", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  assert.match(await explained(page), /打招呼/);
  await done();
});

test("a sandboxed frame on a host without CORS headers", async () => {
  const { embed } = await serve("--cors=false");
  const { page, troubles, done } = await open(embed);
  const frame = page.frames()[1];
  assert.ok(frame);
  await frame.waitForLoadState();
  assert.match(await explained(frame), /打招呼/);
  // Without the header a fetch is refused and says so; the loader then takes the script.
  const others = troubles.filter((t) => !/blocked by CORS policy|net::ERR_FAILED/.test(t));
  troubles.splice(0, troubles.length, ...others);
  await done();
});
