// Instants as text: exact to the nanosecond for a hundred days, and nothing that is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nanoseconds, seconds } from "../../src/bridge/stamp";

test("seconds", () => {
  for (const [ns, text] of [
    [0, "0"],
    [12e9, "12"],
    [500_000_000, "0.5"],
    [432_000_000_000_001, "432000.000000001"],
  ] as const)
    assert.equal(seconds(ns), text);
});

test("a hundred days are exact to the nanosecond", () => {
  const days = 100 * 86_400;
  for (const [text, ns] of [
    [`${days - 1}.999999999`, days * 1e9 - 1],
    [`${days}`, days * 1e9],
    [`${days - 1}.000000001`, (days - 1) * 1e9 + 1],
    ["4500000.123456789", 4_500_000_123_456_789],
  ] as const) {
    assert.equal(nanoseconds(text), ns);
    assert.equal(seconds(ns), text);
  }
  // Whole seconds with every last nanosecond before and after them.
  for (let s = 1; s < days; s += 8_641)
    for (const ns of [s * 1e9 - 1, s * 1e9, s * 1e9 + 1]) assert.equal(nanoseconds(seconds(ns)), ns);
});

test("what is no instant", () => {
  for (const text of ["", "x", "1.", ".5", "-1", "1e3", "1.0000000001", "9999999999", "9007199.9"])
    assert.equal(nanoseconds(text), null, text);
});
