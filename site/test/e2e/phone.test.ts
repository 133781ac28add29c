// A phone, 360 × 640: the whole of scenario 02 by tapping, with the prompt above the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve } from "./harness";
import { letter, Person, phases } from "./person";

const size = { width: 360, height: 640 };

test("scenario 02 by tapping", async () => {
  const { url } = await serve();
  const { page, done } = await open(url, { viewport: size, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  const person = await new Person(page).awake();
  const bar = page.getByRole("tablist", { name: "Panels" });
  const go = (panel: string) => bar.getByRole("tab", { name: panel }).tap();
  const fits = async (what: string) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= size.width, `${what} is ${wide} pixels wide`);
  };

  await go("Lesson");
  await person.ticked(0, 7);
  await fits("The lesson");
  await go("Talk");
  await fits("The talk");

  // The keyboard comes and takes the lower half; what is typed stays in sight.
  await person.prompt.tap();
  await page.setViewportSize({ width: size.width, height: 340 });
  for (const [line, answer] of letter) {
    const before = (await person.lines()).at(-1)?.of ?? 0;
    await page.keyboard.insertText(line);
    await page.getByRole("button", { name: "Send", exact: true }).tap();
    await person.hear(answer, before, line);
    const box = await person.prompt.boundingBox();
    assert.ok(box && box.y > 0 && box.y + box.height <= 340, `the prompt is at ${JSON.stringify(box)}`);
    const last = await person.log.getByRole("listitem").last().boundingBox();
    assert.ok(last && last.y >= 0 && last.y < (box?.y ?? 0), `the last line is at ${JSON.stringify(last)}`);
    assert.ok(await person.prompt.evaluate((node) => node === document.activeElement), "the keyboard stays");
  }
  await page.setViewportSize(size);
  await go("Map");
  await fits("The map");
  await person.tray("bob", 2).tap();
  await go("Letter");
  await fits("The inspector");
  await person.inspector.getByRole("heading", { name: /Mailbox of bob@hai\.example/ }).waitFor();
  await person.inspector.getByRole("button", { name: /Hi$/ }).tap();
  await person.inspector.getByText("Hello.", { exact: true }).waitFor();
  await go("Time");
  await fits("The time");
  await person.scrubber.waitFor();

  await go("Lesson");
  await person.ticked(6, 7);
  const question = person.lesson.getByRole("form", { name: "Question" });
  for (const [word, phase] of Object.entries(phases)) {
    // What a phone shows for a list is the system's own wheel.
    await question.getByRole("combobox", { name: `Where ${word} belongs` }).selectOption({ label: phase });
  }
  await question.getByRole("button", { name: "Check" }).tap();
  await person.ticked(7, 7);
  await person.lesson.getByText("That is right.").waitFor();
  await fits("The finished lesson");

  // What is tapped is big enough for a finger (WCAG 2.2, 2.5.8: 24 pixels).
  for (const panel of ["Lesson", "Talk", "Map", "Letter", "Time"]) {
    await go(panel);
    const small = await page.getByRole("button").evaluateAll((all) =>
      all
        .filter((node) => node.checkVisibility() && !node.closest("svg, p"))
        .map((node) => ({
          name: node.getAttribute("aria-label") ?? node.textContent,
          box: node.getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
    );
    assert.deepEqual(small, [], panel);
  }
  await done();
});
