// Lessons taken apart, and answers in the form that the engine reads.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Question } from "../../src/bridge/protocol";
import {
  answerText,
  blocks,
  isCommand,
  itemsOf,
  newDraft,
  plan,
  questionText,
  readAnswer,
  shuffled,
  splitLesson,
  summary,
} from "../../src/views/lesson/sections";

const scenarios = `${import.meta.dirname}/../../scenarios`;

test("sections, fences, introduction", () => {
  const { intro, sections } = splitLesson("Hello.\n\n## one\nText\n```\n## no heading\n```\n\n## hint a\nTry.\n");
  assert.equal(intro, "Hello.");
  assert.deepEqual([...sections.keys()], ["one", "hint a"]);
  assert.equal(sections.get("one"), "Text\n```\n## no heading\n```");
});

test("boxes close by ::: or by the next", () => {
  const list = blocks("Do it.\n\n:::exam\nSay so.\n:::truth E8\nIt is so.\n:::\nAfter.");
  assert.deepEqual(
    list.map((b) => [b.kind, b.ref, b.text]),
    [
      ["text", "", "Do it."],
      ["exam", "", "Say so."],
      ["truth", "E8", "It is so."],
      ["text", "", "After."],
    ],
  );
});

test("a step in a few words", () => {
  for (const [text, words] of [
    ["Introduce yourself: `HELO alice`. Then wait.", "Introduce yourself"],
    [
      "Type `From:`, `To:` lines, an **empty line**, then\na dot `.`",
      "Type `From:`, `To:` lines, an empty line, then a dot `.`",
    ],
    ["写信封：`MAIL FROM:<a@b>`，再……", "写信封"],
    ["Look at ==this== v1.2 of it. More.", "Look at this v1.2 of it"],
    [":::exam\nx", ""],
  ])
    assert.equal(summary(text ?? ""), words);
});

const sort: Question = {
  id: "q-phases",
  kind: "sort",
  choices: [],
  bins: ["greeting", "transfer", "closing"],
  items: ["greeting", "transfer", "closing", "220", "HELO", "QUIT"],
  truth: "E11",
};

test("sort: as in the solution of the course", () => {
  const d = newDraft(sort);
  assert.deepEqual(itemsOf(sort), ["220", "HELO", "QUIT"]);
  d.bins = { "220": "greeting", QUIT: "closing" };
  assert.equal(answerText(sort, d), "", "one is still in no bin");
  d.bins.HELO = "greeting";
  const text = answerText(sort, d);
  assert.equal(text, "220=greeting HELO=greeting QUIT=closing");
  assert.deepEqual(readAnswer(sort, text).bins, d.bins);
});

test("choice, order, number, text", () => {
  const choice: Question = {
    id: "c",
    kind: "choice",
    choices: ["a", "b", "c"],
    bins: [],
    items: ["a", "b", "c"],
    truth: "",
  };
  assert.equal(answerText(choice, { words: ["c", "a"], bins: {}, text: "" }), "a c");
  assert.equal(answerText(choice, newDraft(choice)), "");
  const order: Question = { id: "o", kind: "order", choices: [], bins: [], items: ["x", "y", "z"], truth: "" };
  const first = newDraft(order).words;
  assert.deepEqual([...first].sort(), ["x", "y", "z"]);
  assert.notDeepEqual(first, ["x", "y", "z"], "the key is not given away");
  assert.equal(answerText(order, { words: ["z", "x", "y"], bins: {}, text: "" }), "z x y");
  const number: Question = { ...order, kind: "number", items: [] };
  assert.equal(answerText(number, { words: [], bins: {}, text: " 1,000  octets\n" }), "1,000 octets");
  const text: Question = { ...order, kind: "text", items: [] };
  assert.equal(
    answerText(text, { words: [], bins: {}, text: "  Simple Mail\nTransfer Protocol " }),
    "Simple Mail Transfer Protocol",
  );
});

test("two words are shuffled too, and always alike", () => {
  for (const id of ["a", "b", "c", "d"]) assert.deepEqual(shuffled(["x", "y"], id), ["y", "x"]);
});

test("a question's words and labels", () => {
  const { prose, labels } = questionText("Which?\n\n- greeting: the greeting\n- EOD：单独的点\n- other: stays", [
    "greeting",
    "EOD",
  ]);
  assert.equal(prose, "Which?\n\n- other: stays");
  assert.deepEqual(
    [...labels],
    [
      ["greeting", "the greeting"],
      ["EOD", "单独的点"],
    ],
  );
});

test("what can be typed", () => {
  for (const yes of [
    "telnet mail.hai.example 25",
    "DATA",
    ".",
    "MAIL FROM:<a@b.example>",
    "RCPT TO:<>",
    "USER bob",
    "TOP 1 0",
    "mailq",
  ])
    assert.ok(isCommand(yes), yes);
  for (const no of ["250", "MAIL", "From:", "+OK", "EHLO", "mail.hai.example", "550 5.1.1"])
    assert.ok(!isCommand(no), no);
});

test("every scenario of the course: steps have words, questions have steps and labels", () => {
  for (const name of readdirSync(scenarios)) {
    const file = `${scenarios}/${name}/scenario.json`;
    if (!existsSync(file)) continue;
    const json = readFileSync(file, "utf8");
    const spec = JSON.parse(json) as { steps?: { id: string }[]; quiz?: Question[] };
    const steps = spec.steps ?? [];
    const quiz = spec.quiz ?? [];
    const got = plan(json, steps, quiz);
    assert.deepEqual([...got.quiz.values()].flat().sort(), quiz.map((q) => q.id).sort(), name);
    for (const lang of ["en", "zh"]) {
      const { sections } = splitLesson(readFileSync(`${scenarios}/${name}/lesson.${lang}.md`, "utf8"));
      for (const s of steps) assert.notEqual(summary(sections.get(s.id) ?? ""), "", `${name} ${lang} ${s.id}`);
      for (const q of quiz) assert.ok(sections.has(`quiz ${q.id}`), `${name} ${lang} ${q.id}`);
    }
  }
});

test("a world whose scenario.json cannot be read asks its questions at the end", () => {
  assert.deepEqual(plan("", [{ id: "a" }, { id: "b" }], [sort]).quiz.get("b"), ["q-phases"]);
});
