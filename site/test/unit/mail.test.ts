// Mail programs: what Reply and Forward begin with, what is refused, the input line, and jobs told by events.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageView } from "../../src/bridge/protocol";
import type { TraceEvent } from "../../src/state/events";
import {
  badAddresses,
  emptyDraft,
  forward,
  forwardAttached,
  hasOthers,
  lastJob,
  replyTo,
  replyToAll,
  sendLine,
  sentDrafts,
  troubles,
} from "../../src/views/mail/letter";

function letter(header: Record<string, string>, body = "Hello.\n> old\n"): MessageView {
  return {
    ref: { at: "client", host: "bob-pc", box: "inbox", id: 1 },
    msg: 1,
    size: 10,
    envelope: { from: "", rcpts: [] },
    header: Object.entries(header).map(([name, value]) => ({ name, value, raw: "", by: "" })),
    body,
    raw: "",
    parts: [],
  };
}

test("reply", () => {
  const d = replyTo(
    letter({
      From: "Alice <alice@shan.example>",
      Subject: "Hi",
      "Message-ID": "<2@x>",
      References: "<1@x>",
      Date: "today",
    }),
    (who, when) => `On ${when}, ${who} wrote:`,
  );
  assert.equal(d.to, "Alice <alice@shan.example>");
  assert.equal(d.subject, "Re: Hi");
  assert.equal(d.inReplyTo, "<2@x>");
  assert.equal(d.references, "<1@x> <2@x>");
  assert.equal(d.body, "\n\nOn today, Alice <alice@shan.example> wrote:\n> Hello.\n>> old\n");
  for (const [subject, want] of [
    ["RE: Hi", "Re: Hi"],
    ["Re: AW: re[2]: Hi", "Re: Hi"],
    ["回复：答复: 午饭", "Re: 午饭"],
    ["Reply: x", "Re: Reply: x"],
    ["", "Re:"],
  ] as const)
    assert.equal(replyTo(letter({ Subject: subject, "Reply-To": "list@x.example" }), () => "").subject, want);
});

test("reply to all", () => {
  const m = letter({
    From: "Alice <alice@shan.example>",
    To: '"Li, Bob" <BOB@hai.example>, carol@hai.example, alice@shan.example',
    Cc: "Dave <dave@hai.example>, carol@hai.example, nobody",
  });
  const d = replyToAll(m, "bob@hai.example", () => "");
  assert.equal(d.to, "Alice <alice@shan.example>, carol@hai.example");
  assert.equal(d.cc, "Dave <dave@hai.example>");
  assert.equal(hasOthers(m, "bob@hai.example"), true);
  const mine = letter({ From: "bob@hai.example", To: "bob@hai.example", Cc: "carol@hai.example" });
  assert.equal(replyToAll(mine, "bob@hai.example", () => "").to, "carol@hai.example");
  const alone = letter({ From: "alice@shan.example", To: "bob@hai.example" });
  assert.equal(hasOthers(alone, "bob@hai.example"), false);
  assert.equal(replyToAll(letter({ From: "bob@hai.example" }), "bob@hai.example", () => "").to, "bob@hai.example");
});

test("forward", () => {
  const d = forward(letter({ From: "a@x", Subject: "", To: "b@x", Date: "today" }, "Text"), "----");
  assert.equal(d.subject, "Fwd:");
  assert.equal(d.to, "");
  assert.equal(d.body, "\n\n----\nFrom: a@x\nDate: today\nSubject: \nTo: b@x\n\nText");
  const part = { depth: 1, encoding: "7bit", size: 5 };
  const m = letter({ Subject: "FW: a/b" });
  m.parts = [
    { ...part, path: "1", type: "text/plain", name: "" },
    { ...part, path: "2", type: "image/png", name: "cat.png" },
    { ...part, path: "3", type: "message/rfc822", name: "" },
    { ...part, path: "3.1", type: "image/png", name: "inner.png" },
  ];
  assert.deepEqual(
    forward(m, "").attachments.map((a) => [a.name, a.letter, a.part]),
    [
      ["cat.png", "inbox 1", "2"],
      ["message/rfc822", "inbox 1", "3"],
    ],
  );
  const whole = forwardAttached(m);
  assert.equal(whole.subject, "Fwd: a/b");
  assert.deepEqual(JSON.parse(sendLine("bob-pc", { ...whole, to: "x@y" }).slice("mail bob-pc send ".length)), {
    to: "x@y",
    subject: "Fwd: a/b",
    attachments: [{ name: "FW_ a_b.eml", letter: "inbox 1" }],
  });
});

test("addresses", () => {
  assert.deepEqual(badAddresses('bob@hai.example, "Wang, Bob" <bob@hai.example>；李明 <li@海.example>'), []);
  assert.deepEqual(badAddresses("bob, a@b@c, <x>"), ["bob", "a@b@c", "<x>"]);
  assert.deepEqual(
    troubles({ ...emptyDraft, to: "bob" }).map((x) => x.what),
    ["badAddress"],
  );
  assert.deepEqual(
    troubles(emptyDraft).map((x) => x.what),
    ["noRecipient"],
  );
});

test("the line that sends", () => {
  assert.equal(sendLine("alice-pc", { ...emptyDraft, to: "x", prepared: 2 }), "mail alice-pc send draft 2");
  const line = sendLine("alice-pc", { ...emptyDraft, to: " bob@hai.example ", body: "a\n\u0001b\u007f\u2028“你好”" });
  assert.ok(
    [...line].every((c) => c >= " " && !(c >= "\u007f" && c <= "\u009f")),
    line,
  );
  assert.deepEqual(JSON.parse(line.slice("mail alice-pc send ".length)), {
    to: "bob@hai.example",
    body: "a\n\u0001b\u007f\u2028“你好”",
  });
});

const e = (n: number, of: Partial<TraceEvent>): TraceEvent => ({
  n,
  t: n,
  cause: 0,
  by: "agent",
  msg: 0,
  ev: "client",
  ...of,
});

test("jobs", () => {
  const events = [
    e(1, { ev: "input", by: "user", text: "mail alice-pc send draft 1" }),
    e(2, { host: "alice-pc", act: "start", what: "send" }),
    e(3, { ev: "conn", act: "attempt", from: "alice-pc", conn: 7 }),
    e(4, { host: "alice-pc", act: "done", what: "send", text: "accepted as S0001" }),
    e(5, { ev: "conn", act: "attempt", from: "alice-pc", conn: 8, by: "user" }),
    e(6, { host: "bob-pc", act: "start", what: "fetch" }),
  ];
  assert.deepEqual(lastJob(events, 6, "alice-pc"), {
    what: "send",
    act: "done",
    text: "accepted as S0001",
    conn: 7,
    n: 2,
  });
  assert.deepEqual(lastJob(events, 3, "alice-pc"), { what: "send", act: "start", text: "", conn: 7, n: 2 });
  assert.equal(lastJob(events, 1, "alice-pc"), null);
  assert.deepEqual([...sentDrafts(events, 6, "alice-pc")], [1]);
});
