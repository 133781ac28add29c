// Going back in time: what was shown shrinks, time runs on to the same trace, and a word typed in the past starts a new story.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

test("scrubbed back, played forward, and left for another branch", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  const person = await new Person(page).awake();
  const born = await person.position();
  for (const [line, answer] of letter.slice(0, 5)) await person.say(line, answer);
  const { events, now } = await person.quiet();
  const whole = await person.digest();
  const lines = (await person.lines()).length;
  assert.equal(await person.position(), events);
  const past = page.getByRole("status").filter({ hasText: "Replaying the past." });

  // Held, the scrubber shows the past at once; let go, the engine is there too.
  const box = await person.scrubber.boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width - 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await past.waitFor();
  await page.mouse.move(box.x + box.width * 0.45, y, { steps: 4 });
  await until(
    "the past",
    () => person.position(),
    (n) => n < events,
  );
  await page.mouse.up();
  const back = await until(
    "the engine's past",
    () => person.ask({ op: "status" }),
    (s) => !s.busy && s.events < events,
  );
  assert.ok(back.future > 0 && back.now < now, JSON.stringify(back));
  assert.notEqual(await person.digest(), whole);
  const fewer = (await person.lines()).length;
  assert.ok(fewer < lines && fewer > 0, `${fewer} of ${lines} lines`);

  // Played forward by the key.
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await until(
    "the present",
    () => person.ask({ op: "status" }),
    (s) => s.events === events && s.future === 0,
  );
  await past.waitFor({ state: "hidden" });
  assert.equal(await person.digest(), whole);
  await until(
    "the transcript",
    () => person.lines(),
    (l) => l.length === lines,
  );

  // By the keyboard: to the start, on by single events, and to the end.
  await person.scrubber.focus();
  await page.keyboard.press("Home");
  await until(
    "the start",
    () => person.position(),
    (n) => n === born,
  );
  await page.keyboard.press("PageUp");
  await until(
    "some events",
    () => person.position(),
    (n) => n > born,
  );
  await page.keyboard.press("End");
  await until(
    "the end",
    () => person.position(),
    (n) => n === events,
  );
  await past.waitFor({ state: "hidden" });
  assert.equal((await person.quiet()).events, events);
  assert.equal(await person.digest(), whole);

  // Back to before MAIL FROM, and another way on from there.
  const seen = async () => (await person.lines()).some((l) => /MAIL FROM/.test(l.text));
  while (await seen()) {
    const at = await person.position();
    await person.scrubber.press("PageDown");
    await until(
      "a step back",
      () => person.position(),
      (n) => n < at,
    );
  }
  await until(
    "the connection",
    async () => (await person.lines()).length,
    (n) => n > 0,
  );
  await past.waitFor();
  await person.prompt.click();
  await person.say("NOOP", /250|503/);
  await past.waitFor({ state: "hidden" });
  const branch = await person.quiet();
  assert.equal(branch.future, 0);
  assert.ok(!(await seen()), "what came after is forgotten");
  assert.notEqual(await person.digest(), whole);
  await done();
});
