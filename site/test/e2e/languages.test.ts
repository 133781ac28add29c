// Languages and themes: switched in the middle of a run nothing is lost, and in Chinese no English is left but what mail
// itself speaks.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { zh } from "../../src/i18n/zh";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

/** Everything on the page that says something to a person: texts that are shown, and names that are read out. */
function spoken(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const out: string[] = [];
    // Protocol text, and what says itself that it is in another language.
    const apart =
      "code, pre, kbd, textarea, .log li > .x, .ghost, output, [lang=en], svg .name, .peek, [aria-live], .logo";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (!element?.checkVisibility() || element.closest("script, style, title")) continue;
      if (node instanceof Element)
        for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"])
          if (!element.closest("[lang=en]")) out.push(element.getAttribute(name) ?? "");
      if (node instanceof Text && !element.closest(apart)) out.push(node.data);
    }
    return [...new Set(out.map((text) => text.trim()).filter(Boolean))];
  });
}

/** What stays as it is in every language: protocols and their words, names of machines and people, keys. */
const unchanged = new RegExp(
  [
    "[\\w.+-]+@[\\w.-]+", // Addresses.
    "[\\w-]+(\\.[\\w-]+)*\\.example",
    "\\w+-pc",
    "\\b(alice|bob|carol|csse|zhou|Alice|Bob|Carol|CSSE|Welcome|Hi|Hello)\\b",
    "EHLO World",
    "message/delivery-status|multipart/\\w+|text/\\w+",
    "\\b(From|To|Subject|Date|Cc|Bcc|Received|Return-Path|Delivered-To|Message-ID|MIME-Version)\\b:?",
    "\\b[A-Z][A-Z0-9-]+s?\\b", // SMTP, MAIL, RFC, SYN, ACK …
    "\\b(conn|host|proto|smtp|code|enh|text|verb)\\b", // Fields of an event, as scenarios name them.
    "\\b(greet|ready|mail|rcpt|data|quit|start)\\b", // States of the session.
    "\\b(Ctrl|Alt|Shift|Tab|Enter|Esc|Escape|Home|End|Del|Delete|PageUp|PageDown|Space|Backspace)\\b",
    "(telnet|mailq|dig|ping|help|nslookup|flush)( [\\w.-]+)*",
    "conn \\d+|\\.ehlo\\.txt|\\.txt|\\.eml|\\.mbox|Maildir|English|iframe|sandbox|queued as|Base64|Quoted-Printable",
    "\\\\[lr0]|\\\\xHH",
  ].join("|"),
  "g",
);

async function assertChinese(page: Page, where: string): Promise<void> {
  const left = (await spoken(page)).filter((text) => /[A-Za-z]{3,}/.test(text.replace(unchanged, " ")));
  assert.deepEqual(left, [], `${where} still speaks English`);
}

test("switched to Chinese in the middle of a run, and back", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  const english = await new Person(page).awake();
  for (const [line, answer] of letter.slice(0, 4)) await english.say(line, answer);
  const { events } = await english.quiet();
  const digest = await english.digest();
  const said = (lines: { text: string }[]) => lines.map((l) => l.text.replace(/^[CS]\D+?[:：] ?/, ""));
  const before = said(await english.lines());
  await page.keyboard.type("DA");

  await page.getByRole("button", { name: /中文/ }).click();
  const person = await new Person(page, page, zh).awake();
  await person.ticked(3, 7);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  assert.equal(await person.prompt.inputValue(), "DA", "what was half typed");
  assert.equal(await person.digest(), digest);
  assert.equal((await person.ask({ op: "status" })).events, events);
  assert.deepEqual(said(await person.lines()), before);
  await assertChinese(page, "The page");

  // Explanations and menus, and everything that opens over the page.
  await person.log.getByRole("listitem").last().click();
  await until(
    "an explanation",
    () => page.getByRole("note").allInnerTexts(),
    (all) => all.some((x) => /[\u4e00-\u9fff]/.test(x)),
  );
  await assertChinese(page, "The explanation of a line");
  await page.keyboard.press("Escape");
  for (const [button, name] of [
    [zh.share.title, "Sharing"],
    [zh.share.embed, "Embedding"],
    [new RegExp(zh.page.notes), "The course"],
    [new RegExp(`＋ ${zh.sessions.connect}`), "Connecting"],
    [new RegExp(`^${zh.header.palette}`), "The palette"],
  ] as const) {
    await page
      .getByRole("button", { name: button, exact: typeof button === "string" })
      .first()
      .click();
    await page.getByRole("dialog").waitFor();
    await assertChinese(page, name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await person.host("mail.hai.example").getByText("mail.hai.example").click();
  await assertChinese(page, "The inspector of a host");
  await page.getByRole("tab", { name: zh.panel.sequence }).click();
  await assertChinese(page, "The sequence");
  await page.getByRole("button", { name: zh.panel.openMail }).click();
  await page.getByRole("menuitem", { name: /^alice-pc/ }).click();
  const program = page.getByRole("toolbar", { name: zh.mail.program("alice-pc") });
  await program.getByRole("button", { name: zh.mail.compose }).click();
  await page.getByRole("form", { name: zh.mail.compose }).waitFor();
  await assertChinese(page, "The mail program");

  // Kept for the next visit; and back again.
  await page.reload();
  await new Person(page, page, zh).ticked(3, 7);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  await page
    .getByRole("button", { name: /English|Switch/ })
    .first()
    .click();
  await english.ticked(3, 7);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await english.digest(), digest);
  await done();
});

test("themes look different, say so, and are kept", async () => {
  const { url } = await serve();
  const { page, done } = await open(url, { colorScheme: "dark" });
  const person = await new Person(page).awake();
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.querySelector("header") as Element).backgroundColor);
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), "dark", "as the system wishes");
  const looks = new Set<string>();
  for (const [name, value] of [
    ["Light", "light"],
    ["Dark", "dark"],
    ["High contrast", "contrast"],
  ] as const) {
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitemradio", { name }).click();
    assert.equal(await theme(), value);
    looks.add(`${await ink()} on ${await paper()}`);
  }
  assert.equal(looks.size, 3, [...looks].join("; "));
  await page.reload();
  await person.awake();
  assert.equal(await theme(), "contrast");
  await page.getByRole("button", { name: "Theme" }).click();
  assert.equal(await page.getByRole("menuitemradio", { name: "High contrast" }).getAttribute("aria-checked"), "true");
  await done();
});
