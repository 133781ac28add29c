// Links: what one person copies with the page's button, another opens in a fresh profile at the same instant, with the same
// trace. Bad ones end in one sentence and a clean world.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { type Opened, open, serve } from "./harness";
import { letter, Person } from "./person";

/** Presses the buttons that a person presses, and returns what is on the clipboard then. */
async function copyLink({ page, context }: Opened): Promise<string> {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share link" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("The link is on the clipboard.").first().waitFor();
  await page.keyboard.press("Escape");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** All that must be the same for who opens a link. */
async function scene(person: Person) {
  await person.quiet();
  const { now, events, inputs, future, end } = await person.ask({ op: "status" });
  const clock = await person.page.getByRole("region", { name: "Timeline" }).getByRole("time").innerText();
  return { now, events, inputs, future, end, clock, digest: await person.digest(), lines: await person.lines() };
}

test("a half-done run goes on elsewhere, and its end as well", async () => {
  const { url } = await serve();
  const first = await open(url);
  const alice = await new Person(first.page).awake();
  for (const [line, answer] of letter.slice(0, 7)) await alice.say(line, answer);
  const before = await scene(alice);
  const link = await copyLink(first);
  assert.match(link, new RegExp(`^${url}#1\\.z\\.[\\w-]+$`));
  assert.ok(link.length < 2000, `${link.length} characters`);

  const second = await open(link);
  const bob = await new Person(second.page).awake();
  await bob.hear(/To: bob@hai/);
  assert.deepEqual(await scene(bob), before);
  await bob.prompt.click();
  for (const [line, answer] of letter.slice(7)) await bob.say(line, answer);
  await bob.tray("bob", 2).waitFor();
  await bob.ticked(6, 7);
  const end = await scene(bob);
  const back = await copyLink(second);

  const third = await open(back);
  const carol = await new Person(third.page).awake();
  await carol.ticked(6, 7);
  assert.deepEqual(await scene(carol), end);

  // A link from the middle of a run brings the rest of it along.
  await carol.scrubber.focus();
  for (let i = 0; i < 3; i++) await third.page.keyboard.press("PageDown");
  await third.page.getByText("Replaying the past.").waitFor();
  const middle = await copyLink(third);
  const past = await carol.ask({ op: "status" });
  const pastDigest = await carol.digest();
  assert.ok(past.events < end.events && past.future > 0);
  const fourth = await open(middle);
  const dora = await new Person(fourth.page).awake();
  await fourth.page.getByText("Replaying the past.").waitFor();
  assert.equal(await dora.digest(), pastDigest);
  await fourth.page.getByRole("button", { name: "Back to the present" }).click();
  await dora.ticked(6, 7);
  assert.equal((await scene(dora)).digest, end.digest);
  for (const opened of [first, second, third, fourth]) await opened.done();
});

/** A link that holds any text. */
const linkOf = (archive: string) => `1.z.${deflateRawSync(archive).toString("base64url")}`;

/** The archive of a whole scenario, made from scenario 02 by a change in its scenario.json. */
function changed(from: string, to: string): string {
  const folder = `${import.meta.dirname}/../../scenarios/hand-smtp`;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
  const parts = names.sort().map((name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8").replaceAll("\r", "");
    const lines = (name === "scenario.json" ? text.replace(from, to) : text).replace(/\n$/, "").split("\n");
    return `@file ${name}\n${lines.map((line) => `|${line}\n`).join("")}`;
  });
  return `@ehlo 1\n${parts.join("")}@end\n`;
}

for (const [name, fragment, sentence] of [
  ["cut on its way", linkOf("@ehlo 1\n@scenario hand-smtp 1\n@end\n").slice(0, 20), /^This link is damaged/],
  ["not base64 at all", "1.z.%%%%", /^This link is damaged/],
  ["no archive inside", linkOf("Hello"), /^This link is damaged/],
  ["a later version", "2.b.AAAA", /^This link was made by a later version/],
  ["no address of ours", "somewhere", /^This address names nothing/],
  ["an unknown scenario", "/s/no-such-thing", /no-such-thing/],
  ["a link to an unknown scenario", linkOf("@ehlo 1\n@scenario no-such-thing 1\n@end\n"), /no-such-thing/],
  ["a run of another browser", "/run/abcdefgh", /^That run is not saved/],
  ["a field of the wrong kind", linkOf(changed('"minutes": 9', '"minutes": "9"')), /scenario\.json line 5: minutes: /],
  ["an unknown field", linkOf(changed('"minutes": 9', '"minute": 9')), /scenario\.json line 5: minute: /],
  ["no JSON", linkOf(changed('"minutes": 9,', '"minutes": 9')), /scenario\.json line 6: /],
] as const) {
  test(`a bad link: ${name}`, async () => {
    const { url } = await serve();
    const { page, done } = await open(`${url}#${fragment}`);
    const person = await new Person(page).awake();
    const toast = page.getByRole("status").getByText(sentence).first();
    await toast.waitFor();
    assert.equal((await toast.innerText()).split("\n").length, 1, "one sentence");
    await person.lesson.getByRole("heading", { name: "Speak SMTP by hand" }).waitFor();
    assert.equal((await person.ask({ op: "status" })).inputs, 0);
    await person.prompt.click();
    await person.say("telnet mail.hai.example 25", /220/);
    await done();
  });
}
