// A world is a pure function, in Chromium too: each scenario's solution, played through the page's own engine, leaves the
// trace whose digest scenarios/digests.txt holds. Go's tests compare natively and under Node with the same file.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
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

test("each solution has the native trace", async () => {
  const { url } = await serve();
  for (const [slug, digest] of digests) {
    const { page, done } = await open(`${url}#/s/${slug}`);
    const person = new Person(page);
    await page.getByRole("tab", { selected: true }).first().waitFor(); // A prompt or a mail program, as the scenario has it.
    const settled = async () => {
      await until(
        `${slug} at rest`,
        () => person.ask({ op: "status" }),
        (s) => !s.busy,
      );
      const { now } = await person.ask({ op: "settle", limit: 1e18 });
      return now;
    };
    await page.getByRole("button", { name: "Pause" }).click();
    assert.equal(await settled(), 0, `${slug} waits for a person before anything happens`);
    for (const text of solution(slug)) {
      await person.ask({ op: "input", text });
      await settled();
    }
    assert.equal(await person.digest(), digest, slug);
    assert.ok((await person.ask({ op: "status" })).lesson.complete, `${slug} is not complete`);
    await person.lesson.getByRole("region", { name: "You did it" }).waitFor();
    await done();
  }
});
