// What the page and the codec's worker say to each other. Commands and replies inside are those of protocol.ts, as JSON text:
// Go reads and writes it, and nobody between has to look.

type Octets = Uint8Array<ArrayBuffer>;

export type ToWorker =
  | { kind: "start"; module: WebAssembly.Module }
  | { kind: "command"; id: number; json: string; bytes: Octets | null };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "reply"; id: number; json: string; bytes: Octets | null }
  | { kind: "dead"; reason: string }; // Nothing follows.
