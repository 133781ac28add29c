// What strangers write must not keep the page's own thread busy: each of these takes time in proportion to its length.
// Where one of them tries everything with everything, it does not end while anybody waits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asideStyles, tameSheet } from "../../src/views/anatomy/css";
import { safeName } from "../../src/views/anatomy/filename";
import { fields } from "../../src/views/inspector/report";
import { senderName } from "../../src/views/inspector/sender";

const many = 200_000;
const blanks = " ".repeat(many);

test("the media of a style sheet", () => {
  const sheetsOf = (tag: string) => asideStyles(`${tag}a{}</style>`).sheets;
  for (const tag of [
    `<style media=${blanks}>`,
    `<style media="${blanks}">`,
    `<style ${" media=".repeat(many / 8)}>`,
    `<style${" media".repeat(many / 8)}${blanks}>`,
    "<style title='media=print'>",
    "<style media=screen media=print>",
  ])
    assert.deepEqual(sheetsOf(tag), ["a{}"], tag.slice(0, 40));
  for (const tag of ["<style media=print>", `<style MEDIA${blanks}=${blanks}' Print'>`, '<style\nmedia="print, x">'])
    assert.deepEqual(sheetsOf(tag), [], tag.slice(0, 40));
});

test("fonts are taken out at every depth, and texts that only look like them stay", (t) => {
  class Rule {
    declare cssRules?: Rule[];
    text: string;
    constructor(text: string, inner?: Rule[]) {
      this.text = text;
      if (inner) this.cssRules = inner;
    }
    deleteRule(i: number) {
      this.cssRules?.splice(i, 1);
    }
    get cssText(): string {
      return this.cssRules ? `${this.text}{${this.cssRules.map((r) => r.cssText).join("")}}` : this.text;
    }
  }
  class Font extends Rule {}
  class Import extends Rule {}
  let parsed: Rule[] = [];
  class Sheet extends Rule {
    constructor() {
      super("", parsed);
    }
    replaceSync() {}
  }
  const globals = globalThis as Record<string, unknown>;
  Object.assign(globals, { CSSStyleSheet: Sheet, CSSFontFaceRule: Font, CSSImportRule: Import });
  t.after(() => {
    for (const name of ["CSSStyleSheet", "CSSFontFaceRule", "CSSImportRule"]) delete globals[name];
  });
  const tamed = (...rules: Rule[]) => {
    parsed = rules;
    return tameSheet("", () => "");
  };
  const font = () => new Font('@font-face{src:url("https://x.example/f")}');
  assert.equal(tamed(font(), new Rule("a{}"), new Import('@import "x";'), font()), "a{}");
  assert.equal(
    tamed(new Rule("@media x", [font(), new Rule("@supports y", [font(), font()]), new Rule("b{}")])),
    "@media x{@supports y{}b{}}",
  );
  const text = `a{content:"${"@font-face{".repeat(many / 10)}@import ${blanks}"}`;
  assert.equal(tamed(new Rule(text)), text);
});

test("names of senders", () => {
  for (const [from, want] of [
    ['"Bob, of Hai" <bob@hai.example>', "Bob, of Hai"],
    ["Bob <bob@hai.example>, Carol <carol@shan.example>", "Bob"],
    ["bob@hai.example", "bob@hai.example"],
    ["<bob@hai.example>", "<bob@hai.example>"],
    ['"" <bob@hai.example>', '"" <bob@hai.example>'],
    ["鲍勃 <bob@hai.example>", "鲍勃"],
    ["", ""],
  ] as const)
    assert.equal(senderName(from), want);
  assert.equal(senderName(`a${blanks}b`), `a${blanks}b`);
  assert.equal(senderName(`a${blanks}<b`), "a");
  const open = "<".repeat(many);
  assert.equal(senderName(open), open);
  assert.equal(senderName(`"a${blanks}`), "a");
});

test("names of files", () => {
  assert.equal(safeName(`a${blanks}b`, ""), "a");
  assert.equal(safeName(`a${"./.".repeat(many / 4)}b.txt`, ""), "b.txt");
  assert.equal(safeName(`a${". ".repeat(many / 2)}b.txt`, "").slice(-4), ".txt");
  assert.equal(safeName(`${blanks}${".".repeat(many)}`, "part.bin"), "part.bin");
});

test("fields of reports", () => {
  assert.deepEqual(fields(`Action:${blanks}\u2028x`), [{ name: "Action", value: "x" }]);
});
