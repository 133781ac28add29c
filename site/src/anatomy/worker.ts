// The message codec's worker: a classic script, started from a blob. It starts the compiled module that the page posts and
// carries commands to it and answers back.

import { Instance } from "../engine/instance";
import type { FromWorker, ToWorker } from "./messages";

/** What wasm/codec exports besides the port. */
interface Exports {
  cmd(json: number, octets: number): number;
  data_ptr(): number;
  data_size(): number;
}

const scope = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

const memoryLimit = "1GiB";

let codec: Instance<Exports> | undefined;

function command(id: number, json: string, bytes: Uint8Array<ArrayBuffer> | null): void {
  if (!codec) return;
  const size = codec.write(json, bytes);
  const reply = codec.reply(codec.exports.cmd(size, bytes?.length ?? 0));
  const octets = codec.exports.data_size();
  const data = octets < 0 ? null : codec.octets(codec.exports.data_ptr(), octets).slice();
  scope.postMessage(
    { kind: "reply", id, json: reply, bytes: data as Uint8Array<ArrayBuffer> | null },
    data ? [data.buffer] : [],
  );
}

function die(reason: unknown): void {
  codec = undefined;
  scope.postMessage({ kind: "dead", reason: reason instanceof Error ? reason.message : String(reason) });
}

scope.onmessage = ({ data }) => {
  if (data.kind === "start") {
    Instance.start<Exports>(data.module, memoryLimit).then((instance) => {
      codec = instance;
      scope.postMessage({ kind: "ready" });
    }, die);
    return;
  }
  try {
    command(data.id, data.json, data.bytes);
  } catch (reason) {
    die(reason);
  }
};
