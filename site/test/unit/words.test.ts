// Both languages of the page say everything: no text is missing, empty, or left in the other language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { problemNames } from "../../src/anatomy/samples";
import { anatomy as englishAnatomy } from "../../src/i18n/anatomy.en";
import { anatomy as chineseAnatomy } from "../../src/i18n/anatomy.zh";
import { en } from "../../src/i18n/en";
import { mail } from "../../src/i18n/mail.en";
import { problems as englishProblems } from "../../src/i18n/problems.en";
import { problems as chineseProblems } from "../../src/i18n/problems.zh";
import * as sheets from "../../src/i18n/sheets.en";
import * as views from "../../src/i18n/views.en";
import { zh } from "../../src/i18n/zh";

Object.assign(en, { mail }, sheets, views);

type Tree = { [key: string]: unknown };

function* leaves(tree: Tree, path = ""): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "object" && value !== null) yield* leaves(value as Tree, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

/** Texts that are right to be the same, or in the other language: names, and the reasons that the engine gives in English. */
const exempt = /^page\.name$|^header\.language|^commands\.switchLang$|^time\.whys|^time\.times$/;

const english: Tree = { ...en, anatomy: englishAnatomy };
const chinese: Tree = { ...zh, anatomy: chineseAnatomy, problems: chineseProblems };

test("every English text has a Chinese one of the same kind", () => {
  const chineseTexts = new Map(leaves(chinese));
  for (const [path, text] of leaves(english)) {
    assert.equal(typeof chineseTexts.get(path), typeof text, path);
    if (typeof text !== "string" || exempt.test(path)) continue;
    assert.notEqual(text.trim(), "", path);
    const other = String(chineseTexts.get(path));
    assert.notEqual(other.trim(), "", path);
    if (/[a-z]{3}/.test(text) && !/^[\w.:/@<> -]*$/.test(other))
      assert.match(other, /[\u4e00-\u9fff]/, `${path}: ${other}`);
    assert.doesNotMatch(text, /[\u4e00-\u9fff]/, path);
  }
});

test("every problem of a letter is named in both languages, and no other", () => {
  const names = [...problemNames].sort();
  assert.deepEqual(Object.keys(englishProblems).sort(), names);
  assert.deepEqual(Object.keys(chineseProblems).sort(), names);
  for (const name of names) {
    const [title, text] = chineseProblems[name];
    assert.match(title + text, /[\u4e00-\u9fff]/, name);
    assert.match(text, /。$/, name);
    assert.notEqual(englishProblems[name], "", name);
  }
  assert.equal(
    new Set(Object.values(englishProblems)).size,
    names.length,
    "two problems have the same name in English",
  );
  assert.equal(new Set(Object.values(chineseProblems).map(([t]) => t)).size, names.length, "and in Chinese");
});

test("Chinese is set with its own punctuation", () => {
  for (const [path, text] of leaves(chinese)) {
    if (typeof text !== "string" || exempt.test(path)) continue;
    assert.doesNotMatch(text, /[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?![\w.])|\.\.\./, `${path}: ${text}`);
    assert.doesNotMatch(text, /[\u4e00-\u9fff] [，。；：？！]/, `${path}: ${text}`);
  }
});
