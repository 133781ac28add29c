// Fetches and compiles the engine, once per page. Importing this file starts the download, so the page's script imports it
// before anything else.

import site from "ehlo:site";
import { openAsset } from "./assets";

/** How much of the engine has arrived, in octets as shipped; for a progress line. */
export let loaded = 0;

/**
 * Makes the bytes of a WebAssembly module out of whatever a host sends: the gzip file as it is, or already unpacked by a
 * host that mistook it for a transfer encoding. The first bytes tell.
 */
export async function unpack(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = packed.getReader();
  let head = new Uint8Array(0);
  while (head.length < 4) {
    const { value, done } = await reader.read();
    if (done) break;
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
  }
  loaded += head.length;
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      if (head.length > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else {
        loaded += value.length;
        controller.enqueue(value);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  if (head[0] === 0x1f && head[1] === 0x8b) return whole.pipeThrough(new DecompressionStream("gzip"));
  if (head[0] === 0 && head[1] === 0x61 && head[2] === 0x73 && head[3] === 0x6d) return whole;
  throw new Error("The file that should be the engine is something else.");
}

/** Fetches a module and compiles it while its bytes arrive. */
export async function compileModule(name: "engine" | "full" | "codec"): Promise<WebAssembly.Module> {
  const bytes = await unpack(await openAsset(site[name].gz, site[name].b64));
  return WebAssembly.compileStreaming(new Response(bytes, { headers: { "content-type": "application/wasm" } }));
}

const modules: { engine?: Promise<WebAssembly.Module>; full?: Promise<WebAssembly.Module> } = {};

/** The compiled engine, in its first edition or the full one. After a failure the next call tries again. */
export function engineModule(name: "engine" | "full" = "engine"): Promise<WebAssembly.Module> {
  modules[name] ??= compileModule(name).catch((reason: unknown) => {
    delete modules[name];
    throw reason;
  });
  return modules[name];
}

// The download begins here; whoever needs the engine meets the failure, if there is one.
if (typeof document !== "undefined") engineModule().catch(() => {});
