// The page's end of the engine outlives its workers. The workers here are pretended; what they pretend is a world whose
// state is the list of its inputs.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../../src/bridge/protocol";
import {
  type ClientOptions,
  type Crash,
  EngineClient,
  Lacking,
  parseLine,
  type WorkerLike,
} from "../../src/engine/client";
import type { FromWorker, ToWorker } from "../../src/engine/messages";

/** The module of the full edition, as far as it matters here. */
const full: WebAssembly.Module = {};

/** What each worker that was started has been told, in order. */
class Farm {
  workers: string[][] = [];
  broken = false; // Whether the full edition dies at once.
  private last: PretendedWorker | undefined;

  spawn = (): WorkerLike => {
    const told: string[] = [];
    this.workers.push(told);
    this.last = new PretendedWorker(told, () => this.broken);
    return this.last;
  };

  client(more: Partial<ClientOptions> = {}): EngineClient {
    return new EngineClient({ module: async () => ({}), spawn: this.spawn, watchdogMs: 60, ...more });
  }

  /** Kills the worker of now. */
  kill(): void {
    this.last?.say({ kind: "dead", reason: "killed" });
  }
}

class PretendedWorker implements WorkerLike {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  private gone = false;
  private inputs = 0;
  private now = 0;
  private mined = false;
  private lacks = true;

  private readonly told: string[];
  private readonly broken: () => boolean;

  constructor(told: string[], broken: () => boolean) {
    this.told = told;
    this.broken = broken;
  }

  say(message: FromWorker): void {
    setTimeout(() => {
      if (!this.gone) this.onmessage?.({ data: message });
    });
  }

  terminate(): void {
    this.gone = true;
  }

  postMessage(message: ToWorker): void {
    if (this.gone) throw new Error("a dead worker was told something");
    if (message.kind === "start") {
      this.lacks = message.module !== full;
      this.say(!this.lacks && this.broken() ? { kind: "dead", reason: "broken" } : { kind: "ready" });
      return;
    }
    if (message.kind !== "command") {
      this.told.push(message.kind);
      if (message.kind === "play" && this.mined) this.say({ kind: "dead", reason: "stepped on it" });
      return;
    }
    const command = JSON.parse(message.json) as Command;
    const answer = this.answer(command);
    if (answer !== null) this.say({ kind: "reply", id: message.id, json: answer });
  }

  private world = false; // Whether a scenario is open.

  private answer(command: Command): string | null {
    const status = () => ({ now: this.now, inputs: this.inputs, future: 0 });
    switch (command.op) {
      case "open":
        this.told.push(`open ${command.archive}`);
        if (command.archive === "R" && this.lacks) return JSON.stringify({ error: "R needs more", lacks: true });
        this.world = true;
        return JSON.stringify({ ok: { status: status() } });
      case "input":
        this.told.push(`input ${command.text} at ${this.now}`);
        if (command.text === "poison") {
          this.say({ kind: "dead", reason: "poisoned" });
          return null;
        }
        if (command.text === "hang") return null;
        if (command.text === "rare" && this.lacks) return JSON.stringify({ error: "rare needs more", lacks: true });
        if (command.text === "mine") this.mined = true;
        this.inputs++;
        return JSON.stringify({ ok: { line: `@${(this.now / 1e9).toFixed(9)} ${command.text}`, status: status() } });
      case "advance":
      case "seek":
        this.now = command.to;
        return JSON.stringify({ ok: status() });
      case "status":
        if (!this.world) return JSON.stringify({ error: "no scenario is open" });
        return JSON.stringify({ ok: status() });
      default:
        return JSON.stringify({ error: "What?" });
    }
  }
}

async function opened(more: Partial<ClientOptions> = {}) {
  const farm = new Farm();
  const client = farm.client(more);
  const crashes: Crash[] = [];
  client.onCrash((crash) => crashes.push(crash));
  await client.ask({ op: "open", archive: "A", builtin: "" });
  await client.ask({ op: "input", text: "one" });
  await client.ask({ op: "advance", to: 2_500_000_000 });
  await client.ask({ op: "input", text: "two\\n@ 3" });
  return { farm, client, crashes };
}

const story = ["open A", "input one at 0", "input two\\n@ 3 at 2500000000"];

/** Waits for the next crash to have been dealt with. */
function crash(client: EngineClient): Promise<Crash> {
  return new Promise((resolve) => {
    const stop = client.onCrash((c) => {
      stop();
      resolve(c);
    });
  });
}

test("a refusal is an error with the engine's own words", async () => {
  const { client } = await opened();
  await assert.rejects(client.ask({ op: "digest" }), /^EngineError: What\?$|^Error: What\?$/);
  client.close();
});

test("an engine that dies is led back to where it was", async () => {
  const { farm, client } = await opened();
  const over = crash(client);
  farm.kill();
  assert.deepEqual(await over, { reason: "killed", outcome: "restored", input: "" });
  assert.deepEqual(farm.workers[1], story);
  assert.equal((await client.ask({ op: "status" })).inputs, 2);
  client.close();
});

test("an input that kills the engine twice is left out, and said so", async () => {
  const { farm, client } = await opened();
  const over = crash(client);
  await assert.rejects(client.ask({ op: "input", text: "poison" }), /left out/);
  assert.deepEqual(await over, { reason: "poisoned", outcome: "dropped", input: "poison" });
  assert.deepEqual(farm.workers.slice(1), [[...story, "input poison at 2500000000"], story]);
  await client.ask({ op: "input", text: "three" });
  assert.equal(client.lines.length, 3);
  client.close();
});

test("an input that kills the engine later, while the clock runs, is left out the second time", async () => {
  const { farm, client } = await opened();
  await client.ask({ op: "input", text: "mine" });
  const first = crash(client);
  client.play(1);
  assert.equal((await first).outcome, "restored");
  const second = await crash(client);
  assert.deepEqual(second, { reason: "stepped on it", outcome: "dropped", input: "@2.500000000 mine" });
  assert.deepEqual(farm.workers[2], [...story, "play"]);
  client.close();
});

test("silence is death, when an answer is owed", async () => {
  const { farm, client } = await opened();
  const over = crash(client);
  await assert.rejects(client.ask({ op: "input", text: "hang" }), /left out/);
  assert.deepEqual(await over, { reason: "no sign of life for 0.06 s", outcome: "dropped", input: "hang" });
  assert.equal(farm.workers.length, 3);
  client.close();
});

test("a question that was under way is answered with an error, later ones wait", async () => {
  const { farm, client } = await opened();
  const question = client.ask({ op: "queue", host: "h" }).catch((reason: Error) => reason.message);
  await Promise.resolve();
  farm.kill();
  const later = crash(client).then(() => client.ask({ op: "status" }));
  assert.match(String(await question), /What\?|once more/);
  assert.equal((await later).now, 2_500_000_000);
  client.close();
});

test("an engine that cannot be loaded says why to everybody who asks", async () => {
  const client = new EngineClient({
    module: () => Promise.reject(new Error("no network")),
    spawn: new Farm().spawn,
  });
  await assert.rejects(client.ask({ op: "status" }), /could not be loaded: no network/);
  await assert.rejects(client.ask({ op: "status" }), /could not be loaded: no network/);
});

test("recorded lines are read back to the nanosecond", () => {
  assert.deepEqual(parseLine("@12.345678901 1> HELO x"), { at: 12_345_678_901, text: "1> HELO x" });
  assert.deepEqual(parseLine("@7 x"), { at: 7_000_000_000, text: "x" });
  assert.deepEqual(parseLine("@0.5 a b"), { at: 500_000_000, text: "a b" });
  assert.deepEqual(parseLine("@8639999.999999999 next"), { at: 8_639_999_999_999_999, text: "next" });
  assert.deepEqual(parseLine("x"), { at: 0, text: "x" });
});

// ── The full edition ───────────────────────────────────────────────────────────────────────────────────────────────

test("what the first edition lacks is asked of the full one, in the same world, and later everything is", async () => {
  let loaded = 0;
  const load = async () => {
    loaded++;
    return full;
  };
  const { farm, client, crashes } = await opened({ full: load });
  const { line } = await client.ask({ op: "input", text: "rare" });
  assert.equal(line, "@2.500000000 rare");
  assert.deepEqual(farm.workers[0], [...story, "input rare at 2500000000", "pause"]);
  assert.deepEqual(farm.workers[1], [...story, "input rare at 2500000000"]);
  assert.deepEqual(client.lines.length, 3);
  assert.deepEqual(crashes, [], "that is no crash");
  const over = crash(client);
  farm.kill();
  assert.equal((await over).outcome, "restored");
  assert.deepEqual(farm.workers[2], [...story, "input rare at 2500000000"]);
  assert.equal(loaded, 1);
  client.close();
});

test("a scenario that needs the full edition is opened in it", async () => {
  const { farm, client } = await opened({ full: async () => full });
  await client.ask({ op: "open", archive: "R", builtin: "" });
  assert.deepEqual(farm.workers[1], [...story, "open R"]);
  assert.deepEqual(client.lines, []);
  client.close();
  const fresh = new Farm();
  const first = fresh.client({ full: async () => full });
  await first.ask({ op: "open", archive: "R", builtin: "" });
  assert.deepEqual(fresh.workers, [["open R"], ["open R"]]);
  first.close();
});

test("without the line the world stays as it is, and the next time is tried anew", async () => {
  let down = true;
  const { farm, client } = await opened({ full: async () => (down ? Promise.reject(new Error("no line")) : full) });
  client.play(2);
  await assert.rejects(
    client.ask({ op: "input", text: "rare" }),
    (e) => e instanceof Lacking && e.message === "no line",
  );
  assert.equal(farm.workers.length, 1);
  assert.equal(farm.workers[0]?.at(-1), "play", "the clock runs on");
  await client.ask({ op: "input", text: "three" });
  down = false;
  await client.ask({ op: "input", text: "rare" });
  assert.deepEqual(farm.workers[1], [...story, "input three at 2500000000", "play", "input rare at 2500000000"]);
  client.close();
});

test("what is asked while the full edition comes waits for it; a slow one is announced", async () => {
  let arrive = (_: WebAssembly.Module) => {};
  const module = new Promise<WebAssembly.Module>((resolve) => {
    arrive = resolve;
  });
  const { farm, client } = await opened({ full: () => module, slowMs: 5 });
  const told: boolean[] = [];
  const slow = new Promise<void>((resolve) => {
    client.onSlow((is) => {
      told.push(is);
      if (is) resolve();
    });
  });
  const rare = client.ask({ op: "input", text: "rare" });
  await slow;
  const again = client.ask({ op: "input", text: "rare" });
  const three = client.ask({ op: "input", text: "three" });
  arrive(full);
  await Promise.all([rare, again, three]);
  assert.deepEqual(told, [true, false]);
  assert.equal(farm.workers.length, 2);
  const last = (of: string) => `input ${of} at 2500000000`;
  assert.deepEqual(farm.workers[1]?.slice(0, 3), story);
  assert.deepEqual(farm.workers[1]?.slice(3).sort(), [last("rare"), last("rare"), last("three")]);
  client.close();
});

test("a full edition that cannot take the world over leaves it to the first", async () => {
  const { farm, client, crashes } = await opened({ full: async () => full });
  farm.broken = true;
  await assert.rejects(client.ask({ op: "input", text: "rare" }), Lacking);
  assert.equal((await client.ask({ op: "status" })).inputs, 2);
  assert.deepEqual(
    crashes.map((c) => c.outcome),
    ["restored"],
  );
  assert.deepEqual(farm.workers[2], story);
  client.close();
});
