// The compact page in a sandboxed frame on a page of another origin: it works without an origin and without storage, and
// tells the page around it how far its reader has come.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve, until } from "./harness";
import { letter, Person, phases } from "./person";

interface Told {
  type?: string;
  event?: string;
  scenario?: string;
  steps?: string[];
  done?: string[];
  of?: number;
  height?: number;
  subject?: string;
}

for (const [name, flags] of [
  ["on a host with CORS headers", []],
  ["on a host without CORS headers", ["--cors=false"]],
] as const) {
  test(`a letter by hand in a frame ${name}`, async () => {
    const { embed } = await serve(...flags);
    const { page, troubles, done } = await open(`${embed}?embed=1&view=console,map,lesson#/s/hand-smtp`);
    const frame = page.frames()[1];
    assert.ok(frame);
    const person = await new Person(page, frame).awake();
    person.keys = true;
    assert.equal(await frame.evaluate(() => origin), "null");
    const told = async () => {
      const lines = (await page.locator("#messages").textContent()) ?? "";
      return lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line || "{}") as Told);
    };
    const hear = (what: string, good: (m: Told) => boolean) => until(what, told, (all) => all.some((m) => good(m)));
    await hear("ready", (m) => m.event === "ready" && m.scenario === "hand-smtp" && m.steps?.length === 7);
    await hear("a wish for a height", (m) => m.event === "height" && (m.height ?? 0) >= 240);
    await hear("the course platforms' dialect", (m) => m.subject === "lti.frameResize");

    // A frame must not take the focus from the page around it.
    assert.ok(await page.evaluate(() => document.activeElement === document.body));
    assert.equal(await frame.getByRole("banner").count(), 0, "the compact page has no header");
    await person.prompt.click();
    await person.tray("bob", 1).waitFor();
    for (const [line, answer] of letter) await person.say(line, answer);
    await person.tray("bob", 2).waitFor();
    await hear("six steps", (m) => m.event === "step" && m.done?.length === 6 && m.of === 7);

    // The way out of the frame leads to the very run.
    const full = frame.getByRole("link", { name: "Open full" });
    await full.hover();
    await until(
      "a link with the run",
      () => full.getAttribute("href"),
      (href) => /#1\.z\./.test(href ?? ""),
    );

    const question = person.lesson.getByRole("form", { name: "Question" });
    for (const [word, phase] of Object.entries(phases)) {
      await question.getByRole("combobox", { name: `Where ${word} belongs` }).selectOption({ label: phase });
    }
    await question.getByRole("button", { name: "Check" }).click();
    await hear("the end", (m) => m.event === "done");
    assert.ok(!(await told()).some((m) => m.event === "error"));

    // Without the header a fetch is refused and says so; the loader then takes the script.
    if (flags.length > 0) {
      const others = troubles.filter((t) => !/blocked by CORS policy|net::ERR_FAILED/.test(t));
      troubles.splice(0, troubles.length, ...others);
    }
    await done();
  });
}
