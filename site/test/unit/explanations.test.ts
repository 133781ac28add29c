// The explanations come after the engine: the client fetches them once, hands them to every worker, and questions that
// need them wait for a while.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../../src/bridge/protocol";
import { EngineClient, NoWords, type WorkerLike } from "../../src/engine/client";
import type { FromWorker, ToWorker } from "../../src/engine/messages";

/** Workers that note the commands they are told, and what explains. */
class Farm {
  told: string[][] = [];
  deadly = false; // The explanations kill the engine.
  private last: Pretended | undefined;

  spawn = (): WorkerLike => {
    const told: string[] = [];
    this.told.push(told);
    this.last = new Pretended(told, this);
    return this.last;
  };

  kill(): void {
    this.last?.say({ kind: "dead", reason: "killed" });
  }
}

class Pretended implements WorkerLike {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  private words = "";
  private readonly told: string[];
  private readonly farm: Farm;

  constructor(told: string[], farm: Farm) {
    this.told = told;
    this.farm = farm;
  }

  say(message: FromWorker): void {
    setTimeout(() => this.onmessage?.({ data: message }));
  }

  terminate(): void {}

  postMessage(message: ToWorker): void {
    if (message.kind === "start") this.say({ kind: "ready" });
    if (message.kind !== "command") return;
    const command = JSON.parse(message.json) as Command;
    this.told.push(command.op);
    if (command.op === "words" && this.farm.deadly) this.say({ kind: "dead", reason: "words" });
    else this.say({ kind: "reply", id: message.id, json: this.answer(command) });
  }

  private answer(command: Command): string {
    const status = { now: 0, inputs: 0, future: 0 };
    switch (command.op) {
      case "open":
        return JSON.stringify({ ok: { status } });
      case "words":
        if (command.text === "odd") return JSON.stringify({ error: "Not these." });
        this.words = command.text;
        return '{"ok":{}}';
      case "explain":
        return JSON.stringify({ ok: this.words ? { title: "", text: this.words, rfc: [] } : null });
      case "complete":
        return '{"ok":[]}';
      default:
        return JSON.stringify({ ok: status });
    }
  }
}

/** A client whose explanations come when `bring` is called, and whose idle moment when `rest` is. */
function start(patienceMs = 2000) {
  const farm = new Farm();
  const reads: { resolve(text: string): void; reject(reason: Error): void }[] = [];
  const idle: (() => void)[] = [];
  /** Fetch number i, once it has begun. */
  const read = async (i: number) => {
    for (;;) {
      const begun = reads[i];
      if (begun) return begun;
      await turn();
    }
  };
  const client = new EngineClient({
    module: async () => ({}),
    spawn: farm.spawn,
    watchdogMs: 500,
    patienceMs,
    words: () => new Promise((resolve, reject) => reads.push({ resolve, reject })),
    whenIdle: (task) => idle.push(task),
  });
  return { farm, client, reads, read, idle, open: () => client.ask({ op: "open", archive: "A", builtin: "" }) };
}

const turn = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
const explain = { op: "explain", n: 1, lang: "zh" } as const;

test("nothing is fetched before the page is idle with a scenario open", async () => {
  const { farm, client, reads, read, idle, open } = start();
  await client.ask({ op: "status" });
  assert.equal(idle.length, 0);
  await open();
  assert.equal(reads.length, 0);
  for (const task of idle) task();
  (await read(0)).resolve("words");
  await turn();
  assert.deepEqual(farm.told[0], ["status", "open", "words"]);
  assert.equal((await client.ask(explain))?.text, "words");
  await open();
  for (const task of idle) task();
  await turn();
  assert.equal(reads.length, 1);
  assert.deepEqual(farm.told[0]?.slice(3), ["explain", "open"]);
  client.close();
});

test("a question that comes first waits, others do not", async () => {
  const { farm, client, read, open } = start();
  await open();
  const answer = client.ask(explain);
  await client.ask({ op: "status" });
  assert.deepEqual(farm.told[0], ["open", "status"]);
  (await read(0)).resolve("words");
  assert.equal((await answer)?.text, "words");
  client.close();
});

test("typing waits a short time only", async () => {
  const { farm, client, reads, open } = start(100);
  await open();
  assert.deepEqual(await client.ask({ op: "complete", term: 1, text: "" }), []);
  assert.deepEqual(farm.told[0], ["open", "complete"]);
  assert.equal(reads.length, 1);
  client.close();
});

test("a new worker is given them too, before it is asked", async () => {
  const { farm, client, read, open } = start();
  await open();
  const first = client.ask(explain);
  (await read(0)).resolve("words");
  await first;
  const over = new Promise((resolve) => client.onCrash(resolve));
  farm.kill();
  await over;
  const second = client.ask(explain);
  (await read(1)).resolve("words");
  assert.equal((await second)?.text, "words");
  await turn();
  assert.deepEqual(farm.told[1], ["open", "seek", "words", "explain"]);
  client.close();
});

test("a worker that dies while they are fetched leaves the question to its successor", async () => {
  const { farm, client, reads, open } = start();
  await open();
  const answer = client.ask(explain);
  const over = new Promise((resolve) => client.onCrash(resolve));
  farm.kill();
  await over;
  for (const read of reads) read.resolve("words");
  assert.equal((await answer)?.text, "words");
  client.close();
});

test("what cannot be loaded is said in one sentence, and not asked for again at once", async () => {
  const { client, reads, read, open } = start();
  await open();
  const answer = client.ask(explain);
  (await read(0)).reject(new Error("no network"));
  await assert.rejects(answer, (e) => e instanceof NoWords && e.message === "解释的内容没有加载成功。");
  await assert.rejects(client.ask({ ...explain, lang: "en" }), /^Error: The explanations have not been loaded\.$/);
  assert.deepEqual(await client.ask({ op: "complete", term: 1, text: "" }), []);
  assert.equal(reads.length, 1);
  client.close();
});

test("so is what the engine refuses, and what takes too long", async () => {
  const { client, read, open } = start(30);
  await open();
  await assert.rejects(client.ask(explain), NoWords);
  (await read(0)).resolve("odd");
  await turn();
  await assert.rejects(client.ask(explain), NoWords);
  client.close();
});

test("explanations that kill the engine are not tried twice", async () => {
  const { farm, client, read, open } = start();
  await open();
  farm.deadly = true;
  const over = new Promise<{ outcome: string }>((resolve) => client.onCrash(resolve));
  const answer = client.ask(explain);
  (await read(0)).resolve("words");
  assert.equal((await over).outcome, "restored");
  await assert.rejects(answer, NoWords);
  await assert.rejects(client.ask(explain), NoWords);
  await turn();
  assert.deepEqual(farm.told, [
    ["open", "words"],
    ["open", "seek"],
  ]);
  client.close();
});
