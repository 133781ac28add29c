// A run leaves the page by a link and comes back the same; it outlives a reload, other tabs and the engine's death; an
// embed tells the page around it what happens.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, Page } from "playwright-core";
import type {} from "../../src/engine/start"; // Declares ehloWorld.
import { open, serve } from "./harness";

async function type(page: Page | Frame, line: string): Promise<void> {
  await page.fill("#prompt", line);
  await page.press("#prompt", "Enter");
}

const steps = (page: Page | Frame, n: number) =>
  page
    .locator(".steps > li.done")
    .nth(n - 1)
    .waitFor();

async function place(page: Page): Promise<{ digest: string; now: number }> {
  return page.evaluate(async () => {
    const client = globalThis.ehloWorld;
    if (!client) throw new Error("no engine");
    const { digest } = await client.ask({ op: "digest" });
    return { digest, now: (await client.ask({ op: "status" })).now };
  });
}

test("a link leads to the same instant of the same run", async () => {
  const { url } = await serve();
  const first = await open(`${url}#/s/hand-smtp`);
  await type(first.page, "telnet mail.hai.example 25");
  await steps(first.page, 1);
  await type(first.page, "HELO alice-pc.shan.example");
  await steps(first.page, 2);
  await first.page.waitForTimeout(500);
  await first.page.getByRole("button", { name: "Share link" }).click();
  const field = first.page.getByLabel("Link", { exact: true });
  await first.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>(".link-text")?.value);
  const link = await field.inputValue();
  const here = await place(first.page);
  assert.match(link, /#1\.z\.[\w-]+$/);
  assert.ok(link.length < 400, `${link.length} characters`);

  const second = await open(link);
  await steps(second.page, 2);
  await second.page.locator(".log").getByText("HELO alice-pc.shan.example", { exact: false }).first().waitFor();
  assert.deepEqual(await place(second.page), here);
  // The next input makes the address say where the run is, and saves it.
  await type(second.page, "NOOP");
  await second.page.waitForURL(/#\/s\/hand-smtp$/);
  await second.page.reload();
  await second.page.locator(".log").getByText("NOOP").first().waitFor();
  await second.page.getByText("Here is your run, as you left it.").waitFor();
  await second.done();
  await first.done();
});

test("bad links end in words and a living world", async () => {
  const { url } = await serve();
  for (const [hash, words] of [
    ["#1.z.AAAA", "damaged"],
    ["#2.b.AAAA", "later version"],
    ["#/run/nobody", "not saved"],
  ] as const) {
    const { page, done } = await open(url + hash);
    await page.getByText(words, { exact: false }).first().waitFor();
    await type(page, "telnet mail.hai.example 25");
    await steps(page, 1);
    await done();
  }
});

test("two tabs do not overwrite each other, and a dead engine loses nothing", async () => {
  const { url } = await serve();
  const { page, context, done } = await open(`${url}#/s/hand-smtp`);
  await type(page, "telnet mail.hai.example 25");
  await steps(page, 1);
  const other = await context.newPage();
  await other.goto(`${url}#/s/hand-smtp`);
  await steps(other, 1);
  await other.locator(".talk-head").waitFor(); // The restored conversation is the one that is typed into.
  await type(other, "HELO two.example");
  await steps(other, 2);
  await page.bringToFront();
  await type(page, "HELO one.example");
  await steps(page, 2);
  const saved = () =>
    page.evaluate(() =>
      Object.keys(localStorage)
        .filter((k) => k.startsWith("ehlo.run."))
        .map((k) => /HELO (\w+)/.exec(localStorage[k])?.[1])
        .sort(),
    );
  await page.waitForTimeout(300);
  assert.deepEqual(await saved(), ["one", "two"]);

  const before = await place(page);
  await page.evaluate(() =>
    (globalThis.ehloWorld as unknown as { died(reason: string): void }).died("the test says so"),
  );
  await page.getByText("The engine stopped and was started again").waitFor();
  await page.getByRole("button", { name: "Copy a report" }).waitFor();
  assert.equal((await place(page)).digest, before.digest);
  await done();
});

test("an embed tells its page what happens, in three dialects of height", async () => {
  const { url, embed } = await serve();
  const { page, done } = await open(embed);
  await page.evaluate((src) => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener("message", (e) => heard.push(e.data));
    const frame = document.querySelector("iframe");
    if (frame) frame.src = src;
  }, `${url}?embed=1&view=lesson,console#/s/hand-smtp#?secret=AbC123`);
  await page.waitForFunction(() =>
    (window as unknown as { heard: { event?: string }[] }).heard.some((m) => m.event === "ready"),
  );
  const frame = page.frames()[1];
  assert.ok(frame);
  await type(frame, "telnet mail.hai.example 25");
  await page.waitForFunction(() =>
    (window as unknown as { heard: { event?: string }[] }).heard.some((m) => m.event === "step"),
  );
  const heard = await page.evaluate(() => (window as unknown as { heard: Record<string, unknown>[] }).heard);
  assert.ok(heard.some((m) => m.type === "ehlo" && m.event === "height"));
  assert.ok(heard.some((m) => m.subject === "lti.frameResize" && typeof m.height === "number"));
  assert.ok(heard.some((m) => m.message === "height" && m.secret === "AbC123"));
  // An opaque origin keeps nothing, and the embed says so; the way out carries the run.
  await frame.getByText("Not saved").waitFor();
  await frame.waitForFunction(() => document.querySelector<HTMLAnchorElement>(".open-full")?.href.includes("#1.z."));
  await done();
});

test("show me walks through the whole lesson", async () => {
  const { url } = await serve();
  const { page, done } = await open(`${url}#/s/hand-smtp`);
  for (let n = 1; n <= 7; n++) {
    await page.getByRole("button", { name: "Show me" }).click();
    await steps(page, n);
    await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  }
  await page.getByText("You did it").waitFor();
  await done();
});
