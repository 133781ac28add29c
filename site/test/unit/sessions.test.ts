// The manners of the prompt and the window on long transcripts, as pure functions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeBytes, escapeInput, unescapeInput } from "../../src/state/lines";
import { control, findBack, Walk } from "../../src/views/sessions/history";
import { chunk, rangeOf } from "../../src/views/sessions/window";

test("control keys edit the line that the caret is in", () => {
  const cases: [string, string, number, string, number][] = [
    ["a", "MAIL FROM:<x>", 5, "MAIL FROM:<x>", 0],
    ["e", "MAIL FROM:<x>", 5, "MAIL FROM:<x>", 13],
    ["u", "MAIL FROM:<x>", 5, "FROM:<x>", 0],
    ["k", "MAIL FROM:<x>", 5, "MAIL ", 5],
    ["w", "MAIL FROM:<x>  ", 15, "MAIL ", 5],
    ["u", "To: bob\nSubject: x", 17, "To: bob\nx", 8], // Only as far as the line goes.
    ["k", "To: bob\nSubject: x", 2, "To\nSubject: x", 2],
    ["a", "To: bob\nSubject: x", 12, "To: bob\nSubject: x", 8],
  ];
  for (const [key, text, at, after, caret] of cases) {
    assert.deepEqual(
      control(key, text, at),
      { text: after, at: caret },
      `Ctrl+${key} in ${JSON.stringify(text)} at ${at}`,
    );
  }
  assert.equal(control("k", "NOOP", 4), null, "nothing to delete: the key is free for something else");
  assert.equal(control("x", "NOOP", 4), null);
});

test("history keeps the draft at its bottom", () => {
  const history = ["HELO x", "NOOP"];
  const walk = new Walk();
  assert.equal(walk.go(history, 1, "QU"), null);
  assert.equal(walk.go(history, -1, "QU"), "NOOP");
  assert.equal(walk.go(history, -1, "NOOP"), "HELO x");
  assert.equal(walk.go(history, -1, "HELO x"), null);
  assert.equal(walk.go(history, 1, "HELO x"), "NOOP");
  assert.equal(walk.go(history, 1, "NOOP"), "QU");
  walk.reset();
  assert.equal(walk.go(["a", "b", "c"], -1, ""), "c");
});

test("search finds the latest line first", () => {
  const history = ["RCPT TO:<a>", "NOOP", "RCPT TO:<b>"];
  assert.equal(findBack(history, "RCPT", 0), "RCPT TO:<b>");
  assert.equal(findBack(history, "RCPT", 1), "RCPT TO:<a>");
  assert.equal(findBack(history, "RCPT", 2), null);
  assert.equal(findBack(history, "", 0), null);
});

test("what is typed survives the escapes of an input line", () => {
  for (const text of ["NOOP", "a\\nb", "tab\there", "nul\0", "bell\x07", "你好", "\\x41", "del\x7f"]) {
    assert.equal(unescapeInput(escapeInput(text)), text);
  }
  assert.equal(escapeInput("a\\b"), "a\\\\b");
  assert.equal(escapeInput("a\r"), "a\\r");
});

test("a window draws what is seen and a little more, whatever the heights", () => {
  const count = 100_000;
  const guess = 20;
  const heights: number[] = [];
  for (let k = 0; k < count / chunk; k += 3) heights[k] = chunk * guess * 2; // Some are known and twice as high.
  const whole = (upTo: number) => {
    let y = 0;
    for (let k = 0; k < upTo; k++) y += heights[k] ?? chunk * guess;
    return y;
  };
  for (const top of [0, 1, 5_000, 1_234_567, whole(count / chunk) - 600]) {
    const r = rangeOf(count, heights, guess, top, 600);
    assert.equal(r.above, whole(r.from / chunk), `above ${top}`);
    assert.equal(
      r.above + whole(r.to / chunk) - whole(r.from / chunk) + r.below,
      whole(count / chunk),
      `sum at ${top}`,
    );
    assert.ok(r.above <= top && whole(r.to / chunk) >= Math.min(top + 600, whole(count / chunk)), `covers ${top}`);
    assert.ok(r.to - r.from <= 8 * chunk, `not more than needed at ${top}`);
  }
  assert.deepEqual(rangeOf(300, [], guess, 2000, 600), { from: 0, to: 300, above: 0, below: 0 });
});

test("in the byte view escapes stay escapes, and everything else is typed as it stands", () => {
  for (const [typed, line] of [
    ["HELO\\0x\\l", "HELO\\0x\\l"],
    ["a\\x0Ab\\r", "a\\x0Ab\\r"],
    ["C:\\temp \\xZZ", "C:\\\\temp \\\\xZZ"],
    ["\\\\0", "\\\\0"],
  ] as const)
    assert.equal(escapeBytes(typed), line);
});
