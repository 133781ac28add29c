// A first visit: what is fetched before the prompt answers is what the size step counts, and nothing else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { open, serve } from "./harness";
import { letter, Person } from "./person";

/** As in site/build/size.go, which also weighs the engine. */
const budgetPage = 60_000;

test("the prompt needs six files, and the page of them is light", async () => {
  const { url } = await serve();
  const { page, done } = await open("about:blank");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(url)) asked.push(request.url().slice(url.length));
  });
  await page.goto(url);
  const person = await new Person(page).awake();
  for (const [line, answer] of letter.slice(0, 2)) await person.say(line, answer);

  // The other views come after the prompt.
  const views = asked.findIndex((name) => name.startsWith("chunk-views."));
  assert.ok(views > 0, asked.join(" "));
  const first = asked.slice(0, views).map((name) => name || "index.html");
  const stems = first.map((name) => name.replace(/\.[0-9A-Za-z]{8,10}\./, "."));
  assert.deepEqual(stems.sort(), [
    "engine.wasm.gz",
    "index.html",
    "jetbrains-mono.woff2",
    "page.css",
    "page.js",
    "scenarios/hand-smtp.txt",
  ]);
  assert.equal(new Set(asked).size, asked.length, `something is fetched twice: ${asked.join(" ")}`);

  const folder = `${import.meta.dirname}/../../build/site`;
  const weight = first
    .filter((name) => /^(index|page)\./.test(name))
    .reduce((sum, name) => sum + brotliCompressSync(readFileSync(`${folder}/${name}`)).length, 0);
  assert.ok(weight > 10_000 && weight <= budgetPage, `${weight} octets`);
  await done();
});
