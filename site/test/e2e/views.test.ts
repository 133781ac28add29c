// The map, the ladder diagram and the inspector against the running engine, by mouse and by keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { open, serve } from "./harness";

const session = [
  "telnet mail.hai.example 25",
  "EHLO alice-pc.shan.example",
  "MAIL FROM:<alice@shan.example>",
  "RCPT TO:<nobody@hai.example>",
  "RCPT TO:<bob@hai.example>",
];
const letter = [
  "DATA",
  "From: Alice <alice@shan.example>",
  "To: bob@hai.example",
  "Subject: Lunch?",
  "",
  "Hello Bob,",
  ".",
];

/** Types lines at the prompt, each after the answer to the one before. */
async function say(page: Page, lines: readonly string[]): Promise<void> {
  const prompt = page.locator("#prompt");
  for (const line of lines) {
    await prompt.fill(line);
    await prompt.press("Enter");
    await page.waitForTimeout(350);
  }
}

async function visit(query = "?lang=en&theme=light", hash = "#/s/hand-smtp") {
  const { url } = await serve();
  const opened = await open(url + query + hash, { viewport: { width: 1440, height: 900 } });
  await opened.page.locator('[data-k="host alice-pc"]').waitFor();
  return opened;
}

test("a letter typed by hand is seen in all three views", async () => {
  const { page, done } = await visit();
  await say(page, session);
  const envelope = page.locator(".inspector .card.env");
  await envelope.getByText("550").waitFor();
  assert.match(
    await envelope.innerText(),
    /MAIL FROM alice@shan\.example[\s\S]*nobody@hai\.example[\s\S]*bob@hai\.example/,
  );
  assert.equal(await page.locator(".envelope").count(), 1, "the letter lies on its connection");
  await say(page, letter);
  await page.locator('[aria-label^="mail.hai.example, mail server, queue 0 letters, bob 2 letters"]').waitFor();

  await page.getByRole("tab", { name: "Sequence" }).click();
  const rungs = page.locator(".rung");
  await rungs.filter({ hasText: "letter" }).first().waitFor();
  assert.equal(
    await page
      .locator(".phase")
      .allInnerTexts()
      .then((x) => x.join()),
    "greeting,transfer",
  );

  // Selecting an arrow lights its connection on the map and tells what led to it.
  await rungs.filter({ hasText: "550" }).click();
  await page.locator(".inspector .event").getByText("Caused by").waitFor();
  assert.equal(await page.locator('[data-k^="conn "][aria-pressed="true"]').count(), 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator(".rung.lit").filter({ hasText: "bob@hai.example" }).waitFor();

  // From the tray to the letter to the line that the server wrote.
  await page.locator('[data-k="tray mail.hai.example bob@hai.example"]').click();
  await page.locator(".letters button").last().click();
  const line = page.locator(".lines li.by").first();
  assert.match(await line.innerText(), /Return-Path: <alice@shan\.example>[\s\S]*written by mail\.hai\.example/);
  await line.locator("button").click();
  await line.getByRole("note").waitFor();
  await done();
});

test("the map by keys: from thing to thing, a menu, a host switched off", async () => {
  const { page, done } = await visit();
  const focus = () => page.evaluate(() => (document.activeElement as SVGElement | null)?.dataset.k);
  await page.locator('[data-k="host alice-pc"]').focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await focus(), "link alice-pc mail.shan.example");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focus(), "host mail.shan.example");
  await page.keyboard.press("Enter");
  await page.locator(".inspector .panel-title").filter({ hasText: "mail.shan.example" }).waitFor();
  await page.keyboard.press("m");
  await page.getByRole("menuitem", { name: "Switch off" }).press("Enter");
  await page.locator('[aria-label^="mail.shan.example, mail server, down"]').waitFor();
  await page.getByRole("button", { name: "List", exact: true }).click();
  await page.getByRole("button", { name: /^mail\.shan\.example · mail server · .* · down$/ }).waitFor();
  await page.getByRole("button", { name: "List", exact: true }).click();
  await done();
});

test("a lesson that asks is told what was looked at, once", async () => {
  const { page, done } = await visit("?lang=zh", "#/s/first-letter");
  for (const key of ["host alice-pc", "host mail.shan.example", "host mail.shan.example"])
    await page.locator(`[data-k="${key}"] .name`).click();
  await page.locator('[data-k="link mail.shan.example mail.hai.example"] .spot').click({ force: true });
  await page.waitForTimeout(500);
  const told = await page.evaluate(() => ehloWorld!.ask({ op: "status" }));
  assert.equal(told.inputs, 3);
  assert.equal(told.lesson.steps.find((s) => s.id === "parts")?.done, true);
  await done();
});

test("while time is scrubbed the inspector says what its lists are as of, and asks again afterwards", async () => {
  const { page, done } = await visit();
  await say(page, [...session, ...letter]);
  await page.locator('[data-k="tray mail.hai.example bob@hai.example"]').click();
  const letters = page.locator(".inspector .letters li");
  await page.waitForFunction(() => document.querySelectorAll(".inspector .letters li").length === 2);
  const rail = (await page.locator(".scrub").boundingBox())!;
  await page.mouse.move(rail.x + rail.width - 4, rail.y + rail.height / 2);
  await page.mouse.down();
  await page.mouse.move(rail.x + 2, rail.y + rail.height / 2, { steps: 4 });
  await page
    .locator(".inspector .as-of")
    .getByText(/as of \d\d:\d\d:\d\d/)
    .waitFor();
  assert.equal(await letters.count(), 2);
  await page.mouse.up();
  await page.locator(".inspector .as-of").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelectorAll(".inspector .letters li").length === 1);
  await done();
});
