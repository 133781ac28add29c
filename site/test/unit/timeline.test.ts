// The timeline's axis, and times in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readRoute } from "../../src/state/route";
import { calendar, clock, day, daysIn, hour, minute, second, span } from "../../src/state/time";
import { makeAxis, placeOf, timeAt } from "../../src/views/timeline/axis";

test("the axis keeps the order, goes both ways, and presses waits together", () => {
  const marks = [0, 1, 2, 3, 302, 303, 304].map((s) => s * second);
  const axis = makeAxis(marks, 5 * day);
  let last = -1;
  for (const t of [...marks, day, 5 * day]) {
    const place = placeOf(axis, t);
    assert.ok(place > last, `${t} lies after what was before it`);
    assert.ok(Math.abs(timeAt(axis, place) - t) <= t * 1e-9 + 1, `${t} comes back`);
    last = place;
  }
  assert.equal(placeOf(axis, 0), 0);
  assert.equal(placeOf(axis, 5 * day), 1);
  assert.deepEqual(
    axis.gaps.map((g) => Math.round(g.length / second)),
    [299, 5 * 86_400 - 304],
  );
  const seconds = placeOf(axis, 3 * second) - placeOf(axis, 0);
  const days = 1 - placeOf(axis, 304 * second);
  assert.ok(days < 2 * seconds, "five days are not much wider than three busy seconds");
});

test("an empty run and many marks", () => {
  assert.equal(placeOf(makeAxis([], second), second / 2), 0.5);
  const axis = makeAxis(
    Array.from({ length: 50_000 }, (_, i) => i * 1e6),
    50_000 * 1e6,
  );
  assert.ok(axis.times.length < 5000);
  assert.equal(placeOf(axis, 50_000 * 1e6), 1);
});

test("civil time of the world, wherever the browser is", () => {
  const civil = { startMs: Date.parse("2026-03-02T08:00:00+08:00"), zone: 8 * 3600 };
  assert.equal(clock(civil, 0), "08:00:00.000");
  assert.equal(clock(civil, 2.12 * second), "08:00:02.120");
  assert.equal(clock(civil, 5 * minute + 2 * second, false), "08:05:02");
  assert.equal(daysIn(civil, 15 * hour), 0);
  assert.equal(daysIn(civil, 16 * hour), 1);
  assert.equal(calendar(civil, 16 * hour, "zh"), "2026年3月3日周二");
  assert.equal(span(4 * hour + 30 * minute, "en"), "4 h 30 min");
  assert.equal(span(4 * hour + 30 * minute, "zh"), "4 小时 30 分钟");
  assert.equal(span(5 * day, "en"), "5 d");
  assert.equal(span(40e6, "en"), "40 ms");
  assert.equal(span(0, "zh"), "0 秒");
});

test("addresses ask for what they may, and the rest is ignored", () => {
  assert.deepEqual(readRoute("?embed=1&view=map,console,nonsense&lang=zh-CN&theme=dark", "#/s/hand-smtp"), {
    embed: true,
    views: ["map", "console"],
    lang: "zh",
    theme: "dark",
    slug: "hand-smtp",
    hash: "/s/hand-smtp",
  });
  const odd = readRoute("?embed=yes&lang=xx&theme=pink", "#/s/../x");
  assert.equal(odd.embed, false);
  assert.equal(odd.lang, null);
  assert.equal(odd.theme, null);
  assert.equal(odd.slug, "");
});
