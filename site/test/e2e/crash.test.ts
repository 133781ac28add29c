// The engine dies: the page says so, stays alive, and the world comes back by replay with the same trace. The deaths are
// real ones. The test puts a few lines in front of the worker's source, which a page that is served does not have: they
// hand Go a size that makes the engine panic in earnest.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { open, serve, until } from "./harness";
import { letter, Person } from "./person";

/** Runs in the worker before its own script. `poisoned` says which commands are turned into a panic. */
const prelude = `
globalThis.poisoned = (json) => false;
{
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...of) => {
    const { exports } = await instantiate(...of);
    const cmd = (size) => {
      const text = new TextDecoder().decode(new Uint8Array(exports.mem.buffer, at, size));
      return exports.cmd(poisoned(text) || /VRFY poison/.test(text) && /"input"/.test(text) ? -1 : size);
    };
    let at = 0;
    const in_ptr = (size) => (at = exports.in_ptr(size) >>> 0);
    return Object.create(WebAssembly.Instance.prototype, { exports: { value: { ...exports, cmd, in_ptr } } });
  };
}
`;

async function visit() {
  const { url } = await serve();
  const opened = await open("about:blank");
  await opened.page.addInitScript((source) => {
    const Real = globalThis.Blob;
    globalThis.Blob = class extends Real {
      constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
        super(options?.type === "text/javascript" ? [source, ...(parts ?? [])] : parts, options);
      }
    };
  }, prelude);
  await opened.page.goto(url);
  return { ...opened, person: await new Person(opened.page).awake() };
}

/** Does something inside the worker that lives now. */
async function inWorker(page: Page, what: string): Promise<void> {
  await until(
    "a worker",
    async () => page.workers().length,
    (n) => n > 0,
  );
  await page.workers().at(-1)?.evaluate(what);
}

const restored = "The engine stopped and was started again; everything is as it was.";

test("a panic in the middle of a run", async () => {
  const { page, person, done } = await visit();
  const born = await person.position();
  for (const [line, answer] of letter.slice(0, 6)) await person.say(line, answer);
  const before = await person.quiet();
  const digest = await person.digest();
  await inWorker(page, `poisoned = (json) => /"input"/.test(json) && Boolean(poisoned = () => false)`);
  await person.type("To: bob@hai.example");
  await page.getByRole("alert").getByText(restored).waitFor();
  await person.hear(/To: bob@hai\.example/);
  assert.equal((await person.quiet()).inputs, before.inputs + 1, "the line that met the panic is not lost");
  assert.notEqual(await person.digest(), digest);

  // The same run without a panic has the same trace: go back to before the line, and forward again.
  const after = await person.digest();
  await person.scrubber.focus();
  await page.keyboard.press("Home");
  await until(
    "the start",
    () => person.position(),
    (n) => n === born,
  );
  await page.getByRole("button", { name: "Back to the present" }).click();
  await until(
    "the present",
    () => person.ask({ op: "status" }),
    (s) => !s.busy && s.inputs === before.inputs + 1,
  );
  assert.equal(await person.digest(), after);

  await page.getByRole("alert").getByRole("button", { name: "Dismiss" }).click();
  await person.prompt.click();
  for (const [line, answer] of letter.slice(7)) await person.say(line, answer);
  await person.tray("bob", 2).waitFor();
  await done();
});

test("an input that kills the engine each time is left out, and named", async () => {
  const { page, person, done } = await visit();
  for (const [line, answer] of letter.slice(0, 2)) await person.say(line, answer);
  await person.quiet();
  const digest = await person.digest();
  await person.type("VRFY poison");
  await page
    .getByRole("alert")
    .getByText(/The engine stopped at “.*VRFY poison.*”/)
    .waitFor();
  assert.equal(await person.digest(), digest);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("alert").getByRole("button", { name: "Copy a report" }).click();
  await page.getByText("The report is on the clipboard.").waitFor();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(report, /VRFY poison[\s\S]*#1\.z\./);
  await person.prompt.click();
  await person.say("NOOP", /250/);
  await done();
});

test("an engine that hangs is given up by the watchdog", async () => {
  const { page, person, done } = await visit();
  for (const [line, answer] of letter.slice(0, 2)) await person.say(line, answer);
  await person.quiet();
  await inWorker(page, "poisoned = () => { for (;;) {} }");
  await person.type("NOOP");
  // The page itself is not held up.
  await page.keyboard.type("RSET");
  assert.equal(await person.prompt.inputValue(), "RSET");
  await page.getByRole("alert").getByText(restored).waitFor();
  await person.hear(/250 2\.0\.0/);
  await page.keyboard.press("Enter");
  await person.hear(/RSET/);
  await done();
});
