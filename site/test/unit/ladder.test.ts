// The ladder diagram is a function of the trace: its rungs, phases, pauses and columns.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TraceEvent } from "../../src/state/events";
import { columns, Ladder, type Row, rows } from "../../src/views/sequence/ladder";
import { handSMTP, Pen } from "../fixture/hand-smtp";

function ladder(events: readonly TraceEvent[]): Ladder {
  const l = new Ladder("ns.example");
  for (const e of events) l.add(e);
  return l;
}

const all = Number.POSITIVE_INFINITY;

function shown(list: readonly Row[]): string[] {
  return list.map((row) =>
    row.kind === "gap"
      ? `… ${row.span / 1e9} s`
      : `${row.first && `[${row.first}] `}${row.rung.from} ${row.rung.kind} ${row.rung.to} ${row.rung.code || row.rung.act}`,
  );
}

test("the session of scenario 02", () => {
  const list = rows(ladder(handSMTP()).rungs, all, "conn:1", false);
  const [alice, hai] = ["alice-pc", "mail.hai.example"];
  assert.deepEqual(shown(list), [
    `${alice} open ${hai} 25`,
    `${hai} accept ${alice} 25`,
    `[greeting] ${hai} reply ${alice} 220`,
    `${alice} cmd ${hai} EHLO`,
    `${hai} reply ${alice} 250`,
    `[transfer] ${alice} cmd ${hai} MAIL`,
    `${hai} reply ${alice} 250 2.1.0`,
    `${alice} cmd ${hai} RCPT`,
    `${hai} reply ${alice} 550 5.1.1`,
    `${alice} cmd ${hai} RCPT`,
    `${hai} reply ${alice} 250 2.1.5`,
    `${alice} cmd ${hai} DATA`,
    `${hai} reply ${alice} 354`,
    "… 7.56 s",
    `${alice} letter ${hai} `,
    `${hai} reply ${alice} 250 2.0.0`,
    `[closing] ${alice} cmd ${hai} QUIT`,
    `${hai} reply ${alice} 221 2.0.0`,
    `${hai} fin ${alice} `,
  ]);
  assert.equal(list.filter((r) => r.kind === "rung" && r.rung.bad).length, 1);
  assert.deepEqual(columns(list, ["ns.example", hai, alice]), [hai, alice]);
});

test("in whatever batches it grows, and up to an event", () => {
  const events = handSMTP();
  const l = new Ladder("ns.example");
  for (const e of events.slice(0, 20)) l.add(e);
  const early = shown(rows(l.rungs, 20, "", false));
  for (const e of events.slice(20)) l.add(e);
  assert.deepEqual(shown(rows(l.rungs, 20, "", false)), early);
  assert.deepEqual(shown(rows(l.rungs, all, "", false)), shown(rows(ladder(events).rungs, all, "", false)));
});

test("POP3 goes through its three states", () => {
  const pen = new Pen();
  const pop = { conn: 1, host: "mail.hai.example", proto: "pop3" };
  pen.put("conn", { act: "attempt", conn: 1, from: "bob-pc", to: "mail.hai.example", port: 110, proto: "pop3" });
  pen.put("reply", { ...pop, code: "+OK", text: "ready" });
  for (const [verb, code] of [
    ["USER", "+OK"],
    ["PASS", "-ERR"],
    ["PASS", "+OK"],
    ["RETR", "+OK"],
    ["QUIT", "+OK"],
  ] as const) {
    pen.put("cmd", { ...pop, verb });
    pen.put("reply", { ...pop, verb, code, text: verb === "RETR" ? "120 octets" : "" });
  }
  const list = rows(ladder(pen.events).rungs, all, "", false);
  assert.deepEqual(
    list.flatMap((r) => (r.kind === "rung" && r.first ? [`${r.first} ${r.rung.code}`] : [])),
    ["authorization +OK", "transaction RETR", "update QUIT"],
  );
  const letter = list.find((r) => r.kind === "rung" && r.rung.kind === "letter");
  assert.ok(letter?.kind === "rung");
  assert.deepEqual([letter.rung.from, letter.rung.to, letter.rung.size], ["mail.hai.example", "bob-pc", 120]);
});

test("packets show relative sequence numbers, lost ones stand out", () => {
  const pen = new Pen();
  pen.put("conn", { act: "attempt", conn: 1, from: "a", to: "b", port: 25, proto: "smtp" });
  const tcp = { conn: 1, transport: "tcp" };
  pen.put("packet", { ...tcp, from: "a", to: "b", flags: "S", seq: 4294967295 });
  pen.put("packet", { ...tcp, from: "b", to: "a", flags: "SA", seq: 700, ack: 0 });
  pen.put("packet", {
    ...tcp,
    from: "a",
    to: "b",
    flags: "PA",
    seq: 0,
    ack: 701,
    data: new Uint8Array(10),
    lost: "loss",
  });
  const texts = rows(ladder(pen.events).rungs, all, "", true).map((r) =>
    r.kind === "rung" ? `${r.rung.kind} ${r.rung.code} ${r.rung.text}` : "",
  );
  assert.deepEqual(texts.slice(1), ["packet SYN seq 0", "packet SYN ACK seq 0 ack 1", "lost ACK seq 1 ack 1"]);
  // Without packets only the loss is left: it explains why nothing comes.
  assert.equal(rows(ladder(pen.events).rungs, all, "", false).length, 2);
});

test("a letter is followed by its identity, from before it had one", () => {
  const events = handSMTP().map((e) => (e.ev === "mail" ? { ...e, conn: 1 } : e));
  const list = rows(ladder(events).rungs, all, "msg:9", false);
  const verbs = list.flatMap((r) => (r.kind === "rung" && r.rung.kind === "cmd" ? [r.rung.code] : []));
  assert.deepEqual(verbs.slice(0, 3), ["MAIL", "RCPT", "RCPT"]);
});

test("who is asked for a name is known from the packet", () => {
  const pen = new Pen();
  const q = pen.put("dns", { act: "query", host: "a", name: "hai.example", type: "MX" });
  pen.put("packet", { transport: "udp", from: "a", to: "ns2", srcport: 5000, dstport: 53, cause: q.n });
  pen.put("dns", { act: "answer", host: "a", name: "hai.example", type: "MX", rcode: "NXDOMAIN" });
  assert.deepEqual(shown(rows(ladder(pen.events).rungs, all, "", false)), ["a query ns2 MX", "ns2 answer a NXDOMAIN"]);
});
