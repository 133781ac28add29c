// Mail programs: a letter written, sent, fetched and read, by mouse and by keyboard; and one that cannot be delivered.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { open, serve } from "./harness";
import { Person } from "./person";

async function visit(slug: string) {
  const { url } = await serve();
  const { page, done } = await open(`${url}#/s/${slug}`);
  const person = await new Person(page).awake();
  /** Opens a host's mail program as a mouse does. */
  const program = async (host: string) => {
    await page.getByRole("button", { name: "Open a mail program" }).click();
    await page.getByRole("menuitem", { name: new RegExp(`^${host}`) }).click();
    await page.getByRole("tab", { name: `${host} Mail`, selected: true }).waitFor();
  };
  return { page, person, program, done };
}

const subject = "海边的天气 & <tea>";
const text = "Dear Bob,\n\n.is a dot at the start of a line a problem? 不是。\n\nAlice";

test("written, sent and fetched with the mouse", async () => {
  const { page, person, program, done } = await visit("first-letter");
  await person.tray("bob", 0).waitFor();
  await program("alice-pc");
  // The scenario has a letter prepared; it is thrown away, and another one written.
  const form = page.getByRole("form", { name: "Write" });
  await form.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Write" }).click();
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByRole("alert").getByText("Nobody is to get this letter").waitFor();
  await form.getByRole("textbox", { name: "To", exact: true }).fill("bob@hai.example");
  await form.getByRole("textbox", { name: "Subject" }).fill(subject);
  await form.getByRole("textbox", { name: "Text of the letter" }).fill(text);
  await form.getByRole("button", { name: "Send" }).click();
  await page.getByText("The server has accepted the letter as S0001.").waitFor();
  await person.tray("bob", 1).waitFor();
  await person.tray("queue", 0).first().waitFor();

  await program("bob-pc");
  await page.getByRole("button", { name: "Get mail", exact: true }).click();
  await page.getByText("1 new letter, 1 on the server.").waitFor();
  await page.getByRole("button", { name: "Inbox, 1 letter, 1 unread" }).waitFor();
  await page.getByRole("list", { name: "Inbox" }).getByRole("button").click();
  const reader = page.getByRole("article", { name: subject });
  assert.match(
    (await reader.innerText()).replaceAll("\r", ""),
    /\n\.is a dot at the start of a line a problem\? 不是。/,
  );
  await reader.getByRole("button", { name: /Letters$/ }).click();
  await page.getByRole("button", { name: "Inbox, 1 letter", exact: true }).waitFor();
  // Bob's program leaves letters on the server, so the map still shows it there, and in the program as well.
  await person.map.getByRole("button", { name: /^bob-pc, user agent, inbox 1 letter/ }).waitFor();
  // What the press has said on the wire.
  await page.getByRole("button", { name: "What this said on the wire" }).click();
  await person.hear(/\+OK .*octets/);
  await done();
});

test("answered to all, and passed on as a file", async () => {
  const { page, person, program, done } = await visit("first-letter");
  const form = page.getByRole("form", { name: "Write" });
  const box = (name: string) => form.getByRole("textbox", { name, exact: true });
  await program("alice-pc");
  await box("To").fill("bob@hai.example, carol@hai.example");
  await form.getByRole("button", { name: "Send" }).click();
  await person.tray("bob", 1).waitFor();
  await program("bob-pc");
  await page.getByRole("button", { name: "Get mail", exact: true }).click();
  await page.getByRole("list", { name: "Inbox" }).getByRole("button").click();
  await page.getByRole("button", { name: "Reply to all" }).click();
  assert.match(await box("To").inputValue(), /alice@shan\.example>?, carol@hai\.example$/);
  await form.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Forward as file" }).click();
  await form.getByRole("list", { name: "Attachments" }).getByText(/\.eml/).waitFor();
  await box("To").fill("alice@shan.example");
  await form.getByRole("button", { name: "Send" }).click();
  await person.tray("alice", 1).waitFor();
  await program("alice-pc");
  await page.getByRole("button", { name: "Get mail", exact: true }).click();
  await page.getByRole("list", { name: "Inbox" }).getByRole("button").click();
  const file = page.getByRole("article").getByRole("list", { name: "Attachments" });
  await file.getByText(/\.eml message\/rfc822/).waitFor();
  await done();
});

test("the same with the keyboard alone", async () => {
  const { page, person, done } = await visit("first-letter");
  const { keyboard } = page;
  /** Opens a mail program by the palette and goes to something in it. */
  const program = async (host: string, to: Locator) => {
    await keyboard.press("Control+k");
    await keyboard.type(`open mail program ${host}`);
    await page.getByRole("option", { name: new RegExp(`^${host} *Open a mail program`) }).waitFor();
    await keyboard.press("Enter");
    await page.getByRole("tab", { name: `${host} Mail`, selected: true }).waitFor();
    await keyboard.press("Alt+2");
    await goTo(to);
  };
  const goTo = async (to: Locator) => {
    const there = () => to.evaluate((node) => node === document.activeElement);
    for (let i = 0; i < 30 && !(await there()); i++) await keyboard.press("Tab");
    assert.ok(await there(), `Tab leads to ${to}`);
  };
  await program("alice-pc", page.getByRole("textbox", { name: "To", exact: true }));
  await keyboard.press("Control+a");
  await keyboard.type("bob@hai.example");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Control+a");
  await keyboard.type("By keys");
  await keyboard.press("Tab");
  await keyboard.press("Control+a");
  await keyboard.type("Hello.");
  await keyboard.press("Control+Enter");
  await person.tray("bob", 1).waitFor();

  await program("bob-pc", page.getByRole("button", { name: "Write" }));
  await keyboard.press("g");
  await page.getByText("1 new letter, 1 on the server.").waitFor();
  const row = page.getByRole("list", { name: "Inbox" }).getByRole("button");
  await row.waitFor();
  await goTo(row);
  await keyboard.press("Enter");
  await page.getByRole("article", { name: "By keys" }).getByText("Hello.").waitFor();
  await done();
});

test("the other side is down: tries by the timetable, and after five days a report", async () => {
  const { page, person, program, done } = await visit("queue-and-bounce");
  const jump = async (name: string) => {
    await page.getByRole("button", { name: /^Jump/ }).click();
    await page.getByRole("menuitem", { name }).click();
    await person.quiet();
  };
  await person
    .host("mail.hai.example")
    .and(page.getByRole("button", { name: /refuses connections/ }))
    .waitFor();
  await program("alice-pc");
  const form = page.getByRole("form", { name: "Write" });
  assert.equal(await form.getByRole("textbox", { name: "Subject" }).inputValue(), "Are you there?");
  await form.getByRole("button", { name: "Send" }).click();
  await page.getByText("The server has accepted the letter as S0001.").waitFor();
  await person.tray("queue", 1).click();
  await person.inspector.getByRole("button", { name: /S0001/ }).click();
  await person.inspector.getByRole("heading", { name: /^Try 1/ }).waitFor();

  await page.getByRole("tab", { name: /mail\.shan\.example shell/ }).click();
  await person.say("mailq", /S0001.*alice@shan\.example/);
  await person.hear(/connect to mail\.hai\.example\[203\.0\.113\.10\]:25: Connection refused/);
  await person.hear(/bob@hai\.example +next 08:30/);

  await jump("30 minutes");
  await person.inspector.getByRole("button", { name: /^Try 2, 08:30/ }).waitFor();
  await jump("5 days");
  await person.tray("queue", 0).first().waitFor();
  await person.tray("alice", 2).waitFor();

  await program("alice-pc");
  await page.getByRole("button", { name: "Get mail", exact: true }).click();
  await page.getByText("2 new letters, 2 on the server.").waitFor();
  await page.getByRole("list", { name: "Inbox" }).getByRole("button").first().click();
  await person.inspector.getByRole("heading", { name: /Delivery report/ }).waitFor();
  for (const part of [/^multipart\/report/, /^message\/delivery-status/, /^(message\/rfc822|text\/rfc822-headers)/]) {
    await person.inspector.getByRole("button", { name: part }).waitFor();
  }
  const report = await person.inspector.innerText();
  assert.match(report, /failed/);
  assert.match(report, /bob@hai\.example/);

  // On the server it lies with a null sender in its envelope.
  await person.tray("alice", 2).click();
  await person.inspector.getByRole("list").getByRole("button").last().click();
  await person.inspector.getByText("null sender").first().waitFor();
  await done();
});
