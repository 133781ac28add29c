// All of mail transfer, by typing and pressing: a server's rules changed while it runs, a queue worked, a try opened, the rules
// of a recipient read; in both languages, at 360 pixels and in a frame.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { policy as rulesEN } from "../../src/i18n/policy.en";
import { transfer as queueEN } from "../../src/i18n/transfer.en";
import { transfer as queueZH } from "../../src/i18n/transfer.zh";
import { zh } from "../../src/i18n/zh";
import { open, serve, until } from "./harness";
import { Person } from "./person";

const axeFile = `${import.meta.dirname}/../node_modules/axe-core/axe.min.js`;

/** What axe finds wrong below a place, in a few words each. */
async function axe(page: Page, place: string): Promise<string[]> {
  await page.evaluate(readFileSync(axeFile, "utf8"));
  return page.evaluate(async (place) => {
    const { axe } = globalThis as unknown as {
      axe: { run(what: unknown, how: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run(place, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
  }, place);
}

/** Looks at a host by keys, and opens a tab of it. */
async function openTab(who: Person, host: string, tab: string): Promise<void> {
  await who.host(host).focus();
  await who.page.keyboard.press("Enter");
  await who.inspector.getByRole("button", { name: tab, exact: true }).first().click();
}

async function visit(address: string, words?: typeof zh, size = { width: 1440, height: 900 }) {
  const { url } = await serve();
  const opened = await open(`${url}?lang=${words ? "zh" : "en"}&theme=light${address}`, { viewport: size });
  return { ...opened, url, who: await new Person(opened.page, opened.page, words).awake() };
}

test("8BITMIME is switched off while the server runs, and the next EHLO does not list it", async () => {
  const { page, who, done } = await visit("#/s/hand-smtp");
  await openTab(who, "mail.hai.example", who.words.panel.policy);
  await page.getByRole("searchbox", { name: rulesEN.filterLabel }).fill("8bitmime");
  const offered = page.getByRole("switch", { name: "8BITMIME" });
  await offered.waitFor();
  assert.equal(await offered.getAttribute("aria-checked"), "true");
  await offered.focus();
  await page.keyboard.press("Space");
  await page.getByText(rulesEN.changedCount(1)).waitFor();
  assert.equal(await offered.getAttribute("aria-checked"), "false");
  assert.deepEqual(await axe(page, ".policy"), []);

  // A value that the engine refuses stays, with the reason beside it.
  await page.getByRole("searchbox", { name: rulesEN.filterLabel }).fill("maxSize");
  const size = page.getByRole("textbox", { name: rulesEN.settings.maxSize?.[0] ?? "", exact: true });
  await size.fill("a lot");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("a lot is not a whole number").waitFor();
  await size.fill("20000");
  await page.keyboard.press("Enter");
  await page.getByText(rulesEN.changedCount(2)).waitFor();

  await page.getByRole("tab", { name: who.words.sessions.shellTab("alice-pc") }).click();
  await who.say("telnet mail.hai.example 25", /220 mail\.hai\.example/);
  await who.say("EHLO alice-pc.shan.example", /250.PIPELINING/);
  const said = (await who.lines()).map((l) => l.text).join("\n");
  assert.match(said, /SIZE 20000/);
  assert.doesNotMatch(said, /8BITMIME/);

  // The panel goes back in time with the world.
  await page.getByRole("tab", { name: who.words.panel.policy }).click();
  await who.scrubber.focus();
  await page.keyboard.press("Home");
  await page.getByText(rulesEN.changedCount(0)).waitFor();
  await page.keyboard.press("End");
  await page.getByText(rulesEN.changedCount(2)).waitFor();
  await page.getByRole("button", { name: rulesEN.resetOf(rulesEN.settings.maxSize?.[0] ?? "") }).click();
  await page.getByText(rulesEN.changedCount(1)).waitFor();
  assert.equal(await size.inputValue(), "1000000");
  await done();
});

test("a letter is held, released and tried; its tries and the rules of a recipient are read", async () => {
  const { page, who, done } = await visit("#/s/queue-and-bounce", zh);
  const w = queueZH;
  await who.ask({ op: "input", text: "policy mail.shan.example aliases all: alice, zhou@gone.example" });
  for (const to of ["bob@hai.example", "all@shan.example"]) {
    await who.ask({ op: "input", text: `mail alice-pc send ${JSON.stringify({ to, subject: "x", body: "y" })}` });
    await who.quiet();
  }
  await openTab(who, "mail.shan.example", zh.panel.queue);
  const table = page.getByRole("table", { name: w.tableOf("mail.shan.example") });
  const first = table.getByRole("rowgroup").filter({ hasText: "S0001" });
  await first.getByText(/Connection refused/).waitFor();
  await first
    .getByText(w.states.waiting ?? "", { exact: false })
    .first()
    .waitFor();

  // Held and released by its row, tried by its row.
  await page.getByRole("checkbox", { name: w.choose("S0001") }).check();
  await page.getByRole("button", { name: w.hold, exact: true }).click();
  await first.getByText(w.notWhileHeld).waitFor();
  await page.getByRole("button", { name: w.release, exact: true }).click();
  await first.getByText(w.notWhileHeld).waitFor({ state: "detached" });
  await page.getByRole("button", { name: w.flush, exact: true }).click();
  await page.getByRole("button", { name: /S0001/ }).click();
  const lane = page.getByRole("group", { name: w.laneLabel });
  await lane.getByRole("button", { name: new RegExp(w.attempt(2)) }).waitFor();

  // One try: what it spent its time on leads to the events.
  await lane.getByRole("button", { name: new RegExp(w.attempt(2)) }).focus();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("heading", { name: w.attempt(1) }).waitFor();
  const stages = page.getByRole("list", { name: w.stages }).getByRole("button");
  await stages.filter({ hasText: w.troubles.refused ?? "" }).click();
  await who.inspector.getByRole("heading", { name: new RegExp(`^${zh.inspector.event}`) }).waitFor();
  assert.deepEqual(await axe(page, ".queue"), []);

  // The alias sent one letter two ways; the second of them waits here.
  await page.getByRole("button", { name: /S0001/ }).click();
  await page
    .getByRole("button", { name: /S000[2-9]/ })
    .first()
    .click();
  const rules = page.getByRole("region", { name: "all@shan.example" });
  await rules
    .getByText(w.ruleNames.alias ?? "", { exact: true })
    .first()
    .waitFor();
  await rules.getByText("zhou@gone.example", { exact: true }).waitFor();

  // Deleting asks first.
  await page.getByRole("button", { name: w.remove, exact: true }).click();
  await page.getByRole("button", { name: w.deleteNo, exact: true }).click();
  await page.getByRole("button", { name: w.remove, exact: true }).click();
  await page.getByRole("button", { name: w.deleteYes, exact: true }).click();
  await page.getByRole("checkbox", { name: w.choose("S0001") }).waitFor({ state: "detached" });
  await done();
});

test("at 360 pixels letters are cards, and nothing is wider than the screen; a frame shows a queue that it was asked for", async () => {
  const small = await visit("#/s/queue-and-bounce", undefined, { width: 360, height: 640 });
  await small.who.ask({ op: "input", text: 'mail alice-pc send {"to":"bob@hai.example","subject":"x","body":"y"}' });
  await small.who.quiet();
  await small.page.getByRole("tab", { name: small.who.words.panel.map, exact: true }).click();
  await small.who.host("mail.shan.example").focus();
  await small.page.keyboard.press("Enter");
  await small.page.getByRole("tab", { name: small.who.words.panel.letter, exact: true }).click();
  await small.who.inspector.getByRole("button", { name: small.who.words.panel.queue, exact: true }).first().click();
  await small.page.getByRole("list", { name: queueEN.tableOf("mail.shan.example") }).waitFor();
  await small.page.getByRole("button", { name: /S0001/ }).click();
  await small.page.getByRole("group", { name: queueEN.laneLabel }).waitFor();
  const wide = () => small.page.evaluate(() => document.querySelector(".queue")!.scrollWidth - innerWidth);
  assert.ok((await wide()) <= 0, "wider than the screen");
  await small.done();

  const { url } = await serve();
  const frame = await open(`${url}?lang=en&embed=1&view=queue#/s/queue-and-bounce`, {
    viewport: { width: 640, height: 480 },
  });
  await frame.page.getByText(queueEN.emptyTitle).waitFor();
  await until(
    "one tab",
    () => frame.page.getByRole("tab").count(),
    (n) => n === 1,
  );
  await frame.done();
});
