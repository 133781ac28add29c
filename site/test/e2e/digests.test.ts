// A world is a pure function, in Chromium too: each scenario's solution, played through the page's own engine, leaves the
// trace whose digest scenarios/digests.txt holds. Go's tests compare natively and under Node with the same file.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { open, serve, until } from "./harness";
import { Person } from "./person";

const folder = `${import.meta.dirname}/../../scenarios`;

const digests = new Map(
  readFileSync(`${folder}/digests.txt`, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ") as [string, string]),
);

/** The lines of a scenario's solution. */
function solution(slug: string): string[] {
  const text = readFileSync(`${folder}/${slug}/solution.txt`, "utf8");
  return text.split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
}

test("every scenario has a digest", () => {
  const slugs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("/scenario.json"))
    .map((name) => name.split("/")[0] as string);
  assert.deepEqual([...digests.keys()].sort(), slugs.sort());
});

/** Plays a scenario's solution through a page's engine and holds what came of it to the native trace. */
async function solve(person: Person, slug: string, digest: string): Promise<void> {
  const settled = async () => {
    await until(
      `${slug} at rest`,
      () => person.ask({ op: "status" }),
      (s) => !s.busy,
    );
    const { now } = await person.ask({ op: "settle", limit: 1e18 });
    return now;
  };
  await person.page.getByRole("button", { name: "Pause" }).click();
  assert.equal(await settled(), 0, `${slug} waits for a person before anything happens`);
  for (const text of solution(slug)) {
    await person.ask({ op: "input", text });
    await settled();
  }
  assert.equal(await person.digest(), digest, slug);
  const { lesson } = await person.ask({ op: "status" });
  assert.equal(lesson.complete, lesson.steps.length > 0, `${slug} is not complete`);
}

/** Whether the page has gone over to the full edition. */
const inFull = (page: Page) =>
  page.evaluate(() => performance.getEntriesByType("resource").some((file) => /\/engine-full\./.test(file.name)));

test("each solution has the native trace", async () => {
  const { url } = await serve();
  const first: string[] = [];
  for (const [slug, digest] of digests) {
    const { page, done } = await open(`${url}#/s/${slug}`);
    const person = await new Person(page).awake();
    await solve(person, slug, digest);
    if ((await person.ask({ op: "status" })).lesson.complete)
      await person.lesson.getByRole("region", { name: "You did it" }).waitFor();
    if (!(await inFull(page))) first.push(slug);
    await done();
  }
  assert.ok(first.includes("hand-smtp"), "the first lesson needs the full edition");

  // What the first edition can do the full one does alike.
  for (const slug of first) {
    const { page, done } = await open(`${url}#/s/${slug}`);
    const person = await new Person(page).awake();
    // Only the full one knows that verb.
    await person.ask({ op: "input", text: "queue mail.hai.example requeue Q999" }).catch(() => {});
    assert.ok(await inFull(page), slug);
    await solve(person, slug, digests.get(slug) ?? "");
    await done();
  }
});
