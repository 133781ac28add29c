// The engine in a real browser: what the page is told adds up, and a worker that vanishes is replaced unnoticed.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type {} from "../../src/engine/start"; // Declares ehloWorld.
import { open, serve } from "./harness";

/** Opens the page and waits for the scenario that it begins with. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    globalThis.ehloWorld?.ask({ op: "status" }).then(
      () => true,
      () => false,
    ),
  );
}

test("the engine is fetched once: the preload hint is what the loader uses", async () => {
  const { url } = await serve();
  const { page, done } = await open("about:blank");
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(url);
  await ready(page);
  assert.equal(fetched.filter((path) => path.startsWith("/engine.")).length, 1, fetched.join(" "));
  // It is on its way before the script that will use it.
  const names = fetched.map((path) => path.replace(/^\/|\..*/g, ""));
  assert.ok(names.indexOf("engine") < names.indexOf("page"), names.join(" "));
  await done();
});

test("a dialogue is played, and a lost worker is led back to the same trace", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  await ready(page);
  const before = await page.evaluate(async () => {
    const engine = globalThis.ehloWorld!;
    let batches = 0;
    engine.onEvents(() => batches++);
    await engine.ask({ op: "input", text: "term alice-pc telnet mail.hai.example 25" });
    const settled = await engine.ask({ op: "settle", limit: 60e9 });
    await engine.ask({ op: "input", text: "1> HELO alice-pc.shan.example" });
    await engine.ask({ op: "settle", limit: 120e9 });
    return { ...(await engine.ask({ op: "digest" })), batches, waits: settled.nextActive };
  });
  assert.ok(before.events > 10 && before.batches > 0, JSON.stringify(before));
  assert.equal(before.waits, null);
  const after = await page.evaluate(async () => {
    const engine = globalThis.ehloWorld!;
    const crash = new Promise<{ outcome: string }>((resolve) => engine.onCrash(resolve));
    (engine as unknown as { worker: Worker }).worker.terminate();
    const lost = await engine.ask({ op: "status" }).then(
      () => "",
      (reason: Error) => reason.message,
    );
    return { lost, outcome: (await crash).outcome, ...(await engine.ask({ op: "digest" })) };
  });
  assert.match(after.lost, /once more/);
  assert.equal(after.outcome, "restored");
  assert.deepEqual([after.digest, after.events], [before.digest, before.events]);
  await done();
});
