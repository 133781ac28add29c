// The page's end of the engine: asks it things, lets its clock run, and survives its death. A world is a function of its
// scenario and its inputs, so whatever happens to the worker, a new one that is told the same stands where the old one was.

import type { Command, Lang, Opened, Replies, Reply, Status } from "../bridge/protocol";
import { nanoseconds } from "../bridge/stamp";
import type { FromWorker, Pace, PlayerState, ToWorker } from "./messages";

/** What the client needs of a worker. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
}

/** What happened to the engine. */
export interface Crash {
  reason: string; // As the engine or the watchdog said it.
  /** "restored": as before. "dropped": without the input that killed it twice. "lost": it cannot be brought back. */
  outcome: "restored" | "dropped" | "lost";
  input: string; // The input that was left out, where one was.
}

export interface ClientOptions {
  module: () => Promise<WebAssembly.Module>;
  /** The engine's full edition. Without it the engine is taken to lack nothing. */
  full?: () => Promise<WebAssembly.Module>;
  spawn: () => WorkerLike;
  watchdogMs?: number; // Silence after which a worker that owes an answer is given up.
  /** Reads the explanations for "words". Without it the engine is taken to have them. */
  words?: () => Promise<string>;
  whenIdle?: (task: () => void) => void; // When to do what is not urgent; without it, when it is asked for.
  patienceMs?: number; // How long an explanation waits for the explanations.
  slowMs?: number; // When the full edition is so long in coming that a person is told.
}

/** Why the engine refused or failed; the message is a sentence for a person. */
export class EngineError extends Error {}

/** There is no explanation because the explanations have not come; the message is a sentence in the language asked for. */
export class NoWords extends EngineError {}

const noWords: Record<Lang, string> = {
  en: "The explanations have not been loaded.",
  zh: "解释的内容没有加载成功。",
};

/** What was asked needs the engine's full edition; a person sees this only when that could not be loaded. */
export class Lacking extends EngineError {}

/** The instance is gone; only the client itself sees this. */
class Died extends Error {}

interface Waiting {
  command: Command;
  resolve(json: string): void;
  reject(reason: Error): void;
}

type EventsListener = (batch: ArrayBuffer, from: number) => void;
type StatusListener = (status: Status, player: PlayerState) => void;
type CrashListener = (crash: Crash) => void;
type SlowListener = (slow: boolean) => void;

const WATCHDOG_MS = 5000;
const PATIENCE_MS = 5000;
const SLOW_MS = 300;
const AGAIN_MS = 10_000; // The explanations are not asked for again sooner than this after a failure.
const GRACE_MS = 1000; // After a late timer: perhaps the computer slept, and the worker's messages come right behind.

/**
 * Commands whose answers hold explanations, and which part of the patience they wait for those. What people type must not
 * wait long for words that only help.
 */
const worded: Partial<Record<Command["op"], number>> = { explain: 1, explainKey: 1, complete: 0.1, table: 0.1 };

export class EngineClient {
  private readonly options: ClientOptions & { watchdogMs: number; patienceMs: number; slowMs: number };
  private worker: WorkerLike | null = null;
  private up: Promise<void>; // Settles when commands may be sent.
  private waiting = new Map<number, Waiting>();
  private nextId = 1;
  private died: ((reason: string) => void) | null = null; // Set while a worker lives.
  private timer: ReturnType<typeof setTimeout> | undefined;
  private player: PlayerState = { pace: null, running: false };
  private pace: Pace | null = null;
  private starting = false;
  private closed = false;

  // What it takes to come back: the archive, how many inputs it holds, the lines given since, and how far the clock was.
  private opening: Extract<Command, { op: "open" }> | null = null;
  private archived = 0;
  private given: string[] = [];
  private now = 0;
  private suspect = ""; // The last input when the engine last died.

  private full: WebAssembly.Module | null = null; // The full edition, once something has needed it: for good.
  private growing: Promise<Error | null> | null = null; // Under way to it; comes to why that failed.

  // Whether the worker of now has the explanations: null before anybody wanted them.
  private taught: Promise<boolean> | null = null;
  private wordsAgainAt = 0; // After a failure: when to try again, as Date.now().
  private wordsWanted = false; // Once they were: every later worker is given them, too.
  private wordsKill = false; // The engine died of them.

  private events = new Set<EventsListener>();
  private statuses = new Set<StatusListener>();
  private crashes = new Set<CrashListener>();
  private slows = new Set<SlowListener>();

  constructor(options: ClientOptions) {
    this.options = { watchdogMs: WATCHDOG_MS, patienceMs: PATIENCE_MS, slowMs: SLOW_MS, ...options };
    this.up = this.launch();
    this.up.catch(() => {}); // Whoever asks first is told.
  }

  /**
   * Asks one command and resolves to its answer; rejects with an EngineError. Commands that move the clock (advance,
   * settle, next, seek, seekEvent) are answered when it has arrived. What the engine's first edition lacks is asked again
   * of the full one, in the same world.
   */
  async ask<const C extends Command>(command: C): Promise<Replies[C["op"]]> {
    await this.growing;
    await this.up;
    const patience = this.options.words && worded[command.op];
    if (patience) {
      const known = await soon(this.teach(), patience * this.options.patienceMs);
      if (!known && "lang" in command) throw new NoWords(noWords[command.lang]);
      await this.up;
    }
    try {
      return (await this.send(command, true)) as Replies[C["op"]];
    } catch (reason) {
      if (!(reason instanceof Lacking) || this.full || !this.options.full) throw reason;
      this.growing ??= this.grow(this.options.full);
      const failed = await this.growing;
      if (failed) throw failed;
      return this.ask(command);
    }
  }

  /** Lets the clock run whenever something is under way: `pace` simulated seconds per second, Infinity for at once. */
  play(pace: Pace): void {
    this.pace = pace;
    this.tell({ kind: "play", pace });
  }

  /** Stops the clock where it is. */
  pause(): void {
    this.pace = null;
    this.tell({ kind: "pause" });
  }

  /** The input lines recorded since the archive was opened or last exported, as the engine wrote them. */
  get lines(): readonly string[] {
    return this.given;
  }

  /**
   * Calls back with every batch of encoded events. Everything known from event number `from` on is replaced by the batch:
   * after a restart or on a new branch the same numbers come again.
   */
  onEvents(listener: EventsListener): () => void {
    return subscribe(this.events, listener);
  }

  onStatus(listener: StatusListener): () => void {
    return subscribe(this.statuses, listener);
  }

  onCrash(listener: CrashListener): () => void {
    return subscribe(this.crashes, listener);
  }

  /** Calls back when the full edition is long in coming, and when that is over. */
  onSlow(listener: SlowListener): () => void {
    return subscribe(this.slows, listener);
  }

  /** Ends the worker for good. */
  close(): void {
    this.closed = true;
    this.drop();
    for (const w of this.takeWaiting()) w.reject(new EngineError("The engine was closed."));
  }

  // ── One worker ───────────────────────────────────────────────────────────────────────────────────────────────────

  private async launch(): Promise<void> {
    let module: WebAssembly.Module;
    try {
      module = this.full ?? (await this.options.module());
    } catch (reason) {
      throw new EngineError(`The engine could not be loaded: ${sentence(reason)}`);
    }
    await new Promise<void>((resolve, reject) => {
      const worker = this.options.spawn();
      this.worker = worker;
      this.died = (reason) => {
        this.drop();
        reject(new Died(reason));
      };
      this.starting = true;
      worker.onmessage = ({ data }) => {
        if (data.kind === "ready") {
          this.starting = false;
          this.died = (reason) => this.restart(reason);
          this.arm();
          resolve();
        } else {
          this.hear(data);
        }
      };
      worker.postMessage({ kind: "start", module });
      this.arm();
    }).catch((reason: unknown) => {
      throw new EngineError(`The engine did not start: ${sentence(reason)}`);
    });
  }

  private hear(message: FromWorker): void {
    switch (message.kind) {
      case "reply": {
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        waiting?.resolve(message.json);
        break;
      }
      case "events":
        for (const listener of this.events) listener(message.batch, message.from);
        return;
      case "status":
        this.now = message.status.now;
        this.player = message.player;
        for (const listener of this.statuses) listener(message.status, message.player);
        break;
      case "dead":
        this.died?.(message.reason);
        return;
    }
    this.arm();
  }

  private tell(message: ToWorker): void {
    this.up.then(
      () => this.worker?.postMessage(message),
      () => {},
    );
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.starting = false;
    this.died = null;
    if (this.worker) {
      this.worker.onmessage = null;
      this.worker.terminate();
    }
    this.worker = null;
  }

  /** Sets the watchdog while something is owed: an answer, the start, or the running clock's status messages. */
  private arm(): void {
    clearTimeout(this.timer);
    if (!this.died || !(this.starting || this.waiting.size > 0 || this.player.running)) return;
    const { watchdogMs } = this.options;
    this.timer = setTimeout(() => {
      this.timer = setTimeout(() => this.died?.(`no sign of life for ${watchdogMs / 1000} s`), GRACE_MS);
    }, watchdogMs);
  }

  /** Sends a command; when it is one that a person gave, what it changes is recorded. */
  private async send(command: Command, record: boolean): Promise<unknown> {
    const json = await new Promise<string>((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { command, resolve, reject });
      this.worker?.postMessage({ kind: "command", id, json: JSON.stringify(command) });
      this.arm();
    });
    const reply = JSON.parse(json) as Reply<unknown>;
    if ("error" in reply) throw new (reply.lacks ? Lacking : EngineError)(reply.error);
    if (record) await this.record(command, reply.ok);
    return reply.ok;
  }

  private takeWaiting(): Waiting[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }

  // ── The explanations ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the worker of now the explanations, once; false when that failed. */
  private teach(): Promise<boolean> {
    this.wordsWanted = true;
    if (this.closed || this.wordsKill || Date.now() < this.wordsAgainAt) return Promise.resolve(false);
    if (this.taught) return this.taught;
    const lesson: Promise<boolean> = this.giveWords().catch(() => {
      // The worker that was to have them died: they are for its successor.
      if (this.taught !== lesson) return this.teach();
      this.taught = null;
      this.wordsAgainAt = Date.now() + AGAIN_MS;
      return false;
    });
    this.taught = lesson;
    return lesson;
  }

  private async giveWords(): Promise<boolean> {
    const text = (await this.options.words?.()) ?? "";
    await this.up;
    if (this.closed) throw new EngineError("The engine was closed.");
    await this.send({ op: "words", text }, false);
    return true;
  }

  // ── The full edition ─────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Goes over to the full edition: to a worker that stands where the one of now does. The world waits meanwhile, and so does
   * everything that is asked; where the download fails both go on as they were.
   */
  private async grow(load: () => Promise<WebAssembly.Module>): Promise<Error | null> {
    const slow = setTimeout(() => this.tellSlow(true), this.options.slowMs);
    let asked: Waiting[] = [];
    const opened = this.opening !== null; // Otherwise there is no world that could move on meanwhile.
    if (opened) this.tell({ kind: "pause" });
    try {
      const full = await load();
      await this.up; // It may have died meanwhile.
      // What was asked before this has then been answered, but for what moves the clock.
      if (opened) this.now = ((await this.send({ op: "status" }, false)) as Status).now;
      asked = this.takeWaiting();
      this.drop();
      if (this.closed) throw new EngineError("The engine was closed.");
      this.full = full;
      this.taught = null;
      this.player = { pace: null, running: false };
      this.up = this.lead([...this.given]);
      await this.up;
      this.over(null, asked);
      return null;
    } catch (reason) {
      for (const w of asked) w.reject(new EngineError(sentence(reason)));
      if (this.full) {
        this.full = null; // It cannot take this world over; the first edition can.
        this.restart(sentence(reason));
      } else if (this.pace !== null) {
        this.tell({ kind: "play", pace: this.pace });
      }
      return new Lacking(sentence(reason));
    } finally {
      clearTimeout(slow);
      this.tellSlow(false);
      this.growing = null;
    }
  }

  private tellSlow(slow: boolean): void {
    for (const listener of this.slows) listener(slow);
  }

  // ── Coming back ──────────────────────────────────────────────────────────────────────────────────────────────────

  private async record(command: Command, answer: unknown): Promise<void> {
    if (command.op === "open") {
      const { status } = answer as Opened;
      this.opening = command;
      this.archived = status.inputs + status.future;
      this.given = [];
      this.now = status.now;
      this.suspect = "";
      if (this.options.words) this.options.whenIdle?.(() => void this.teach());
    } else if (command.op === "input") {
      const { line, status } = answer as Replies["input"];
      this.now = status.now;
      if (status.future === 0 && status.inputs === this.archived + this.given.length + 1) {
        this.given.push(line);
        return;
      }
      // An input in the past: from here on what the engine itself writes down is the starting point.
      const { archive } = (await this.send({ op: "export", at: true, view: "" }, false)) as Replies["export"];
      if (this.opening) this.opening = { ...this.opening, archive };
      this.archived = status.inputs + status.future;
      this.given = [];
    }
  }

  /** The worker is dead: starts another and leads it to where the old one was. */
  private restart(reason: string): void {
    this.drop();
    const asked = this.takeWaiting();
    this.taught = null;
    if (this.closed) return;
    if (asked.some((w) => w.command.op === "words")) this.wordsKill = true; // Once is enough: the next would die, too.
    this.player = { pace: null, running: false };
    this.up = this.comeBack(reason, asked);
    this.up.catch(() => {});
  }

  private async comeBack(reason: string, asked: Waiting[]): Promise<void> {
    const lost = asked.find((w) => w.command.op === "input");
    const rest = asked.filter((w) => w !== lost);
    // An open that kills the engine would do so again; what was open before it is what comes back.
    const lines = [...this.given];
    const pending = lost?.command.op === "input" ? lost.command.text : null;
    const last = pending ?? lines.at(-1) ?? "";
    let input = "";
    try {
      // The second death at the same input convicts it.
      if (last === "" || last !== this.suspect) {
        this.suspect = last;
        try {
          await this.lead(lines);
          const answer = pending === null ? null : await this.repeat(pending);
          if (answer !== null) {
            await this.record({ op: "input", text: pending! }, (JSON.parse(answer) as { ok: unknown }).ok);
            lost?.resolve(answer);
          }
          this.over({ reason, outcome: "restored", input: "" }, rest);
          return;
        } catch (again) {
          if (!(again instanceof Died)) throw again;
          this.drop();
        }
      }
      input = last;
      if (pending === null) lines.pop();
      await this.lead(lines);
      this.given = lines;
      this.suspect = "";
      lost?.reject(new EngineError("The engine could not take that input, so it was left out."));
      this.over({ reason, outcome: input === "" ? "restored" : "dropped", input }, rest);
    } catch (failure) {
      this.drop();
      const error = new EngineError(`The engine stopped and could not be started again: ${sentence(failure)}`);
      for (const w of asked) w.reject(error);
      for (const listener of this.crashes) listener({ reason, outcome: "lost", input });
      throw error;
    }
  }

  /** The new worker stands where the old one was; crash says why there is a new one, null that it is the full edition. */
  private over(crash: Crash | null, rest: Waiting[]): void {
    this.died = (reason) => this.restart(reason);
    for (const w of rest) w.reject(new EngineError("The engine was started again; please ask once more."));
    if (crash) for (const listener of this.crashes) listener(crash);
    if (this.pace !== null) this.worker?.postMessage({ kind: "play", pace: this.pace });
    if (this.wordsWanted) void this.teach();
  }

  /** Starts a worker and gives it the archive and the recorded lines, each at its time. */
  private async lead(lines: readonly string[]): Promise<void> {
    const until = this.now;
    await this.launch();
    this.died = (reason) => {
      const all = this.takeWaiting();
      this.drop();
      for (const w of all) w.reject(new Died(reason));
    };
    if (!this.opening) return;
    await this.send(this.opening, false);
    for (const line of lines) {
      const { at, text } = parseLine(line);
      await this.send({ op: "advance", to: at }, false);
      await this.send({ op: "input", text }, false);
    }
    await this.send({ op: "seek", to: until }, false);
  }

  private async repeat(text: string): Promise<string> {
    return JSON.stringify({ ok: await this.send({ op: "input", text }, false) });
  }
}

/** Splits "@12.345678901 > HELO x" into the instant in nanoseconds and the input. */
export function parseLine(line: string): { at: number; text: string } {
  const [, stamp = "", text = ""] = /^@(\S+) (.*)$/s.exec(line) ?? [];
  const at = nanoseconds(stamp);
  return at === null ? { at: 0, text: line } : { at, text };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a promise comes to, or false after so many milliseconds. */
async function soon(promise: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

function sentence(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
