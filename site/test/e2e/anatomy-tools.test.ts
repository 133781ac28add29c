// The anatomy's instruments against the real codec, by keys and by pressing: bits group by group, a walk, charsets, a 7-bit
// channel, the way of a letter, and the encode playground.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { tools as en } from "../../src/i18n/anatomy-tools.en";
import { tools as zh } from "../../src/i18n/anatomy-tools.zh";
import { open, serve, until } from "./harness";

const axeFile = `${import.meta.dirname}/../node_modules/axe-core/axe.min.js`;

async function visit(letter: string, query = "?lang=en&theme=light", size = { width: 1440, height: 900 }) {
  const { url } = await serve();
  const opened = await open(`${url}${query}#/anatomy/${letter}`, { viewport: size, reducedMotion: "reduce" });
  await opened.page.getByRole("tree").waitFor();
  return opened;
}

/** Nothing that the checker knows is wrong with what an instrument shows. */
async function assertAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(readFileSync(axeFile, "utf8"));
  const wrong = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(at: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run(".tool")).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
  assert.deepEqual(wrong, [], where);
}

const part = (page: Page, name: string | RegExp) => page.getByRole("treeitem").filter({ hasText: name }).last().click();
const mode = (page: Page, name: string) => page.getByRole("tab", { name, exact: true }).click();

/** What a screen reader says of the cell that is active in the list of groups. */
function active(page: Page): Promise<string> {
  return page
    .locator(".cells")
    .evaluate(
      (list) =>
        document.getElementById(list.getAttribute("aria-activedescendant") ?? "")?.querySelector(".hush")
          ?.textContent ?? "",
    );
}

test("bits of base64: group by group, window by window, and what stands for what", async () => {
  const { page, done } = await visit("newsletter");
  await mode(page, "Bits");
  // A container has no bits; it leads to the parts that have.
  await page.getByText(en.bits.container).waitFor();
  await page.getByRole("button", { name: /stamp\.png/ }).click();
  const list = page.getByRole("listbox", { name: en.bits.strip });
  await list.waitFor();
  assert.equal(await active(page), "Letters i V B O are octets 89 50 4E, “PN”.");
  await list.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await active(page), "Letters R w 0 K are octets 47 0D 0A, “G”.");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.match(await active(page), /^Letters i V B O/, "before the first is nothing");

  // A line has 19 groups, then its end, which carries nothing.
  await page.keyboard.press("Home");
  for (let i = 0; i < 19; i++) await page.keyboard.press("ArrowRight");
  assert.equal(await active(page), en.bits.space);
  await page.keyboard.press("PageDown");
  await page.getByText(en.bits.page(2, 2), { exact: true }).waitFor();
  await until(
    "the second window",
    () => active(page),
    (label) => /^Letters /.test(label) && !/i V B O/.test(label),
  );
  await page.keyboard.press("End");
  // 527 octets: the last group has two of them.
  assert.match(await active(page), /^Letters \S \S \S = are octets \S\S \S\S/);
  await page.getByText(/One = takes the place of the fourth\./).waitFor();

  // A letter of the group, and the octets that its bits come from.
  await page.keyboard.press("PageUp");
  await until(
    "the first window",
    () => active(page),
    (label) => /^(A line end|Letters)/.test(label),
  );
  await list.focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Letter V, number 21, bits 010101" }).focus();
  await page.getByText("010101 is number 21, and letter number 21 of the alphabet is V.").waitFor();
  assert.deepEqual(await page.locator(".loom .octet.lit b").allInnerTexts(), ["89", "50"]);
  await assertAccessible(page, "bits of base64");

  // The same place among the letter's octets.
  await page.getByRole("button", { name: /in the letter$/ }).click();
  await page.locator(".octets .lit").first().waitFor();
  assert.equal((await page.locator(".octets .lit").allInnerTexts()).join(""), "iVBO");

  // And from there back again: the bits begin where the caret stands.
  await page.locator(".octets").getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await mode(page, "Bits");
  await until(
    "the second line",
    () => active(page),
    (label) => label === "Letters w R E 5 are octets C1 11 39, “9”.",
  );
  await done();
});

test("a walk by keys alone ends with this part's own numbers", async () => {
  const { page, done } = await visit("newsletter", "?lang=zh&theme=dark");
  await part(page, "stamp.png");
  await mode(page, "比特");
  await page.getByRole("button", { name: zh.bits.walk }).press("Enter");
  for (const text of [/89 50 4E/, /24 个比特/, /六个一切/, /34、21、1、14/, /iVBO/, /527 .* 704 .* 722 .*\+37%/]) {
    await page.locator(".walk .text").filter({ hasText: text }).waitFor();
    if (text.source.includes("iVBO")) await assertAccessible(page, "the walk");
    await page.keyboard.press("ArrowRight");
  }
  await page.getByRole("button", { name: zh.bits.stepDone }).press("Enter");
  await page.getByRole("button", { name: zh.bits.walk }).waitFor();
  await done();
});

test("quoted-printable: a character, its octets and its bits, through a soft line break", async () => {
  const { page, done } = await visit("newsletter");
  await part(page, "text/plain");
  await mode(page, "Bits");
  await page.getByRole("listbox", { name: en.bits.stripQuoted }).waitFor();
  assert.equal(await active(page), "=C3=A9 is octets C3 A9, “é”.");
  await page.locator(".cells .escape").nth(4).click();
  assert.equal(await active(page), "=E8=BE=B9 is octets E8 BE B9, “边”.");
  const rows = await page.getByRole("table", { name: en.bits.utf8Table }).getByRole("row").allInnerTexts();
  assert.deepEqual(
    rows.slice(1).map((r) => r.split(/\s+/).join(" ")),
    ["E8 1110 1000", "BE 10 111110", "B9 10 111001"],
  );
  await page.getByText("U+8FB9 = 边").waitFor();
  await assertAccessible(page, "bits of quoted-printable");
  await done();
});

test("a charset is chosen, and the readings stand side by side", async () => {
  const { page, done } = await visit("newsletter");
  await part(page, "text/plain");
  await mode(page, "Charsets");
  const readings = page.getByRole("article");
  await readings.first().getByText(en.charsets.likeliest).waitFor();
  assert.match(await readings.first().innerText(), /^utf-8[\s\S]*the letter says so[\s\S]*Café München, 海边/);
  const field = page.getByRole("combobox", { name: en.charsets.choose });
  await field.fill("8859 1");
  await page.getByRole("option", { name: "iso-8859-1", exact: true }).waitFor();
  await assertAccessible(page, "the charset chooser");
  await field.press("Enter");
  await readings.first().getByText(en.charsets.yours).waitFor();
  assert.match(await readings.first().innerText(), /^iso-8859-1[\s\S]*CafÃ© MÃ¼nchen/);
  await done();
});

test("a 7-bit channel changes what is not encoded and nothing else", async () => {
  const { page, done } = await visit("three-gateways");
  await part(page, "8bit");
  await mode(page, "7-bit");
  await page.getByText("115 of 353 octets arrive changed.").waitFor();
  await page.getByText("Octet 6 was E2 and arrives as 62: “b”.").waitFor();
  await page.getByRole("button", { name: en.garble.next }).click();
  await page.getByText("Octet 7 was 80 and arrives as 00: the control character NUL.").waitFor();
  await assertAccessible(page, "the 7-bit channel");
  await part(page, "text/html");
  await page.getByText(/All \d+ octets arrive as they were\. That is what quoted-printable is for/).waitFor();
  await page.getByRole("radio", { name: en.garble.bare }).check({ force: true });
  await page.getByText(/octets arrive changed\./).waitFor();
  await done();
});

test("the way of a letter: delays, a wrong clock, and the field that says so", async () => {
  const { page, done } = await visit("from-the-hill");
  await page.getByRole("tab", { name: /^Way/ }).click();
  const stops = page.locator(".way > li");
  await stops.first().waitFor();
  const said = (await stops.allInnerTexts()).map((t) => t.replace(/\s+/g, " "));
  assert.equal(said.length, 6);
  assert.match(said[0] ?? "", /2026-03-02 08:02:01 The sender’s own clock/);
  assert.match(said[1] ?? "", /08:02:03 after 2 s mail\.shan\.example from \[10\.0\.0\.5\].*ESMTPSA/);
  assert.match(said[2] ?? "", /−3 min 22 s .* Clock: 3 min 22 s earlier than the server before it/);
  await page.getByRole("radio", { name: "UTC" }).check({ force: true });
  assert.match(await stops.first().innerText(), /2026-03-02 00:02:01/);
  await assertAccessible(page, "the way of a letter");
  await page.getByRole("button", { name: "mail.shan.example" }).click();
  await page.locator(".octets .lit").first().waitFor();
  assert.match((await page.locator(".octets .lit").allInnerTexts()).join(""), /^Received: from \[10\.0\.0\.5\]/);
  await page.getByText(en.hops.table).first().click();
  assert.equal(await page.getByRole("table", { name: en.hops.table }).getByRole("row").count(), 7);
  await done();
});

test("the encode playground, from the palette: to the wire and back at 360 pixels", async () => {
  const { url } = await serve();
  const { page, done } = await open(`${url}?lang=en&theme=light#/s/hand-smtp`, {
    viewport: { width: 1280, height: 800 },
  });
  await page.locator("#prompt").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("encode a text");
  await page.keyboard.press("Enter");
  const text = page.getByRole("textbox", { name: en.encode.fields.text });
  await text.waitFor();
  const verdict = page.locator(".encode-tool .verdict");
  const station = (name: string) => page.getByRole("region", { name, exact: true });

  await text.fill("café\n");
  await verdict
    .filter({ hasText: /^✓ What comes back is what went in\..*7 octets became 11 on the wire \(\+57\.1 %\)/ })
    .waitFor();
  assert.match(await station("Transfer encoding quoted-printable").innerText(), /caf=C3=A9/);
  assert.match(await station("What is read").innerText(), /the same text[\s\S]*café/);
  await page.getByRole("combobox", { name: en.encode.encoding }).selectOption("7bit");
  await verdict.filter({ hasText: /^✕ What comes back is not what went in/ }).waitFor();
  await station("On the wire")
    .getByText(en.encode.notes.garbled ?? "")
    .waitFor();

  // A dot at the beginning of a line gets another one, only on the wire.
  await text.fill(".\nend\n");
  await station("On the wire")
    .getByText(en.encode.notes.stuffed ?? "")
    .waitFor();
  assert.equal(await station("On the wire").getByTitle(en.encode.addedDot).count(), 1);
  assert.match(await station("Taken off the wire").innerText(), /as it was sent/);

  // Characters that a charset does not have are named.
  await page.getByRole("combobox", { name: en.encode.encoding }).selectOption("auto");
  await page.getByRole("combobox", { name: en.encode.charset }).selectOption("iso-8859-1");
  await text.fill("5 €");
  await verdict.filter({ hasText: "iso-8859-1 has no € (U+20AC)" }).waitFor();
  await assertAccessible(page, "the playground");

  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("radio", { name: en.encode.whats.file, exact: true }).check({ force: true });
  await page.getByRole("button", { name: en.encode.tinyPicture }).click();
  await verdict.filter({ hasText: "base64 was taken" }).waitFor();
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} pixels too wide`);
  await done();
});
