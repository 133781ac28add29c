// Scenario 02, on which the page opens: a letter typed key by key lies in Bob's mailbox, and the lesson ticks itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve } from "./harness";
import { letter, Person, phases } from "./person";

/** Types the whole letter at the prompt that the page opens with; no press before the first key. */
async function typeLetter(person: Person): Promise<void> {
  person.keys = true;
  await person.ticked(0, 7);
  await person.tray("bob", 1).waitFor();
  for (const [line, answer] of letter) await person.say(line, answer);
  await person.tray("bob", 2).waitFor();
  await person.ticked(6, 7);
}

test("typed key by key, looked at and answered with the mouse", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  const person = await new Person(page).awake();
  await typeLetter(person);

  await person.tray("bob", 2).click();
  await person.inspector.getByRole("heading", { name: /Mailbox of bob@hai\.example/ }).waitFor();
  await person.inspector.getByRole("button", { name: /Hi$/ }).click();
  await person.inspector.getByRole("heading", { level: 2, name: /Hi/ }).waitFor();
  assert.match(await person.inspector.innerText(), /MAIL FROM\s+alice@shan\.example[\s\S]*RCPT TO\s+bob@hai\.example/);
  await person.inspector.getByText("Hello.", { exact: true }).waitFor();

  const question = person.lesson.getByRole("form", { name: "Question" });
  for (const [word, phase] of Object.entries(phases)) {
    const bin = question.getByLabel(phase, { exact: true });
    await question.getByText(word, { exact: true }).dragTo(bin);
    await bin.getByText(word, { exact: true }).waitFor();
  }
  await question.getByRole("button", { name: "Check" }).click();
  await person.lesson.getByText("That is right.").waitFor();
  await person.ticked(7, 7);
  await person.lesson.getByRole("region", { name: "You did it" }).waitFor();
  await done();
});

test("the same with the keyboard alone", async () => {
  const { url } = await serve();
  const { page, done } = await open(url);
  const person = await new Person(page).awake();
  await typeLetter(person);
  const { keyboard } = page;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  /** Presses a key until the focus is on something with this name. */
  const goTo = async (name: RegExp, key: string) => {
    for (let i = 0; i < 80; i++) {
      if (name.test(await focused())) return;
      await keyboard.press(key);
    }
    assert.fail(`${key} does not lead to ${name}`);
  };

  // Over the map by the arrow keys.
  await keyboard.press("Alt+3");
  await goTo(/^alice-pc,/, "Tab");
  await goTo(/^mail\.hai\.example,/, "ArrowRight");
  await goTo(/^queue 0 letters$/, "ArrowUp");
  await goTo(/^bob 2 letters$/, "ArrowDown");
  await keyboard.press("Enter");
  await person.inspector.getByRole("heading", { name: /Mailbox of bob@hai\.example/ }).waitFor();

  await keyboard.press("Alt+1");
  for (const [word, phase] of Object.entries(phases)) {
    await goTo(new RegExp(`^Where ${word} belongs$`), "Tab");
    await keyboard.press(phase.slice(0, 1));
    await person.lesson.getByLabel(phase, { exact: true }).getByText(word, { exact: true }).waitFor();
  }
  const check = person.lesson.getByRole("button", { name: "Check" });
  for (let i = 0; i < 20 && !(await check.evaluate((node) => node === document.activeElement)); i++) {
    await keyboard.press("Tab");
  }
  await keyboard.press("Enter");
  await person.ticked(7, 7);
  await done();
});
