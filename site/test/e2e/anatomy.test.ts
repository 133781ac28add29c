// The anatomy of letters, by typing, pressing and dropping: a letter's tree tied to its octets, hostile pages, letters of the
// world, and everything at 360 pixels.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Frame, Page } from "playwright-core";
import { anatomy as en } from "../../src/i18n/anatomy.en";
import { anatomy as zh } from "../../src/i18n/anatomy.zh";
import { open, serve, until } from "./harness";
import { Person } from "./person";

const axeFile = `${import.meta.dirname}/../node_modules/axe-core/axe.min.js`;

/** A person in front of the anatomy. */
class Anatomist {
  readonly page: Page;
  readonly at: Page | Frame;
  readonly words: typeof en;

  constructor(page: Page, at: Page | Frame = page, words: typeof en = en) {
    this.page = page;
    this.at = at;
    this.words = words;
  }

  get tree() {
    return this.at.getByRole("tree", { name: this.words.tree });
  }

  /** The letter's source, in either of its forms. */
  get source() {
    return this.at.getByRole("listbox", { name: /^(Source of the letter|信件源码)/ });
  }

  get facts() {
    return this.at.getByRole("region", { name: this.words.facts, exact: true });
  }

  /** The part that is selected in the tree. */
  selected(): Promise<string> {
    return this.tree.getByRole("treeitem", { selected: true }).innerText();
  }

  /** The octets that are lit, as they stand in the rows that are drawn. */
  lit(): Promise<string> {
    return this.source
      .locator(".lit")
      .allInnerTexts()
      .then((all) => all.join(""));
  }

  async mode(name: string): Promise<void> {
    await this.at.getByRole("tab", { name, exact: true }).click();
  }

  /** Drops a file onto the page, as from a folder beside it. */
  async drop(name: string, content: Uint8Array | string): Promise<void> {
    const base64 = Buffer.from(content).toString("base64");
    await this.at.evaluate(
      ([name, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name));
        for (const type of ["dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      },
      [name, base64] as const,
    );
  }
}

async function visit(
  address = "#/anatomy/newsletter",
  query = "?lang=en&theme=light",
  size = { width: 1440, height: 900 },
) {
  const { url } = await serve();
  const opened = await open(url + query + address, { viewport: size });
  return { ...opened, url, who: new Anatomist(opened.page) };
}

/** What axe finds wrong, in a few words each. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axeFile, "utf8"));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(what: unknown, how: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run(
      { include: [".anatomy"], exclude: [["iframe"]] },
      { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    );
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
  });
}

test("the tree and the octets lead to one another", async () => {
  const { page, who, done } = await visit();
  await who.tree.waitFor();
  assert.equal(await who.tree.getByRole("treeitem").count(), 7);

  // By keys: down to the page, by its first letters to the picture, out, and folded.
  await who.tree.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.match(await who.selected(), /^1\.1\s*text\/plain/);
  await page.keyboard.press("End");
  assert.match(await who.selected(), /application\/pdf[\s\S]*价目 2026\.pdf/);
  await page.keyboard.type("stam");
  assert.match(await who.selected(), /image\/png[\s\S]*stamp\.png/);
  // Its header and its body are lit, and in sight.
  const own = who.source.locator(".row.own");
  await own.getByText("image/png").waitFor();
  assert.match(await own.first().innerText(), /1\.2\.2 header[\s\S]*Content-Type/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await who.selected(), /multipart\/related/);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await who.tree.getByRole("treeitem").count(), 5, "folded");
  assert.equal(await who.tree.getByRole("treeitem", { selected: true }).getAttribute("aria-expanded"), "false");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.match(await who.selected(), /text\/html/);
  await page.keyboard.press("Home");

  // From an octet to its field: lit as a whole, decoded and explained beside.
  await who.source.getByText("5rW36L6555qE5piO5L").click();
  assert.match(await who.lit(), /^Subject: =\?UTF-8\?B\?[\s\S]*_and_a_stamp\?=↵$/);
  const field = who.facts.getByRole("button", { expanded: true });
  assert.match(await field.innerText(), /Subject: 海边的明信片 and a stamp/);
  await who.facts.getByRole("note").waitFor();
  // From a field to its octets.
  await who.facts.getByRole("button", { name: /^Message-ID:/ }).click();
  await until(
    "the other field lit",
    () => who.lit(),
    (text) => text.startsWith("Message-ID: <20260302.17@"),
  );

  // From an octet far below to its part, and the other way by the wheel.
  await who.source.focus();
  await page.keyboard.press("Control+End");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.match(await who.selected(), /application\/pdf/);
  assert.deepEqual(await axe(page), []);
  await done();
});

test("the same octets as text, in hex, decoded; found, gone to, copied", async () => {
  const { page, context, who, done } = await visit();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await who.source.waitFor();
  await who.source.focus();
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: en.findText }).fill("café");
  await page.keyboard.press("Enter");
  await page.getByText(en.notFound).waitFor();
  await page.getByRole("textbox", { name: en.findText }).fill("LIST-ID");
  await page.keyboard.press("Enter");
  await until(
    "what was found",
    () => who.lit(),
    (text) => text === "List-Id",
  );
  await page.keyboard.press("Escape");

  // The selection stays where it is when it is shown as numbers.
  await who.mode(en.modes.hex);
  await until(
    "the same in hex",
    () => who.lit(),
    (text) => text.replace(/\s/g, "").startsWith("4C6973742D4964List-Id"),
  );
  await who.source.focus();
  await page.keyboard.press("Control+c");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "4C 69 73 74 2D 49 64");
  await page.keyboard.press("Control+g");
  await page.getByRole("textbox", { name: en.goToWhat }).fill("0x20");
  await page.keyboard.press("Enter");
  await until(
    "octet 32",
    () => page.locator(".where").innerText(),
    (text) => /^32\s+0x0020/.test(text),
  );
  assert.ok(await who.source.evaluate((node) => node === document.activeElement), "the focus is back on the octets");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.getByText(en.selected(3)).waitFor();
  await who.mode(en.modes.text);
  await until(
    "three octets",
    () => who.lit(),
    (text) => text.length === 3,
  );

  // By the pointer: a run is drawn from one octet to another.
  const line = who.source.getByText("This is a letter in several parts.");
  const box = await line.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 2, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + 8, { steps: 4 });
  await page.mouse.up();
  assert.match(await who.lit(), /^This is a/);

  await who.tree.getByRole("treeitem", { name: /text\/plain/ }).click();
  await who.mode(en.modes.content);
  await page.getByText("the new series of postcards is here: Café München, 海边, and a stamp.").first().waitFor();
  await page.getByRole("button", { name: en.as.octets, exact: true }).click();
  assert.match(await page.getByRole("listbox", { name: en.contentOctets }).innerText(), /44 65 61 72 20 42 6F 62/);
  await done();
});

/** A letter whose page tries everything that a page can try to get out. */
const hostile = [
  "From: eve@evil.example",
  "Subject: =?utf-8?q?<img_src=3Dx_onerror=3Dalert(1)>?=",
  "MIME-Version: 1.0",
  "Content-Type: multipart/related; boundary=b",
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  '<!doctype html><html><head><meta http-equiv=refresh content="0;url=https://refresh.evil.example/"><base href=https://base.evil.example/>',
  "<link rel=stylesheet href=https://sheet.evil.example/a.css><link rel=dns-prefetch href=//dns.evil.example>",
  "<style>@import 'https://import.evil.example/b.css'; @font-face{font-family:x;src:url(https://font.evil.example/c.woff2)}",
  "body{font-family:x;background:url(https://css.evil.example/d.png)} p{background:u\\72l(https://escaped.evil.example/e.png)}</style></head>",
  "<body onload=\"parent.pwned=1;fetch('https://fetch.evil.example/')\" background=https://body.evil.example/f.png>",
  "<script>top.pwned=1;location='https://script.evil.example/'</script>",
  "<p style=\"color:rgb(1, 2, 3);background:url('https://attribute.evil.example/g.png')\">Hello <b>there</b></p>",
  "<img src=https://img.evil.example/h.png onerror=top.pwned=1 srcset='https://srcset.evil.example/i.png 2x'><img src=x onerror=top.pwned=1>",
  "<img src=cid:evil@svg><img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22top.pwned=1%22/>'>",
  '<a href="javascript:top.pwned=1">script</a> <a href=https://evil.example/login ping=https://ping.evil.example/ target=_top>www.bank.example</a>',
  "<svg onload=top.pwned=1><image href=https://svg.evil.example/j.png /><style><!--</style><script>top.pwned=1</script>--></style></svg>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=top.pwned=1&gt;">',
  "<iframe src=https://frame.evil.example/></iframe><object data=https://object.evil.example/></object><embed src=https://embed.evil.example/>",
  "<video poster=https://poster.evil.example/ src=https://video.evil.example/ autoplay></video><audio src=https://audio.evil.example/ autoplay></audio>",
  "<form action=https://form.evil.example/ id=f><input name=a autofocus onfocus=top.pwned=1><button formaction=https://formaction.evil.example/>Win</button></form>",
  "<template><img src=https://template.evil.example/ onerror=top.pwned=1></template><noscript><img src=https://noscript.evil.example/></noscript>",
  "<portal src=https://portal.evil.example/></portal><style></body></html>",
  "--b",
  "Content-Type: image/svg+xml",
  "Content-ID: <evil@svg>",
  "",
  '<svg xmlns="http://www.w3.org/2000/svg" onload="top.pwned=1"><script>top.pwned=1</script></svg>',
  "--b--",
  "",
].join("\r\n");

test("a hostile page runs nothing and asks nobody", async () => {
  const { page, who, url, troubles, done } = await visit("#/anatomy");
  await page.getByRole("heading", { name: en.startTitle }).waitFor();
  await page.getByRole("button", { name: "Share link" }).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob|about):/.test(request.url())) asked.push(request.url());
  });
  page.on("dialog", (dialog) => {
    asked.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await who.drop("hostile.eml", hostile);
  await who.tree.getByRole("treeitem", { name: /text\/html/ }).click();
  const frame = page.getByTitle(en.htmlFrame);
  await frame.first().waitFor();
  await who.mode(en.modes.content);
  await page.getByText(en.shownThere).waitFor();

  // Not even a complaint that something was blocked: nothing is left to block.
  await page.waitForTimeout(1000);
  assert.deepEqual(troubles, []);
  // What is harmless is shown, in its own style.
  const inside = page.frameLocator("iframe").first();
  await inside.getByText("Hello there").waitFor();
  const colour = await inside.getByText("Hello there").evaluate((node) => getComputedStyle(node).color);
  assert.equal(colour, "rgb(1, 2, 3)");
  assert.equal(
    await inside
      .locator("script, link, meta[http-equiv=refresh], base, iframe, object, embed, form, svg, math")
      .count(),
    0,
  );
  assert.equal(await inside.locator("[src^=http], [href], [onload], [onerror], [style], [background]").count(), 0);
  // A press on a link leads nowhere.
  const link = inside.getByText("www.bank.example");
  await link.click();
  await page.waitForTimeout(500);
  await inside.getByText("Hello there").waitFor();
  assert.equal(await page.evaluate(() => "pwned" in window), false, "a script ran");
  assert.deepEqual(asked, []);
  assert.equal(page.frames().length, 2, "the page, and the frame that is shown");

  // It says what it would have done.
  await page
    .getByText(/^Blocked: \d+ things/)
    .first()
    .waitFor();
  for (const host of ["img.evil.example", "css.evil.example", "import.evil.example"])
    await page.locator(".blocked code", { hasText: host }).first().waitFor();
  await page.getByText(en.oddLinks(1)).first().waitFor();
  // SVG is text, even for those who look at it alone.
  await who.tree.getByRole("treeitem", { name: /image\/svg/ }).click();
  await page.locator("pre.said", { hasText: "<script>top.pwned=1</script>" }).first().waitFor();
  // The subject is text, too.
  await who.tree.getByRole("treeitem", { name: /multipart\/related/ }).click();
  await who.facts.getByText("<img src=x onerror=alert(1)>").waitFor();
  assert.equal(await page.evaluate(() => "pwned" in window), false);
  assert.deepEqual(asked, []);
  // Looking into the frame is a script to the browser.
  const others = troubles.filter((t) => !/Blocked script execution in 'about:srcdoc'/.test(t));
  troubles.splice(0, troubles.length, ...others);
  await done();
});

test("files, pasted source, and what is none", async () => {
  const { page, who, done } = await visit("#/s/hand-smtp");
  await new Person(page).awake();
  await page.getByTitle(/^Take an \.eml/).click();
  await page.getByText(en.staysHere).waitFor();
  assert.deepEqual(await axe(page), []);

  await who.drop("letter.msg", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0));
  await page
    .getByRole("alert")
    .getByText(en.refusals.msg as string)
    .waitFor();
  await who.drop("empty.eml", "");
  await page
    .getByRole("alert")
    .getByText(en.refusals.empty as string)
    .waitFor();
  // Octets of every value are a letter, too.
  await who.drop(
    "odd.eml",
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 255),
  );
  await who.tree.getByRole("treeitem").first().waitFor();
  await page.getByText("odd.eml", { exact: true }).waitFor();
  assert.equal(await page.getByRole("alert").getByText(/\w/).count(), 0);

  // From the clipboard, wherever the focus is.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "Subject: pasted\n\nHello.");
    document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
  });
  await who.facts.getByRole("button", { name: "Subject: pasted" }).waitFor();
  // Into the field.
  await page.getByRole("button", { name: en.open, exact: true }).click();
  await page.getByRole("menuitem", { name: en.paste }).click();
  await page.getByRole("textbox", { name: en.pasteLabel }).fill("Subject: typed\n\nHello again.");
  await page.getByRole("button", { name: en.takeApart, exact: true }).click();
  await who.facts.getByRole("button", { name: "Subject: typed" }).waitFor();
  // A run of the simulated world is still a run, not a letter.
  await who.drop("run.ehlo.txt", "@ehlo 99\n");
  await page
    .getByRole("status")
    .getByText(/could not be opened/)
    .waitFor();
  await who.facts.getByRole("button", { name: "Subject: typed" }).waitFor();
  // The tab closes, and the file is forgotten.
  await page.getByRole("tab", { name: "Anatomy" }).press("Delete");
  await who.tree.waitFor({ state: "detached" });
  await page.keyboard.press("Alt+6");
  await page.getByRole("heading", { name: en.startTitle }).waitFor();
  await done();
});

test("a letter of the world is taken apart octet by octet", async () => {
  const { page, who, done } = await visit("#/s/hand-smtp");
  const person = await new Person(page).awake();
  await person.tray("bob", 1).click();
  await person.inspector.getByRole("button", { name: /Welcome/ }).click();
  await person.inspector.getByRole("button", { name: "Take it apart" }).click();
  await who.tree.waitFor();
  const { data } = await person.ask({
    op: "source",
    ref: { at: "box", host: "mail.hai.example", user: "bob@hai.example", box: "INBOX", uid: 1 },
  });
  const exact = Buffer.from(data, "base64");
  await who.mode(en.modes.hex);
  const first = await who.source.getByRole("option").first().innerText();
  assert.ok(first.includes(exact.subarray(0, 16).toString("latin1")), first);
  await page.getByRole("listbox", { name: en.octetsOf(exact.length) }).waitFor();
  // The world knows the envelope.
  await who.facts.getByText("RCPT TO bob@hai.example").waitFor();
  // Leaving gives the map and the timeline back.
  await page.getByRole("tab", { name: /shell/ }).click();
  await person.map.waitFor();
  await person.scrubber.waitFor();
  await done();
});

test("a mailbox of the world, letter by letter", async () => {
  const { page, who, done } = await visit("#/s/pop3-by-hand");
  const person = await new Person(page).awake();
  await person.tray("bob", 3).click();
  await person.inspector.getByRole("button", { name: "Take it apart" }).click();
  const list = page.getByRole("listbox", { name: en.letters });
  await list.waitFor();
  assert.equal(await list.getByRole("option").count(), 3);
  await page.getByText("bob@hai.example INBOX.mbox", { exact: true }).first().waitFor();
  await list.getByRole("option").nth(2).click();
  await who.facts.getByRole("button", { name: /^Subject: / }).waitFor();
  await who.tree.waitFor();
  await done();
});

test("a mailbox of three, and letters taken away as they are", async () => {
  const { page, who, done } = await visit("#/anatomy/three");
  const list = page.getByRole("listbox", { name: en.letters });
  await list.waitFor();
  const texts = await list.getByRole("option").allInnerTexts();
  assert.equal(texts.length, 3);
  assert.match(texts[0] ?? "", /Tides[\s\S]*Alice/);
  assert.match(texts[2] ?? "", /潮汐[\s\S]*周小海/);
  await who.source.getByText("From here it looks fine.", { exact: true }).waitFor();
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await who.facts.getByRole("button", { name: "Subject: Re: Tides" }).waitFor();
  await page.keyboard.press("End");
  await who.facts.getByRole("button", { name: "Subject: 潮汐" }).waitFor();

  const take = async (item: string) => {
    await page.getByRole("button", { name: en.export, exact: true }).last().press("Enter");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item, exact: true }).press("Enter"),
    ]);
    return readFileSync(await download.path());
  };
  const original = readFileSync(`${import.meta.dirname}/../letters/three.mbox`);
  const last = original.subarray(original.lastIndexOf("\nFrom x@") + 1);
  const letter = await take(en.saveEml);
  assert.equal(
    letter.toString("latin1").trimEnd(),
    last
      .subarray(last.indexOf("\n") + 1)
      .toString("latin1")
      .trimEnd(),
  );
  const box = await take(en.saveMboxAll);
  assert.equal(box.toString("latin1").match(/^From /gm)?.length, 3);
  assert.match(box.toString("latin1"), /^>From here it looks fine\.$/m);
  assert.equal((await take(en.saveMaildirAll)).subarray(0, 2).toString(), "PK");

  // Octets of every value come back as they went in.
  const odd = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31 + (i >> 8)) & 255);
  await who.drop("odd.eml", odd);
  await page.getByText("odd.eml", { exact: true }).waitFor();
  assert.ok((await take(en.saveEml)).equals(Buffer.from(odd)));
  assert.deepEqual(await axe(page), []);
  await done();
});

test("the codec dies twice, and the file is still there", async () => {
  const { page, who, done } = await visit("#/s/hand-smtp");
  await new Person(page).awake();
  // The next codec dies of the first content, the one after it of the first file.
  await page.evaluate(() => {
    let deaths = ['"op":"content"', '"op":"load"'];
    const Real = Worker;
    window.Worker = class extends Real {
      override postMessage(message: { json?: string }) {
        const [next = "?"] = deaths;
        if (!message.json?.includes(next)) return super.postMessage(message);
        deaths = deaths.slice(1);
        const dead = new MessageEvent("message", { data: { kind: "dead", reason: "out of memory" } });
        setTimeout(() => this.onmessage?.(dead));
      }
    } as typeof Worker;
    location.hash = "#/anatomy/newsletter";
  });
  await who.tree.getByRole("treeitem", { name: /image\/png/ }).click();
  const said = page.getByRole("alert").getByText("Your file is still here. (The codec stopped: out of memory)");
  await said.waitFor();
  // The next one dies of the file that it is told first, and the one after it lives.
  const picture = page.getByRole("img", { name: "stamp.png" });
  await until(
    "the picture",
    async () => {
      const again = page.getByRole("button", { name: en.again });
      if (await again.isVisible()) await again.click({ timeout: 1000 }).catch(() => {});
      return picture.isVisible();
    },
    (yes) => yes,
  );
  await said.waitFor({ state: "detached" });
  assert.equal(await who.tree.getByRole("treeitem").count(), 7);
  await done();
});

test("in Chinese nothing is left in English but what the letter says", async () => {
  const { page, done } = await visit("#/anatomy/newsletter", "?lang=zh&theme=dark");
  const who = new Anatomist(page, page, zh);
  await who.tree.waitFor();
  await page.getByRole("tab", { name: /^问题/ }).click();
  await page.getByRole("tab", { name: zh.modes.content, exact: true }).click();
  assert.match(await page.getByRole("tabpanel").last().innerText(), /警告|错误|提示|没有问题/);
  assert.deepEqual(await axe(page), [], "in the dark as well");
  await done();
});

test("a phone shows one pane at a time", async () => {
  const { url } = await serve();
  const size = { width: 360, height: 640 };
  const { page, done } = await open(`${url}?lang=en#/anatomy/newsletter`, {
    viewport: size,
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  });
  const who = new Anatomist(page);
  const go = (name: string) => page.getByRole("group", { name: en.panesLabel }).getByRole("button", { name }).tap();
  await who.tree.waitFor();
  await who.tree.getByRole("treeitem", { name: /image\/png/ }).tap();
  await go(en.panes.facts);
  await page.getByRole("img", { name: "stamp.png" }).waitFor();
  await go(en.panes.octets);
  await who.source.getByText("iVBOR").waitFor();
  await who.source.getByText("Content-ID").tap();
  await until(
    "the field lit",
    () => who.lit(),
    (text) => text.startsWith("Content-ID"),
  );
  await who.mode(en.modes.hex);
  assert.match(await who.source.getByRole("option").first().innerText(), /([0-9A-F]{2} ){8}/, "eight octets a row");
  for (const name of [en.panes.tree, en.panes.octets, en.panes.facts]) {
    await go(name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= size.width, `${name} is ${wide} pixels wide`);
    const small = await page.locator(".anatomy button").evaluateAll((all) =>
      all
        .filter((node) => node.checkVisibility())
        .map((node) => ({ name: node.textContent, box: node.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
    );
    assert.deepEqual(small, [], name);
  }
  assert.deepEqual(await axe(page), []);
  await done();
});

test("in a sandboxed frame of another page", async () => {
  const { embed } = await serve("--cors=false");
  const { page, troubles, done } = await open(`${embed}?embed=1&view=anatomy&lang=en#/anatomy/newsletter`);
  const frame = page.frames()[1];
  assert.ok(frame);
  const who = new Anatomist(page, frame);
  await who.tree.getByRole("treeitem", { name: /text\/html/ }).click();
  await frame.getByTitle(en.htmlFrame).waitFor();
  assert.equal(await frame.getByRole("tab", { name: "Anatomy" }).count(), 0, "nothing else is there to choose");
  // Without the header a fetch is refused and says so; the loader then takes the script.
  const others = troubles.filter((t) => !/blocked by CORS policy|net::ERR_FAILED/.test(t));
  troubles.splice(0, troubles.length, ...others);
  await done();
});

test("a link leads to the letter that was taken apart", async () => {
  const { page, who, done } = await visit();
  await who.tree.waitFor();
  await new Person(page).awake();
  await page.getByRole("button", { name: "Share link" }).click();
  const link = page.getByRole("textbox", { name: "Link", exact: true });
  const address = await until(
    "a link",
    () => link.inputValue(),
    (text) => text.includes("#1.z."),
  );
  await page.goto("about:blank");
  await page.goto(address);
  await who.tree.getByRole("treeitem", { name: /stamp\.png/ }).waitFor();
  await page.getByRole("tab", { name: "Anatomy", selected: true }).waitFor();
  await done();
});
