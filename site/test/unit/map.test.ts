// The map: hosts keep clear of each other in any picture, connections go around hosts, trays and lines say what is there.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostSpec } from "../../src/bridge/protocol";
import { empty, fold } from "../../src/state/fold";
import { at, curve, nearest, type Plan, plan } from "../../src/views/map/layout";
import { lineFault, progress, trays, wires } from "../../src/views/map/look";
import { handSMTP, Pen, world } from "../fixture/hand-smtp";

function spec(id: string, kind: string, x = 0, y = 0): HostSpec {
  return {
    id,
    ip: "192.0.2.1",
    kind,
    x,
    y,
    label: { en: "", zh: "" },
    domains: [],
    services: [],
    tools: [],
    ua: null,
  };
}

function apart(p: Plan): void {
  const all = [...p.places.values()];
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1))
      assert.ok(
        Math.abs(a.x - b.x) >= (a.w + b.w) / 2 || Math.abs(a.y - b.y) >= (a.h + b.h) / 2,
        `${a.id} lies on ${b.id} in ${p.width}×${p.height}`,
      );
}

test("hosts stand where the scenario puts them, and inside the picture", () => {
  for (const [w, h] of [
    [800, 280],
    [1400, 700],
    [360, 560],
    [320, 500],
  ] as const) {
    const p = plan(world.hosts, world.links, w, h, () => 4);
    apart(p);
    for (const q of p.places.values()) {
      assert.ok(q.x - q.w / 2 >= 0 && q.x + q.w / 2 <= p.width, `${q.id} at ${q.x} of ${p.width}`);
      assert.ok(q.y - q.h / 2 >= 0 && q.y + q.h / 2 <= p.height, `${q.id} at ${q.y} of ${p.height}`);
    }
    const [alice, bob] = [p.places.get("alice-pc")!, p.places.get("bob-pc")!];
    if (w > h) assert.ok(alice.x < bob.x);
    else assert.ok(alice.y < bob.y, "a tall picture is the wide one turned");
  }
});

test("hosts without a place are arranged; thirty-two of them get a larger picture", () => {
  const hosts = Array.from({ length: 32 }, (_, i) => spec(`host-${i}.example`, i < 12 ? "ua" : i < 30 ? "mta" : "dns"));
  const links = hosts.slice(0, 12).map((h, i) => ({ a: h.id, b: `host-${12 + (i % 6)}.example` }));
  apart(plan(hosts, links, 800, 300, () => 2));
});

test("a connection goes around the host between its ends", () => {
  const p = plan(world.hosts, world.links, 800, 280, () => 2);
  const between = p.places.get("mail.shan.example")!;
  const c = curve(p.places.get("alice-pc")!, p.places.get("mail.hai.example")!, 0, p);
  for (let k = 0; k <= 1; k += 0.02) {
    const q = at(c, k);
    assert.ok(Math.abs(q.x - between.x) > between.w / 2 || Math.abs(q.y - between.y) > between.h / 2);
  }
});

test("an arrow key goes to the nearest thing in its direction", () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 100, y: 10 },
    { x: 60, y: 90 },
    { x: -50, y: 0 },
  ];
  assert.equal(nearest(spots, 0, 1, 0), 1);
  assert.equal(nearest(spots, 0, -1, 0), 3);
  assert.equal(nearest(spots, 0, 0, 1), 2);
  assert.equal(nearest(spots, 3, -1, 0), -1);
});

test("trays count what lies in queue and mailboxes, and grey what is marked", () => {
  const pen = new Pen();
  pen.mail("mail.hai.example", "bob@hai.example", 3);
  pen.put("store", { act: "lock", host: "mail.hai.example", user: "bob@hai.example", box: "INBOX" });
  pen.put("store", { act: "mark", host: "mail.hai.example", user: "bob@hai.example", box: "INBOX", count: 1 });
  pen.put("mail", { act: "queued", host: "mail.hai.example", queueid: "H1", msg: 1 });
  const m = fold(empty(world), pen.events);
  assert.deepEqual(
    trays(world, m, "mail.hai.example").map((x) => [x.key, x.count, x.marked, x.locked]),
    [
      ["queue", 1, 0, false],
      ["bob@hai.example", 3, 1, true],
    ],
  );
});

test("a broken line is known from both ends", () => {
  const pen = new Pen();
  pen.put("fault", { kind: "cut", target: "mail.hai.example--mail.shan.example", on: true });
  const m = fold(empty(world), pen.events);
  assert.equal(lineFault(m, "mail.shan.example", "mail.hai.example"), "cut");
  assert.equal(lineFault(m, "alice-pc", "mail.shan.example"), "");
});

test("the letter on a connection goes on from MAIL to the dot", () => {
  const events = handSMTP();
  const seen: number[] = [];
  for (let n = 1; n <= events.length; n++) {
    const m = fold(empty(world), events, n);
    const c = m.conns.get(1);
    // Between packets, so that only what was said counts.
    const k = c ? progress(c, m, m.t + 120e9) : null;
    if (k !== null && k !== seen.at(-1)) seen.push(k);
  }
  assert.deepEqual(seen, [0.16, 0.34, 0.6]);
});

test("a thousand connections are drawn as a few", () => {
  const pen = new Pen();
  for (let conn = 1; conn <= 1000; conn++)
    pen.put("conn", { act: "attempt", conn, from: "alice-pc", to: "mail.hai.example", port: 25, proto: "smtp" });
  const list = wires(fold(empty(world), pen.events), []);
  assert.equal(list.length, 5);
  assert.equal(list.at(-1)?.more, 995);
});
