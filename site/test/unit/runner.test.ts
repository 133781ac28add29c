// The worker's runner, with a pretended engine and a pretended clock.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Status } from "../../src/bridge/protocol";
import type { FromWorker } from "../../src/engine/messages";
import { type Machine, Runner } from "../../src/engine/runner";

const MS = 1e6;

/** An engine whose world is a list of instants at which something happens. */
class Pretended implements Machine {
  now = 0;
  to = 0;
  end = 0; // Where a run had got to that was rewound.
  settling = false;
  endless = false;
  events(): null {
    return null;
  }
  happenings: number[];
  readonly clock: { ms: number };

  constructor(happenings: number[], clock: { ms: number }) {
    this.happenings = happenings;
    this.clock = clock;
  }

  get status(): Status {
    const next = this.happenings[0] ?? null;
    return { now: this.now, nextActive: next, stopped: "", end: Math.max(this.end, this.now) } as Status;
  }

  cmd(json: string): string {
    const command = JSON.parse(json) as { op: string; to?: number; limit?: number; text?: string };
    this.clock.ms += 0.01;
    if (command.op === "advance") this.to = command.to!;
    if (command.op === "settle") this.to = command.limit!;
    this.settling = command.op === "settle";
    if (command.op === "input")
      this.happenings.push(...command.text!.split(" ").map((ms) => this.now + Number(ms) * MS));
    return JSON.stringify({ ok: this.status });
  }

  step(budget: number): boolean {
    for (let i = 0; i < budget; i++) {
      const next = this.happenings[0];
      if (next === undefined || next > this.to) {
        if (!this.settling) this.now = Math.max(this.now, this.to);
        return false;
      }
      this.clock.ms += 0.01;
      this.now = next;
      if (!this.endless) this.happenings.shift();
    }
    return true;
  }
}

/** Wall time that passes only when nothing is left to do now. */
function setUp(happenings: number[]) {
  const clock = { ms: 0 };
  const posted: (FromWorker & { at: number })[] = [];
  const soon: (() => void)[] = [];
  const later: { at: number; task: () => void }[] = [];
  const engine = new Pretended(happenings, clock);
  const runner = new Runner(engine, {
    now: () => clock.ms,
    post: (message) => void posted.push({ ...message, at: clock.ms }),
    soon: (task) => void soon.push(task),
    later: (task, ms) => void later.push({ at: clock.ms + ms, task }),
  });
  /** Runs until nothing is planned or the wall clock reaches `until`. */
  const run = (until: number) => {
    for (let guard = 0; guard < 100_000; guard++) {
      const next = soon.shift();
      if (next) next();
      else {
        later.sort((a, b) => a.at - b.at);
        if (!later[0] || later[0].at > until) return;
        clock.ms = Math.max(clock.ms, later[0].at);
        later.shift()!.task();
      }
      if (clock.ms > until) return;
    }
    throw new Error("never comes to rest");
  };
  const replies = () => posted.filter((m) => m.kind === "reply").map((m) => ({ id: m.id, at: m.at }));
  const player = () => posted.filter((m) => m.kind === "status").at(-1)?.player;
  return { clock, engine, runner, run, posted, soon, replies, player };
}

test("the clock follows wall time at the pace that was chosen", () => {
  const s = setUp([1000 * MS]);
  s.runner.play(0.5);
  s.run(400);
  // 1 s of nothing ahead would take 2 s at this pace, so it is crossed in 0.6 s instead.
  const crossed = s.engine.now / MS;
  assert.ok(crossed > 600 && crossed < 700, `${crossed} ms`);

  const short = setUp([400 * MS]);
  short.runner.play(0.5);
  short.run(400);
  const slow = short.engine.now / MS;
  assert.ok(slow > 185 && slow < 201, `${slow} ms`);
});

test("a gap of days is crossed in 0.6 s, and the pace is then the chosen one again", () => {
  const day = 24 * 3600e9;
  const s = setUp([day, day + 300 * MS]);
  s.runner.play(1);
  s.run(650);
  assert.ok(s.engine.now >= day && s.engine.now < day + 100 * MS, `${s.engine.now - day}`);
  s.run(2000);
  assert.equal(s.engine.happenings.length, 0);
});

test("the clock stops when everything waits for a person, and an input starts it again", () => {
  const s = setUp([]);
  s.runner.play(1);
  s.run(1000);
  assert.equal(s.engine.now, 0);
  assert.deepEqual(s.player(), { pace: 1, running: false });
  s.runner.command(1, JSON.stringify({ op: "input", text: "40 80" }));
  assert.deepEqual(s.player(), { pace: 1, running: true });
  s.run(3000);
  assert.equal(s.engine.happenings.length, 0);
  assert.deepEqual(s.player(), { pace: 1, running: false });
});

for (const pace of [1, Number.POSITIVE_INFINITY]) {
  test(`a rewound run is played to where it had ended, at a pace of ${pace}`, () => {
    const day = 24 * 3600e9;
    const s = setUp([300 * MS]);
    s.engine.end = 5 * day;
    s.runner.play(pace);
    s.run(3000);
    assert.equal(s.engine.now, 5 * day);
    assert.deepEqual(s.player(), { pace, running: false });
  });
}

test("while paused an input runs at once but the clock stands", () => {
  const s = setUp([]);
  s.runner.command(1, JSON.stringify({ op: "input", text: "40" }));
  s.run(1000);
  assert.equal(s.engine.now, 0);
  assert.deepEqual(s.player(), { pace: null, running: false });
});

test("instant runs through everything", () => {
  const s = setUp(Array.from({ length: 5000 }, (_, i) => i * MS));
  s.runner.play(Number.POSITIVE_INFINITY);
  s.run(1e6);
  assert.equal(s.engine.happenings.length, 0);
  assert.deepEqual(s.player(), { pace: Number.POSITIVE_INFINITY, running: false });
});

test("a journey is answered on arrival; one that is overtaken, at once", () => {
  const s = setUp([0]);
  s.engine.endless = true;
  s.runner.command(1, JSON.stringify({ op: "advance", to: 100 * MS }));
  s.run(50);
  assert.deepEqual(s.replies(), []);
  s.runner.command(2, JSON.stringify({ op: "status" }));
  assert.deepEqual(
    s.replies().map((r) => r.id),
    [2],
  );
  s.engine.endless = false;
  s.runner.command(3, JSON.stringify({ op: "advance", to: 200 * MS }));
  s.run(500);
  assert.deepEqual(
    s.replies().map((r) => r.id),
    [2, 1, 3],
  );
  assert.equal(s.engine.now, 200 * MS);
});

test("an endless loop leaves room for a command every few milliseconds and shows that it lives", () => {
  const s = setUp([0]);
  s.engine.endless = true;
  s.runner.command(1, JSON.stringify({ op: "advance", to: MS }));
  let longest = 0;
  for (let i = 0; i < 200; i++) {
    const before = s.clock.ms;
    s.soon.shift()!();
    longest = Math.max(longest, s.clock.ms - before);
  }
  assert.ok(longest < 12, `${longest} ms`);
  assert.ok(s.posted.filter((m) => m.kind === "status").length > 5);
});
