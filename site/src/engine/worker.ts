// The engine's worker: a classic script, started from a blob, in front of which the build puts Go's wasm_exec.js. It starts
// the compiled module that the page posts and hands everything else to the runner.

import type { FromWorker, ToWorker } from "./messages";
import { type Machine, Runner } from "./runner";

/** What wasm_exec.js defines. */
declare class Go {
  env: Record<string, string>;
  exited: boolean;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** The exported functions of wasm/playground. */
interface Exports {
  mem: WebAssembly.Memory;
  in_ptr(size: number): number;
  out_ptr(): number;
  cmd(size: number): number;
  step(budget: number): number;
  events(octets: number): number;
}

const scope = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

/** Events are handed over in batches of about this many octets: a batch is decoded and folded between two frames. */
const batchOctets = 256 << 10;

/** Collects early and keeps below a limit, because a page cannot give memory back. */
const environment = { GOGC: "50", GOMEMLIMIT: "300MiB" };

async function start(module: WebAssembly.Module): Promise<Machine> {
  const go = new Go();
  go.env = environment;
  const instance = await WebAssembly.instantiate(module, go.importObject);
  void go.run(instance); // Returns when main has gone to sleep; its promise is for main's end.
  if (go.exited) throw new Error("the engine did not start");
  const engine = instance.exports as unknown as Exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // Memory may have grown, which detaches older views, so every look takes a new one.
  const output = (size: number) => new Uint8Array(engine.mem.buffer, engine.out_ptr() >>> 0, size);
  const text = (size: number) => decoder.decode(output(size));
  /** A panic that escaped ends the program, and the number that came back is garbage. */
  const alive = (size: number) => {
    if (go.exited) throw new Error("the engine stopped");
    if (size < 0) throw new Error((JSON.parse(text(-size)) as { error: string }).error);
    return size;
  };
  return {
    cmd(json) {
      const input = encoder.encode(json);
      const at = engine.in_ptr(input.length) >>> 0;
      new Uint8Array(engine.mem.buffer, at, input.length).set(input);
      const reply = text(alive(engine.cmd(input.length)));
      if (reply.startsWith('{"error"')) {
        const failure = JSON.parse(reply) as { error: string; panic?: boolean };
        if (failure.panic) throw new Error(failure.error);
      }
      return reply;
    },
    step: (budget) => alive(engine.step(budget)) === 1,
    events() {
      const size = alive(engine.events(batchOctets));
      if (size === 0) return null;
      const batch = output(size).slice();
      return { from: firstNumber(batch), batch: batch.buffer };
    },
  };
}

/** The number of the first event of a batch: the second uvarint. */
function firstNumber(batch: Uint8Array): number {
  let at = 0;
  while ((batch[at] ?? 0) >= 0x80) at++;
  at++;
  let n = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = batch[at++] ?? 0;
    n += (byte & 0x7f) * unit;
    if (byte < 0x80) return n;
  }
}

const post = (message: FromWorker, transfer: ArrayBuffer[] = []) => scope.postMessage(message, transfer);

// A message to oneself comes after those that wait already and costs microseconds; a timer of 0 costs 4 ms.
const channel = new MessageChannel();
const soon: (() => void)[] = [];
channel.port1.onmessage = () => guard(() => soon.shift()?.());

let dead = false;

/** Runs a task; whatever it throws is the end of this instance. */
function guard(task: () => void): void {
  if (dead) return;
  try {
    task();
  } catch (reason) {
    die(reason);
  }
}

function die(reason: unknown): void {
  dead = true;
  post({ kind: "dead", reason: reason instanceof Error ? reason.message : String(reason) });
}

let runner: Runner | undefined;

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "start":
      start(data.module).then((machine) => {
        runner = new Runner(machine, {
          now: () => performance.now(),
          post,
          soon(task) {
            soon.push(task);
            channel.port2.postMessage(null);
          },
          later: (task, ms) => void setTimeout(() => guard(task), ms),
        });
        post({ kind: "ready" });
      }, die);
      return;
    case "command":
      guard(() => runner?.command(data.id, data.json));
      return;
    case "play":
      guard(() => runner?.play(data.pace));
      return;
    case "pause":
      guard(() => runner?.pause());
  }
};
