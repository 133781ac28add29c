// The engine's worker: a classic script, started from a blob, in front of which the build puts Go's wasm_exec.js. It starts
// the compiled module that the page posts and hands everything else to the runner.

import { Instance } from "./instance";
import type { FromWorker, ToWorker } from "./messages";
import { type Machine, Runner } from "./runner";

/** What wasm/playground exports besides the port. */
interface Exports {
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

const memoryLimit = "300MiB";

async function start(module: WebAssembly.Module): Promise<Machine> {
  const engine = await Instance.start<Exports>(module, memoryLimit);
  return {
    cmd: (json) => engine.reply(engine.exports.cmd(engine.write(json))),
    step: (budget) => engine.alive(engine.exports.step(budget)) === 1,
    events() {
      const size = engine.alive(engine.exports.events(batchOctets));
      if (size === 0) return null;
      const batch = engine.output(size).slice();
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
