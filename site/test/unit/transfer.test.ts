// Mail transfer as the page reads it: the words of every setting, values, the queue's order, lanes, tries, rule traces.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { QueueItem } from "../../src/bridge/protocol";
import { policy as en } from "../../src/i18n/policy.en";
import { policy as zh } from "../../src/i18n/policy.zh";
import type { TraceEvent } from "../../src/state/events";
import { empty, fold } from "../../src/state/fold";
import { forNewConnections, joinList, reason, splitList } from "../../src/views/policy/values";
import { lane, thinned } from "../../src/views/queue/lane";
import { lifeOf, stations } from "../../src/views/queue/life";
import { filtered, sorted } from "../../src/views/queue/rows";
import { addresses, type Branch, ofLetter, ofReply } from "../../src/views/queue/rules";
import { labels, marks } from "../../src/views/queue/scale";
import { world } from "../fixture/hand-smtp";

const minute = 60e9;
const encoder = new TextEncoder();

test("every setting that a scenario may have has a name and a sentence in both languages", () => {
  const file = `${import.meta.dirname}/../../engine/scenario/schema/scenario.schema.json`;
  const schema = JSON.parse(readFileSync(file, "utf8"));
  const keys = Object.keys(schema.$defs.policy.properties);
  const settings = keys.filter((key) => !key.startsWith("verb.") && !key.includes("_"));
  assert.ok(settings.length > 40, "the schema has the settings");
  for (const words of [en, zh]) {
    for (const key of settings) assert.ok(words.settings[key]?.[1], `${key} has words`);
    for (const key of Object.keys(words.settings)) assert.ok(settings.includes(key), `${key} is a setting`);
    for (const key of keys) if (key.startsWith("verb.")) assert.ok(words.verbs[key.slice(5)], `${key} has words`);
  }
});

test("lists keep their semicolons", () => {
  const items = ["sales: alice, bob", "odd;one", "back\\slash"];
  assert.equal(joinList(items), "sales: alice, bob; odd\\;one; back\\\\slash");
  assert.deepEqual(splitList(joinList(items)), items);
  assert.deepEqual(splitList(" a ;; b; "), ["a", "b"]);
  assert.equal(reason('input "policy h maxSize \\"x\\"": maxSize: "x" is not'), 'maxSize: "x" is not');
  assert.equal(reason("no such host"), "no such host");
  assert.ok(forNewConnections("ehlo.8BITMIME") && forNewConnections("lineEnds") && !forNewConnections("lineEndsOut"));
});

// ── The queue ──────────────────────────────────────────────────────────────────────────────────────────────────────

const item = (id: string, more: Partial<QueueItem>): QueueItem => ({
  id,
  msg: 1,
  from: "alice@shan.example",
  size: 100,
  arrived: 0,
  next: 0,
  expires: 0,
  state: "waiting",
  tries: 1,
  warned: false,
  asked: "",
  rcpts: [{ addr: "bob@hai.example", status: "pending", text: "host said: 450 4.2.0 later", asked: "" }],
  ...more,
});

test("the queue is sorted and filtered", () => {
  const items = [
    item("S0010", { next: 5, state: "held" }),
    item("S0002", { next: 9, from: "" }),
    item("S0003", { next: 7, rcpts: [{ addr: "x@a.example", status: "failed", text: "550 no", asked: "" }] }),
  ];
  const ids = (list: QueueItem[]) => list.map((x) => x.id).join(" ");
  assert.equal(ids(sorted(items, { by: "id", down: false })), "S0002 S0003 S0010", "by number, not by letters");
  assert.equal(ids(sorted(items, { by: "next", down: false })), "S0003 S0002 S0010", "held ones are not tried");
  assert.equal(ids(sorted(items, { by: "size", down: true })), "S0010 S0002 S0003", "those alike stay in order");
  assert.equal(ids(sorted(items, { by: "rcpts", down: false })), "S0003 S0010 S0002", "by domain first");
  const name = (s: string) => ({ held: "kept back" })[s] ?? s;
  assert.equal(ids(filtered(items, "450 later", name)), "S0010 S0002");
  assert.equal(ids(filtered(items, "KEPT", name)), "S0010");
  assert.equal(ids(filtered(items, "<> hai", name)), "S0002");
});

test("a long wait is longer on the lane than a short one, but not by its whole length", () => {
  const placed = lane([5 * 24 * 60, 0, 1, 31].map((m) => ({ at: m * minute, key: String(m) })));
  assert.deepEqual(
    placed.map((p) => p.spot.key),
    ["0", "1", "31", String(5 * 24 * 60)],
  );
  const [a, b, c, d] = placed.map((p) => p.x) as [number, number, number, number];
  assert.equal(a, 0);
  assert.equal(d, 100);
  assert.ok(b - a < c - b && c - b < d - c && d - c < 12 * (b - a));
  assert.deepEqual(lane([]), []);
  assert.deepEqual(
    lane([{ at: 5, key: "alone" }]).map((p) => p.x),
    [0],
  );
  assert.deepEqual(thinned([1, 2, 3, 4, 5, 6, 7], 6), { first: [1, 2], left: 1, last: [4, 5, 6, 7] });
  assert.deepEqual(thinned([1, 2], 6), { first: [1, 2], left: 0, last: [] });
});

test("marks of a timetable can be told apart", () => {
  const five = 5 * 24 * 60 * minute;
  const many = Array.from({ length: 2400 }, (_, i) => i * 3 * minute);
  assert.ok(marks(many, five).length < 230);
  assert.equal(marks([0, 30 * minute], five).length, 2);
  assert.ok(labels(five).length >= 4 && !labels(five).includes(five));
});

// ── Tries ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Writes events one after the other. */
class Writer {
  events: TraceEvent[] = [];
  t = 0;
  msg = 7;
  put(ev: string, cause: number, more: Partial<TraceEvent> = {}): number {
    const n = this.events.length + 1;
    this.events.push({ n, t: this.t, cause, by: "agent", msg: 0, ev, ...more });
    return n;
  }
  mail(act: string, cause: number, more: Partial<TraceEvent> = {}): number {
    return this.put("mail", cause, {
      act,
      msg: this.msg,
      host: "mail.shan.example",
      queueid: "S0001",
      rcpt: "bob@hai.example",
      ...more,
    });
  }
  said(cause: number, act: "sent" | "received", text: string): number {
    return this.put("data", cause, {
      act,
      conn: 3,
      host: "mail.shan.example",
      side: "client",
      data: encoder.encode(text),
    });
  }
}

/** A letter that is refused at the door first and taken half an hour later. */
function twoTries(): Writer {
  const w = new Writer();
  const conn = { conn: 2, from: "mail.shan.example", to: "mail.hai.example", port: 25, proto: "smtp" };
  w.mail("queued", 0);
  let n = w.mail("attempt", 1, { attempt: 1 });
  n = w.put("dns", n, { act: "query", host: "mail.shan.example", name: "hai.example", type: "MX" });
  // Another letter's question at the same time is not this one's.
  w.put("dns", 0, { act: "query", host: "mail.shan.example", name: "other.example", type: "MX" });
  w.t += 80e6;
  n = w.put("dns", n, {
    act: "answer",
    host: "mail.shan.example",
    name: "hai.example",
    type: "MX",
    rcode: "NOERROR",
    answers: ["MX 10 mail.hai.example."],
  });
  n = w.put("conn", n, { act: "attempt", ...conn });
  w.t += 80e6;
  n = w.put("conn", n, { act: "refused", ...conn });
  w.mail("deferred", n, { at: 30 * minute, text: "Connection refused" });

  w.t = 30 * minute;
  n = w.mail("attempt", 1, { attempt: 2 });
  n = w.put("conn", n, { act: "attempt", ...conn, conn: 3 });
  w.t += 80e6;
  n = w.put("conn", n, { act: "open", ...conn, conn: 3 });
  w.t += 40e6;
  n = w.said(n, "received", "220 mail.hai.example ESMTP\r\n");
  for (const [verb, arg, reply] of [
    ["EHLO", "mail.shan.example", "250 mail.hai.example\r\n"],
    ["MAIL", "FROM:<alice@shan.example>", "250 2.1.0 Ok\r\n"],
    ["RCPT", "TO:<bob@hai.example>", "250 2.1.5 Ok\r\n"],
    ["DATA", "", "354 Go on\r\n"],
  ] as const) {
    n = w.said(n, "sent", `${`${verb} ${arg}`.trim()}\r\n`);
    w.t += 40e6;
    n = w.put("cmd", n, { conn: 3, host: "mail.hai.example", verb, arg, raw: encoder.encode(`${verb} ${arg}`.trim()) });
    n = w.put("reply", n, { conn: 3, host: "mail.hai.example", verb, code: reply.slice(0, 3) });
    w.t += 40e6;
    n = w.said(n, "received", reply);
  }
  n = w.said(n, "sent", "Subject: x\r\n\r\nHello.\r\n.\r\n");
  w.t += 100e6;
  n = w.put("cmd", n, { conn: 3, host: "mail.hai.example", verb: "EOD" });
  n = w.put("reply", n, { conn: 3, host: "mail.hai.example", verb: "EOD", code: "250" });
  n = w.said(n, "received", "250 2.0.0 Ok: queued as H0001\r\n");
  n = w.mail("delivered", n, { conn: 3, mx: "mail.hai.example", code: "250" });
  w.mail("removed", n);
  return w;
}

test("the tries of a letter are read from the trace, with what each spent its time on", () => {
  const { events } = twoTries();
  const m = fold(empty(world), events);
  assert.deepEqual(stations(events, 7, events.length), [{ host: "mail.shan.example", id: "S0001" }]);
  const life = lifeOf(events, m.conns, 7, "mail.shan.example", "S0001", events.length);
  assert.equal(life.tries.length, 2);
  const [first, second] = life.tries as [(typeof life.tries)[0], (typeof life.tries)[0]];
  assert.equal(first.outcome, "deferred");
  assert.deepEqual(
    first.stages.map((s) => [s.kind, s.name, s.end - s.start, s.ok, s.code || s.text]),
    [
      ["dns", "MX hai.example", 80e6, true, "10 mail.hai.example."],
      ["call", "mail.hai.example:25", 80e6, false, "refused"],
    ],
  );
  assert.equal(second.outcome, "delivered");
  assert.deepEqual(
    second.stages.map((s) => [s.kind, s.name, (s.end - s.start) / 1e6, s.code]),
    [
      ["call", "mail.hai.example:25", 80, ""],
      ["greeting", "", 40, "220"],
      ["command", "EHLO", 80, "250"],
      ["command", "MAIL FROM:<alice@shan.example>", 80, "250"],
      ["command", "RCPT TO:<bob@hai.example>", 80, "250"],
      ["command", "DATA", 80, "354"],
      ["letter", "", 100, "250"],
    ],
  );
  assert.equal(second.results[0]?.act, "delivered");
  assert.equal(life.left, second.end);
  // While the second try runs nothing is known of its end.
  const half = lifeOf(events, m.conns, 7, "mail.shan.example", "S0001", 12);
  assert.equal(half.tries.at(-1)?.outcome, "running");
  assert.equal(half.left, -1);
});

// ── Rules ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** "alias ✓ → [bob: account ✓]" and so on. */
function outline(b: Branch): string {
  const looks = b.looks.map((l) => `${l.rule}${l.match ? "✓" : ""}${l.into.map((x) => ` [${outline(x)}]`).join("")}`);
  return `${b.addr}: ${looks.join(", ")}`;
}

test("one address becomes many, and each has its own rules", () => {
  const w = new Writer();
  const host = "mail.hai.example";
  const cmd = w.put("cmd", 0, { conn: 1, host, verb: "RCPT", arg: "TO:<all@hai.example>" });
  const at = { conn: 1, host, rcpt: "all@hai.example" };
  w.put("rule", cmd, {
    ...at,
    addr: "all@hai.example",
    rule: "alias",
    match: true,
    arg: "all",
    result: "bob@hai.example, c@x.example",
  });
  const reply = w.put("reply", cmd, { conn: 1, host, verb: "RCPT", code: "250" });
  const queued = { host, queueid: "H0001", rcpt: "all@hai.example", msg: 7 };
  w.put("mail", 0, { act: "accepted", conn: 1, host, queueid: "H0001", msg: 7 });
  for (const [addr, rule, match, result] of [
    ["all@hai.example", "account", false, ""],
    ["all@hai.example", "alias", true, "bob@hai.example, c@x.example"],
    ["bob@hai.example", "alias", false, ""],
    ["bob@hai.example", "account", true, "bob@hai.example"],
    ["c@x.example", "relay", true, "x.example"],
  ] as const)
    w.put("rule", 0, { ...queued, addr, rule, match, result });
  const [asked] = ofReply(w.events, w.events[reply - 1] as TraceEvent, w.events.length);
  assert.equal(asked && outline(asked.root), "all@hai.example: alias✓");
  const all = ofLetter(w.events, 7, w.events.length);
  assert.deepEqual(
    all.map((x) => [x.accepted, outline(x.root)]),
    [
      [false, "all@hai.example: alias✓"],
      [true, "all@hai.example: account, alias✓ [bob@hai.example: alias, account✓] [c@x.example: relay✓]"],
    ],
  );
  assert.deepEqual(addresses("<a@b.example>, x; postmaster"), ["a@b.example", "postmaster"]);
});
