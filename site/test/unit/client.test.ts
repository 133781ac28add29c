// The page's end of the engine outlives its workers. The workers here are pretended; what they pretend is a world whose
// state is the list of its inputs.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../../src/bridge/protocol";
import { type Crash, EngineClient, parseLine, type WorkerLike } from "../../src/engine/client";
import type { FromWorker, ToWorker } from "../../src/engine/messages";

/** What each worker that was started has been told, in order. */
class Farm {
  workers: string[][] = [];
  private last: PretendedWorker | undefined;

  spawn = (): WorkerLike => {
    const told: string[] = [];
    this.workers.push(told);
    this.last = new PretendedWorker(told);
    return this.last;
  };

  client(): EngineClient {
    return new EngineClient({ module: async () => ({}), spawn: this.spawn, watchdogMs: 60 });
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

  private readonly told: string[];

  constructor(told: string[]) {
    this.told = told;
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
      this.say({ kind: "ready" });
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

  private answer(command: Command): string | null {
    const status = () => ({ now: this.now, inputs: this.inputs, future: 0 });
    switch (command.op) {
      case "open":
        this.told.push(`open ${command.archive}`);
        return JSON.stringify({ ok: { status: status() } });
      case "input":
        this.told.push(`input ${command.text} at ${this.now}`);
        if (command.text === "poison") {
          this.say({ kind: "dead", reason: "poisoned" });
          return null;
        }
        if (command.text === "hang") return null;
        if (command.text === "mine") this.mined = true;
        this.inputs++;
        return JSON.stringify({ ok: { line: `@${(this.now / 1e9).toFixed(9)} ${command.text}`, status: status() } });
      case "advance":
      case "seek":
        this.now = command.to;
        return JSON.stringify({ ok: status() });
      case "status":
        return JSON.stringify({ ok: status() });
      default:
        return JSON.stringify({ error: "What?" });
    }
  }
}

async function opened() {
  const farm = new Farm();
  const client = farm.client();
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
