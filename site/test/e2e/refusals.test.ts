// Bad input through the console: the server refuses with the right code and a reason in words, and stores nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve } from "./harness";
import { Person } from "./person";

async function visit() {
  const { url } = await serve();
  const { page, done } = await open(url);
  const person = await new Person(page).awake();
  await person.say("telnet mail.hai.example 25", /220/);
  return { page, person, done };
}

test("words that a server refuses", async () => {
  const { page, person, done } = await visit();
  const long = `NOOP ${"x".repeat(600)}`;
  for (const [line, answer] of [
    ["MAIL FROM:<alice@shan.example>", /503 5?.*HELO/],
    ["FROBNICATE", /500 /],
    ["HELO", /501 /],
    ["HELO alice-pc.shan.example", /250 /],
    ["FROBNICATE", /500 /],
    ["MAIL FROM:alice@shan.example", /501 /],
    ["RCPT TO:<bob@hai.example>", /503 /],
    ["DATA", /503 /],
    ["MAIL FROM:<alice@shan.example>", /250 /],
    ["RCPT TO:<nobody@hai.example>", /550 5\.1\.1 <nobody@hai\.example>/],
    ["DATA", /503 |554 /],
    [long, /500 5\.5\.2/],
  ] as const) {
    await person.say(line, answer);
  }
  // Octets that no keyboard has are typed by their names in the byte view.
  await page.getByRole("button", { name: "Bytes" }).click();
  await person.prompt.click();
  const nul = await person.say("NOOP\\0", /Server: *50\d/);
  assert.match(nul, /NUL/);
  const bare = await person.say("NOOP\\lRSET", /Server: *50\d/);
  assert.match(bare, /LF|line feed/i);
  await person.say("RSET", /250/);
  assert.equal(await person.map.getByRole("button", { name: "bob 1 letter", exact: true }).count(), 1);
  await done();
});

test("a letter with a bare LF or a NUL is refused with the reason", async () => {
  const { page, person, done } = await visit();
  await person.say("HELO alice-pc.shan.example", /250/);
  await page.getByRole("button", { name: "Bytes" }).click();
  await person.prompt.click();
  for (const [text, reason] of [
    ["one\\ltwo", /(LF|line feed)/i],
    ["one\\0two", /NUL/],
  ] as const) {
    await person.say("MAIL FROM:<alice@shan.example>", /250/);
    await person.say("RCPT TO:<bob@hai.example>", /250/);
    await person.say("DATA", /354/);
    await person.say(text, /two/);
    const refusal = await person.say(".", /Server: *5\d\d/);
    assert.match(refusal, reason);
  }
  await person.quiet();
  await person.tray("bob", 1).waitFor();
  await done();
});

test("half a command, or half a letter, and then nothing: nothing is stored", async () => {
  const { page, person, done } = await visit();
  await person.say("HELO alice-pc.shan.example", /250/);
  await person.say("MAIL FROM:<alice@shan.example>", /250/);
  await person.say("RCPT TO:<bob@hai.example>", /250/);
  await person.say("DATA", /354/);
  await person.say("Subject: half", /half/);
  await person.say("", /./);
  await person.say("No dot follows.", /No dot/);
  await page.keyboard.press("Control+d");
  await page.getByText("You are back at the shell.").waitFor();
  await person.quiet();
  await person.tray("bob", 1).waitFor();
  const before = (await person.lines()).length;
  await page.getByRole("button", { name: "Reconnect" }).click();
  await person.hear(/220/, before);
  await person.prompt.click();
  // A keyboard sends whole lines only; the half one comes from the input that scenarios have for it.
  await person.ask({ op: "input", text: "raw 1 HEL" });
  await person.quiet();
  await page.keyboard.press("Control+d");
  await page.getByText("You are back at the shell.").waitFor();
  await person.quiet();
  await person.tray("bob", 1).waitFor();
  assert.ok((await person.lines()).every((l) => !/queued as/.test(l.text)));
  await done();
});
