// The page's model is a fold of the trace: whatever batches events come in, and however often it is rewound, it is the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TraceEvent } from "../../src/state/events";
import { empty, fold, type Line, lineText, type Model } from "../../src/state/fold";
import { handSMTP, Pen, world } from "../fixture/hand-smtp";

function foldAll(events: readonly TraceEvent[]): Model {
  return fold(empty(world), events);
}

function shown(lines: readonly Line[]): string[] {
  return lines.map((l) => `${l.who} ${l.part || "-"} ${lineText(l)}`);
}

test("a transcript knows what every line is", () => {
  const m = foldAll(handSMTP());
  assert.deepEqual(shown(m.terms.get(1)?.lines ?? []), [
    "sh - telnet mail.hai.example 25",
    "out - Trying 203.0.113.10 …",
    "s reply 220 mail.hai.example ESMTP ready",
    "c cmd EHLO alice-pc.shan.example",
    "s reply 250-mail.hai.example Hello alice-pc.shan.example [198.51.100.5]",
    "s more 250-SIZE 1000000",
    "s more 250-8BITMIME",
    "s more 250-PIPELINING",
    "s more 250 ENHANCEDSTATUSCODES",
    "c cmd MAIL FROM:<alice@shan.example>",
    "s reply 250 2.1.0 Ok",
    "c cmd RCPT TO:<nobody@hai.example>",
    "s reply 550 5.1.1 <nobody@hai.example>: no such user",
    "c cmd RCPT TO:<bob@hai.example>",
    "s reply 250 2.1.5 Ok",
    "c cmd DATA",
    "s reply 354 End data with <CR><LF>.<CR><LF>",
    "c header From: Alice <alice@shan.example>",
    "c header To: bob@hai.example",
    "c header Subject: 午饭？",
    "c blank ",
    "c body Hello Bob,",
    "c body ..and a line that begins with a dot.",
    "c body 你好！",
    "c dot .",
    "s reply 250 2.0.0 Ok: queued as H0001",
    "c cmd QUIT",
    "s reply 221 2.0.0 mail.hai.example closing connection",
    "out - Connection closed by foreign host.",
  ]);
});

test("every line of a dialogue points at the event that explains it", () => {
  const events = handSMTP();
  const m = foldAll(events);
  for (const l of m.conns.get(1)?.lines ?? []) {
    if (l.part === "header" || l.part === "blank" || l.part === "body") continue;
    const e = events[l.about - 1];
    assert.equal(e?.ev, l.who === "c" ? "cmd" : "reply", lineText(l));
    if (l.part === "cmd") assert.equal(new TextDecoder().decode(e?.raw), lineText(l));
    if (l.part === "reply") assert.equal(e?.code, lineText(l).slice(0, 3));
  }
});

test("the envelope fills with the server's answers", () => {
  const c = foldAll(handSMTP()).conns.get(1);
  assert.equal(c?.letter.from, "alice@shan.example");
  assert.deepEqual(
    c?.letter.rcpts.map((r) => [r.addr, r.code]),
    [
      ["nobody@hai.example", "550"],
      ["bob@hai.example", "250"],
    ],
  );
  assert.deepEqual(
    c?.letter.headers.map((h) => h.name),
    ["From", "To", "Subject"],
  );
  assert.equal(c?.letter.phase, "sent");
  assert.equal(c?.letter.code, "250");
  assert.equal(c?.live, false);
});

test("mailboxes, steps and the letter's journey", () => {
  const m = foldAll(handSMTP());
  assert.deepEqual(m.hosts.get("mail.hai.example")?.boxes, [
    { user: "bob@hai.example", box: "INBOX", count: 4, marked: 0, locked: false },
  ]);
  assert.equal(m.steps.get("letter")?.done, true);
  assert.equal(m.steps.get("quit")?.done, false);
  assert.equal(m.journeys.get(9)?.at, "mail.hai.example");
});

test("batches of any size fold to the same model, and so does a rewind", () => {
  const events = handSMTP();
  for (const size of [1, 2, 7, 1000]) {
    let m = empty(world);
    for (let i = 0; i < events.length; i += size) m = fold(m, events.slice(i, i + size));
    assert.deepEqual(m, foldAll(handSMTP()), `batches of ${size}`);
  }
  for (const n of [0, 1, 20, 40, events.length]) {
    assert.deepEqual(fold(empty(world), handSMTP(), n), foldAll(handSMTP().slice(0, n)), `up to ${n}`);
  }
});

test("a line that comes octet by octet is one line", () => {
  const pen = new Pen();
  pen.connect("alice-pc", "mail.hai.example", 25, "220 ready");
  for (const octet of "NOOP\r\n") pen.sent(octet);
  const lines = foldAll(pen.events).conns.get(1)?.lines ?? [];
  assert.deepEqual(shown(lines), ["s reply 220 ready", "c - NOOP"]);
  assert.equal(lines[1]?.cut, false);
});

test("lines sent before the answer to DATA are known to be the letter afterwards", () => {
  const pen = new Pen();
  pen.connect("alice-pc", "mail.hai.example", 25, "220 ready");
  pen.sent("DATA\r\nSubject: x\r\n\r\nhello\r\n.\r\nQUIT\r\n");
  const command = (verb: string, text = verb) =>
    pen.put("cmd", { conn: 1, proto: "smtp", verb, raw: new TextEncoder().encode(verb === "EOD" ? "" : text) });
  command("DATA");
  pen.reply("354 go on", "DATA");
  command("EOD");
  pen.reply("250 Ok", "EOD");
  command("QUIT");
  assert.deepEqual(shown(foldAll(pen.events).conns.get(1)?.track.client ?? []), [
    "c cmd DATA",
    "c header Subject: x",
    "c blank ",
    "c body hello",
    "c dot .",
    "c cmd QUIT",
  ]);
});

test("POP3 answers of many lines belong to one reply", () => {
  const pen = new Pen();
  pen.connect("alice-pc", "mail.hai.example", 25, "220 ready");
  const m0 = pen.events;
  for (const e of m0) if (e.proto) e.proto = "pop3";
  const say = (line: string, verb: string, first: string, rest: string) => {
    pen.sent(`${line}\r\n`);
    pen.put("cmd", {
      conn: 1,
      proto: "pop3",
      verb,
      arg: line.slice(verb.length).trim(),
      raw: new TextEncoder().encode(line),
    });
    pen.put("reply", { conn: 1, proto: "pop3", code: "+OK", text: first, verb });
    pen.put("data", {
      act: "received",
      conn: 1,
      side: "client",
      data: new TextEncoder().encode(`+OK ${first}\r\n${rest}`),
    });
  };
  say("LIST", "LIST", "2 messages", "1 120\r\n2 80\r\n.\r\n");
  say("LIST 2", "LIST", "2 80", "");
  say("RETR 1", "RETR", "120 octets", "Subject: x\r\n\r\n+OK is only text here\r\n.\r\n");
  say("STAT", "STAT", "2 200", "");
  const lines = foldAll(pen.events).conns.get(1)?.lines ?? [];
  assert.deepEqual(shown(lines).slice(1), [
    "c cmd LIST",
    "s reply +OK 2 messages",
    "s more 1 120",
    "s more 2 80",
    "s dot .",
    "c cmd LIST 2",
    "s reply +OK 2 80",
    "c cmd RETR 1",
    "s reply +OK 120 octets",
    "s header Subject: x",
    "s blank ",
    "s body +OK is only text here",
    "s dot .",
    "c cmd STAT",
    "s reply +OK 2 200",
  ]);
});

test("20,000 events", (t) => {
  const pen = new Pen();
  pen.connect("alice-pc", "mail.hai.example", 25, "220 ready");
  while (pen.events.length < 20_000) pen.say("NOOP", "NOOP", "250 2.0.0 Ok");
  foldAll(pen.events); // Warm.
  const began = performance.now();
  const m = foldAll(pen.events);
  t.diagnostic(`${(performance.now() - began).toFixed(1)} ms`);
  assert.equal(m.n, pen.events.length);
});

test("a letter in chunks is a letter: what BDAT counts is no command", () => {
  const conn = { conn: 1, host: "mail.hai.example" };
  const bytes = (s: string) => new TextEncoder().encode(s);
  const events: TraceEvent[] = [];
  const put = (ev: string, more: Partial<TraceEvent>) =>
    events.push({ n: events.length + 1, t: 0, cause: 0, by: "user", msg: 0, ev, ...more });
  put("conn", { ...conn, act: "attempt", from: "alice-pc", to: "mail.hai.example", port: 25, proto: "smtp" });
  const say = (text: string) => put("data", { ...conn, act: "sent", side: "client", data: bytes(text) });
  const did = (verb: string, arg: string, code: string) => {
    put("cmd", { ...conn, verb, arg, raw: bytes(`${verb} ${arg}`.trim()) });
    put("reply", { ...conn, verb, code });
  };
  say(
    "MAIL FROM:<a@b.example>\r\nRCPT TO:<bob@hai.example>\r\nBDAT 14\r\nSubject: x\r\n\r\nBDAT 13 LAST\r\nQUIT\r\nHello\r\n",
  );
  did("MAIL", "FROM:<a@b.example>", "250");
  did("RCPT", "TO:<bob@hai.example>", "250");
  did("BDAT", "14", "250");
  assert.equal(foldAll(events).conns.get(1)?.letter.phase, "body");
  did("BDAT", "13 LAST", "250");
  say("QUIT\r\n");
  did("QUIT", "", "221");
  const c = foldAll(events).conns.get(1);
  assert.deepEqual(
    c?.lines.map((l) => `${l.part} ${lineText(l)}`),
    [
      "cmd MAIL FROM:<a@b.example>",
      "cmd RCPT TO:<bob@hai.example>",
      "cmd BDAT 14",
      "header Subject: x",
      "blank ",
      "cmd BDAT 13 LAST",
      "body QUIT",
      "body Hello",
      "cmd QUIT",
    ],
  );
  assert.deepEqual([c?.letter.phase, c?.letter.code, c?.letter.body], ["sent", "250", 13]);
  assert.deepEqual(
    c?.letter.headers.map((h) => h.name),
    ["Subject"],
  );
});
