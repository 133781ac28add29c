// A run outlives the page: it comes back after a reload, and "Start again" begins anew without losing it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

test("the last run survives a reload, and a clean one can be had", async () => {
  const { url } = await serve();
  const { page, context, done } = await open(url);
  const person = await new Person(page).awake();
  for (const [line, answer] of letter.slice(0, 5)) await person.say(line, answer);
  await person.ticked(4, 7);
  await page.getByText("This run is saved in this browser.").waitFor({ state: "attached" });
  const { events, inputs } = await person.quiet();
  const digest = await person.digest();
  const lines = await person.lines();

  await page.reload();
  await page.getByText("Here is your run, as you left it.").waitFor();
  await person.ticked(4, 7);
  assert.deepEqual({ ...(await person.quiet()), digest: await person.digest() }.digest, digest);
  await until(
    "the transcript",
    () => person.lines(),
    (l) => JSON.stringify(l) === JSON.stringify(lines),
  );

  // It goes on where it was: inside the letter.
  await person.prompt.click();
  await person.say("Subject: later", /Subject: later/);

  // Another visit, with nothing said about the run in the address.
  const later = await context.newPage();
  await later.goto(url);
  const again = await new Person(later).awake();
  await later.getByText("Here is your run, as you left it.").waitFor();
  await again.hear(/Subject: later/);
  assert.equal((await again.quiet()).inputs, inputs + 1);

  await again.lesson.getByRole("button", { name: "Start again" }).click();
  await later.getByRole("dialog").getByRole("button", { name: "Start again" }).click();
  await again.ticked(0, 7);
  const clean = await again.quiet();
  assert.equal(clean.inputs, 0);
  assert.ok(clean.events < events);
  await again.tray("bob", 1).waitFor();
  await again.prompt.click();
  await again.say("telnet mail.hai.example 25", /220/);

  // The run before is still among the saved ones.
  await later.getByRole("button", { name: /Course notes/ }).click();
  await later
    .getByRole("dialog")
    .getByRole("button", { name: /^Speak SMTP by hand.*4 of 7/ })
    .click();
  await again.hear(/Subject: later/);
  await again.ticked(4, 7);
  await done();
});
