// Starts the engine for this page: the compiled module, a worker made from a string, and the client in front of them.

import source from "ehlo:worker";
import { EngineClient, type WorkerLike } from "./client";
import { engineModule } from "./loader";
import { readWords, whenIdle } from "./words";

declare global {
  // The page's engine, for whoever opens the browser's console: await ehloWorld.ask({ op: "status" })
  var ehloWorld: EngineClient | undefined;
}

/** Starts an engine of its own; a page has one, a grader may have several. */
export function startEngine(): EngineClient {
  // A blob works in every origin, opaque ones and files included; a worker by address does not.
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const client = new EngineClient({
    module: () => engineModule(),
    full: () => engineModule("full"),
    spawn: () => new Worker(address) as unknown as WorkerLike,
    words: readWords,
    whenIdle,
  });
  globalThis.ehloWorld ??= client;
  return client;
}
