// Two thousand lines pasted at once: the page keeps answering keys, every line arrives, and only what is seen is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

const count = 2000;
const watchdog = 5000; // Milliseconds after which the page would give its engine up (engine/client.ts).

for (const [name, before, line, good, words] of [
  ["commands", 2, (i: number) => `NOOP ${i}`, /250 2\.0\.0/, 2 * count],
  ["lines of a letter", 5, (i: number) => `Line ${i} of the letter`, /Line 1999 of the letter/, count],
] as const) {
  test(`${count} ${name} at once`, async () => {
    const { url } = await serve();
    const { page, context, done } = await open(url);
    const person = await new Person(page).awake();
    for (const [typed, answer] of letter.slice(0, before)) await person.say(typed, answer);
    const had = (await person.lines()).at(-1)?.of ?? 0;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const text = Array.from({ length: count }, (_, i) => line(i)).join("\n");
    await page.evaluate((all) => navigator.clipboard.writeText(all), text);

    await page.keyboard.press("Control+v");
    await page.getByText(`${count} lines · Enter sends them in one burst`).waitFor();
    await page.keyboard.press("Enter");
    const sent = Date.now();
    await page.keyboard.type("QU");
    await until(
      "an answer to the keys",
      () => person.prompt.inputValue(),
      (value) => value === "QU",
    );
    assert.ok(Date.now() - sent < watchdog, `the keys waited ${Date.now() - sent} ms`);

    await until(
      "all lines",
      async () => (await person.lines()).at(-1)?.of ?? 0,
      (n) => n >= had + words,
    );
    await person.hear(good);
    const { length } = await person.lines();
    assert.ok(length < 600, `${length} lines are drawn`);
    assert.equal(await page.getByRole("alert").filter({ hasText: "engine" }).count(), 0);

    // The first of them is there when it is looked for.
    await person.log.getByRole("listitem").last().click();
    await page.keyboard.press("Home");
    await person.hear(/telnet mail\.hai\.example 25/);
    await person.prompt.click();
    await page.keyboard.type("IT");
    assert.equal(await person.prompt.inputValue(), "QUIT");
    await done();
  });
}
