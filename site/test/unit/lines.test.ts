// Input lines: what is typed goes as one line, and as several only where the engine would not take it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeInput, maxInput, octetsOf, typed, unescapeInput } from "../../src/state/lines";

test("a paste of a hundred kilobytes is one input", () => {
  const text = Array.from({ length: 2000 }, (_, i) => `${i} ${"x".repeat(60)}`).join("\n");
  assert.deepEqual(typed(3, text), [`3> ${escapeInput(text)}`]);
});

test("what is too long for one line is cut between typed lines, each part within the limit in octets", () => {
  const lines = ["你好你好", "a\\b", "", "x".repeat(30), "end"];
  const parts = typed(12, lines.join("\n"), escapeInput, 21);
  assert.deepEqual(parts, ["12> 你好你好", "12> a\\\\b\\n", `12> ${"x".repeat(30)}`, "12> end"]);
  for (const part of parts.filter((p) => !p.includes("xxx"))) assert.ok(octetsOf(part) <= 21, part);
  const back = parts.map((p) => unescapeInput(p.slice(4))).join("\n");
  assert.equal(back, lines.join("\n"));
});

test("the limit is the engine's", () => assert.equal(maxInput, 3 << 19));
