// Links: what is written can be read, what Go wrote can be read, what was published stays readable, nothing throws.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bare,
  filesOf,
  moveTo,
  naming,
  readFragment,
  readHead,
  wordpressSecret,
  writeFragment,
} from "../../src/state/link";

const run = `@ehlo 1
@scenario hand-smtp 1
@seed 2
@inputs
|@0 term alice-pc telnet mail.hai.example 25
|@12.5 1> MAIL FROM:<alice@shan.example>
|@13 answer q-text 你好
@at 13.000000001
@view dock=term%3A1
@end
`;

test("there and back", async () => {
  const fragment = await writeFragment(run);
  assert.match(fragment, /^1\.z\.[\w-]+$/);
  assert.deepEqual(await readFragment(`#${fragment}`), { kind: "archive", archive: run });
  assert.ok(fragment.length < 320, `a short run makes a short link: ${fragment.length}`);
});

test("every link that was ever published opens", async () => {
  const folder = `${import.meta.dirname}/links`;
  const names = readdirSync(folder).filter((n) => n.endsWith(".link"));
  assert.ok(names.length >= 4);
  for (const name of names) {
    const link = readFileSync(`${folder}/${name}`, "utf8").trim();
    const got = await readFragment(new URL(link).hash);
    assert.equal(got.kind, "archive", name);
    if (got.kind === "archive")
      assert.equal(got.archive, readFileSync(`${folder}/${name.slice(0, -5)}.txt`, "utf8"), name);
  }
});

test("WordPress appends its secret", async () => {
  const fragment = await writeFragment(run);
  assert.equal((await readFragment(`#${fragment}#?secret=a1B2c3`)).kind, "archive");
  assert.deepEqual(await readFragment("#/s/hand-smtp#?secret=a1B2c3"), { kind: "slug", slug: "hand-smtp" });
  assert.deepEqual(await readFragment("#?secret=a1B2c3"), { kind: "none" });
  assert.equal(wordpressSecret(`#${fragment}#?secret=a1B2c3`), "a1B2c3");
  assert.equal(wordpressSecret("#?secret=a1B2c3"), "a1B2c3");
  assert.equal(wordpressSecret("#/s/hand-smtp"), "");
  assert.equal(bare("#/s/x#?secret=y"), "/s/x");
});

test("bad links are told apart and never throw", async () => {
  const whole = await writeFragment(run);
  const kinds: [string, string][] = [
    ["", "none"],
    ["#", "none"],
    ["#/s/pop3-by-hand", "slug"],
    ["#/run/a1b2c3d4", "run"],
    [`#${whole.slice(0, -9)}`, "damaged"], // Cut on its way.
    [`#${whole.slice(0, 20)}!!${whole.slice(20)}`, "damaged"],
    ["#1.z.", "damaged"],
    ["#1.z.AAAA", "damaged"],
    [`#${encodeURIComponent(whole)}`, "archive"],
    ["#2.b.AAAA", "version"],
    ["#1.q.AAAA", "version"],
    ["#/s/Not A Slug", "unknown"],
    ["#prompt", "unknown"],
    ["#%E0%A4%A", "unknown"], // No UTF-8 behind the escapes.
  ];
  for (const [hash, kind] of kinds) assert.equal((await readFragment(hash)).kind, kind, hash);
});

test("a bomb is damage", async () => {
  const fragment = await writeFragment(`@ehlo 1\n${"|0\n".repeat(4 << 20)}`);
  assert.equal((await readFragment(`#${fragment}`)).kind, "damaged");
});

test("a packed text that is no archive is damage", async () => {
  assert.equal((await readFragment(`#${await writeFragment("hello")}`)).kind, "damaged");
});

test("the head of an archive", () => {
  const head = readHead(run);
  assert.equal(head.scenario, "hand-smtp");
  assert.equal(head.version, 1);
  assert.equal(head.inputs.length, 3);
  assert.equal(head.at, 13_000_000_001);
  assert.equal(head.view, "dock=term%3A1");
  // Content that looks like a marker is content.
  const sly = readHead("@ehlo 1\n@file a.txt\n|@scenario evil 1\n|@at 5\n@end\n");
  assert.equal(sly.scenario, "");
  assert.equal(sly.at, null);
  assert.deepEqual(readHead("nothing of the kind"), { scenario: "", version: 0, inputs: [], at: null, view: "" });
});

test("another place of the same run", () => {
  const moved = moveTo(run, 2_500_000_000, "dock=sequence");
  assert.equal(readHead(moved).at, 2_500_000_000);
  assert.equal(readHead(moved).view, "dock=sequence");
  assert.deepEqual(readHead(moved).inputs, readHead(run).inputs);
  assert.equal(moveTo(moved, 13_000_000_001, "dock=term%3A1"), run);
  assert.ok(!moveTo(run, 0, "").includes("@view"));
});

test("files of an archive", () => {
  const archive =
    '@ehlo 1\n@file scenario.json\n|{"version": 3}\n@file mail/a.eml base64\n|AAAA\n@file solution.txt\n|term a\n||x\n@end\n';
  const files = filesOf(archive);
  assert.deepEqual([...files.keys()], ["scenario.json", "solution.txt"]);
  assert.equal(files.get("solution.txt"), "term a\n|x");
  assert.equal(naming("hand-smtp", archive), "@ehlo 1\n@scenario hand-smtp 3\n@end\n");
});

test("a position late in a long run stays where it is, to the nanosecond", () => {
  for (const at of [8_639_999_999_999_999, 8_640_000_000_000_000, 4_500_000_123_456_789])
    assert.equal(readHead(moveTo(run, at, "")).at, at);
});
