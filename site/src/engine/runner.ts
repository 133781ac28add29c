// Drives one engine instance inside the worker: carries out commands, works in slices short enough that the next command
// never waits, and plays: lets virtual time follow wall time at a pace.

import type { Command, Status } from "../bridge/protocol";
import type { FromWorker, Pace, PlayerState } from "./messages";

/** The engine, as the worker sees it. Every function throws when the instance is dead. */
export interface Machine {
  cmd(json: string): string;
  /** Works through about `budget` engine events; true when there is more to do. */
  step(budget: number): boolean;
  /** Encoded events that were not handed over yet; null when there are none. */
  events(): { from: number; batch: ArrayBuffer } | null;
}

/** The world around a runner; tests have their own. */
export interface Surroundings {
  now(): number; // Wall time in milliseconds.
  post(message: FromWorker, transfer?: ArrayBuffer[]): void;
  soon(task: () => void): void; // After messages that wait have been handled.
  later(task: () => void, ms: number): void;
}

const SLICE_MS = 4; // Work between two looks at the message queue.
const TICK_MS = 16; // Between two moves of the clock while playing.
const STATUS_MS = 50; // Between two status messages during long work; they are also the sign of life.
const LONGEST_TICK_MS = 100; // A sleeping computer must not make the clock jump.
const GAP_NS = 500e6; // A longer stretch of virtual time in which nothing happens is crossed …
const GAP_MS = 600; // … in at most this much wall time.
const SETTLE_NS = 24 * 3600e9; // An infinite pace runs at most this far in one go.

/** Commands that only set what step() works towards; they are answered when it has got there. */
const travels = new Set(["advance", "settle", "next", "seek", "seekEvent"]);

export class Runner {
  private readonly machine: Machine;
  private readonly around: Surroundings;
  private pace: Pace | null = null;
  private running = false;
  private journey: number | null = null; // The id of the travel command that is under way.
  private working = false; // step() has more to do.
  private scheduled = false; // A slice or a tick is queued.
  private budget = 256;
  private lastTick = 0;
  private lastStatus = 0;
  private gap = { end: -1, rate: 0 };

  constructor(machine: Machine, around: Surroundings) {
    this.machine = machine;
    this.around = around;
  }

  /** Carries out one command of the page. */
  command(id: number, json: string): void {
    const op = (JSON.parse(json) as Command).op;
    if (travels.has(op)) {
      this.endJourney();
      this.pace = null; // Whoever moves the clock by hand has taken it over.
    }
    const reply = this.machine.cmd(json);
    if (travels.has(op) && !isError(reply)) {
      this.journey = id;
      this.work();
      return;
    }
    this.flush();
    this.around.post({ kind: "reply", id, json: reply });
    // What was refused has changed nothing; after a first open that was refused there is not even a world.
    if ((op === "input" || op === "open") && !isError(reply)) {
      this.gap.end = -1;
      this.work();
    }
  }

  /** Lets the clock run. */
  play(pace: Pace): void {
    this.endJourney();
    this.pace = pace;
    this.gap.end = -1;
    this.lastTick = this.around.now();
    this.work();
  }

  /** Stops the clock where it is. */
  pause(): void {
    this.pace = null;
    if (!this.scheduled) this.postStatus(this.status());
  }

  private get player(): PlayerState {
    return { pace: this.pace, running: this.running };
  }

  private status(): Status {
    const reply = JSON.parse(this.machine.cmd('{"op":"status"}')) as { ok: Status };
    return reply.ok;
  }

  private postStatus(status: Status): void {
    this.lastStatus = this.around.now();
    this.around.post({ kind: "status", status, player: this.player });
  }

  private flush(): void {
    for (let part = this.machine.events(); part; part = this.machine.events()) {
      this.around.post({ kind: "events", ...part }, [part.batch]);
    }
  }

  /** A travel command that another one overtakes is answered with where it got to. */
  private endJourney(): void {
    if (this.journey === null) return;
    const id = this.journey;
    this.journey = null;
    this.flush();
    this.around.post({ kind: "reply", id, json: this.machine.cmd('{"op":"status"}') });
  }

  private work(): void {
    this.working = true;
    // A first slice at once: most commands need no second one, and their answer is then there in the same turn.
    if (!this.scheduled) this.slice();
  }

  private slice(): void {
    this.scheduled = false;
    const began = this.around.now();
    while (this.working) {
      const before = this.around.now();
      this.working = this.machine.step(this.budget);
      const after = this.around.now();
      const took = after - before;
      if (took > SLICE_MS) this.budget = Math.max(8, this.budget >> 1);
      else if (took < SLICE_MS / 2 && this.working) this.budget = Math.min(1 << 20, this.budget << 1);
      if (after - began >= SLICE_MS) break;
    }
    this.flush();
    if (this.working) {
      if (this.around.now() - this.lastStatus > STATUS_MS) {
        this.running = true;
        this.postStatus(this.status());
      }
      this.again(() => this.slice());
      return;
    }
    this.arrived();
  }

  /** step() has nothing more to do: answer, and let the player set the next goal. */
  private arrived(): void {
    const status = this.status();
    const wasRunning = this.running;
    // Null while everything waits for a person or a long timer: then the clock stands, until an input comes.
    const goal = this.pace === null || status.stopped !== "" ? null : ahead(status);
    this.running = goal !== null;
    if (this.running && !wasRunning) this.lastTick = this.around.now();
    this.postStatus(status);
    this.endJourney();
    if (goal === null) return;
    if (this.pace === Number.POSITIVE_INFINITY) {
      this.aim(goal, status);
      this.working = true;
      this.again(() => this.slice());
      return;
    }
    this.scheduled = true;
    this.around.later(() => this.tick(), TICK_MS);
  }

  private tick(): void {
    this.scheduled = false;
    const now = this.around.now();
    const status = this.status();
    const goal = ahead(status);
    if (this.pace !== null && goal !== null) {
      this.aim(goal, status, Math.min(now - this.lastTick, LONGEST_TICK_MS));
    }
    this.lastTick = now;
    this.working = true;
    this.slice();
  }

  /** Tells the engine how far it may go now. */
  private aim(next: number, status: Status, wallMs = 0): void {
    if (this.pace === Number.POSITIVE_INFINITY) {
      const settles = status.nextActive !== null;
      this.machine.cmd(
        JSON.stringify(settles ? { op: "settle", limit: status.now + SETTLE_NS } : { op: "advance", to: next }),
      );
      return;
    }
    const pace = this.pace ?? 0;
    if (next !== this.gap.end) {
      const gap = next - status.now;
      const rate = pace * 1e6; // Virtual nanoseconds per wall millisecond.
      this.gap = { end: next, rate: gap > GAP_NS ? Math.max(rate, gap / GAP_MS) : rate };
    }
    const to = Math.round(status.now + wallMs * this.gap.rate);
    // Not past the next event at a gap's speed: what follows runs at the chosen pace again.
    const limit = this.gap.rate > pace * 1e6 ? Math.min(to, next) : to;
    this.machine.cmd(JSON.stringify({ op: "advance", to: limit }));
  }

  private again(task: () => void): void {
    this.scheduled = true;
    this.around.soon(task);
  }
}

/** What time runs towards: the next thing that happens, and in a rewound run at last the instant where it had ended. */
function ahead(s: Status): number | null {
  return s.nextActive ?? (s.now < s.end ? s.end : null);
}

function isError(reply: string): boolean {
  return reply.startsWith('{"error"');
}
