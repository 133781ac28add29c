// The page goes over to the engine's full edition when something needs it, and nothing that a person sees changes by that.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

/** A line that only the full edition has an answer to: that there is no such letter. */
const rare = { op: "input", text: "queue mail.hai.example requeue Q999" } as const;

/** What the engine says to the rare line. */
const answer = (person: Person) =>
  person.ask(rare).then(
    () => "",
    (reason: Error) => reason.message,
  );

/** The files of the full edition that are asked for. */
function watch(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const [, name] = /\/(engine-full\.[^/]+)$/.exec(request.url()) ?? [];
    if (name) asked.push(name);
  });
  return asked;
}

test("in the middle of a letter the page goes over to the full edition", async () => {
  const { url } = await serve();
  const { page, troubles, done } = await open(`${url}#/s/hand-smtp`);
  const asked = watch(page);
  const person = await new Person(page).awake();
  for (const [line, reply] of letter.slice(0, 4)) await person.say(line, reply);
  await person.quiet();
  const before = await person.digest();
  const shown = await person.lines();
  assert.deepEqual(asked, []);

  // Without the line: said, and nothing has changed.
  await page.context().route(/engine-full/, (route) => route.abort());
  assert.match(await answer(person), /did not load/);
  assert.equal(await person.digest(), before);
  assert.ok(asked.length > 0);
  troubles.splice(0);

  // With a slow one: a status says so while it lasts.
  await page.context().unroute(/engine-full/);
  await page.context().route(/engine-full/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  const status = page.getByRole("status").getByText(person.words.page.fetching);
  const said = answer(person);
  await status.waitFor();
  assert.match(await said, /Q999/);
  await status.waitFor({ state: "detached" });

  // The world stands where it stood, and goes on.
  assert.equal(await person.digest(), before);
  assert.deepEqual(await person.lines(), shown);
  const files = asked.length;
  for (const [line, reply] of letter.slice(4)) await person.say(line, reply);
  await person.tray("bob", 2).waitFor();
  assert.match(await answer(person), /Q999/);
  assert.equal(asked.length, files, "it stays");
  await done();
});

test("a sandboxed frame on a host without CORS headers goes over, too", async () => {
  const { embed } = await serve("--cors=false");
  const { page, troubles, done } = await open(`${embed}?embed=1&view=console#/s/hand-smtp`);
  const asked = watch(page);
  const frame = page.frames()[1];
  assert.ok(frame);
  const person = await new Person(page, frame).awake();
  await person.prompt.click();
  for (const [line, reply] of letter.slice(0, 2)) await person.say(line, reply);
  const before = await person.digest();
  assert.match(await answer(person), /Q999/);
  assert.ok(
    asked.some((name) => name.endsWith(".b64.js")),
    asked.join(),
  );
  await until(
    "the same world",
    () => person.digest(),
    (digest) => digest === before,
  );
  troubles.splice(0); // Chromium reports the refused fetch.
  await done();
});
