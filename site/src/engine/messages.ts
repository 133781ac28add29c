// What the page and the engine's worker say to each other. Commands and replies inside are those of bridge/protocol.ts, as
// JSON text: Go reads and writes it, and nobody between has to look.

import type { Status } from "../bridge/protocol";

/** Simulated seconds per second; Infinity runs at once until everything waits for a person or a long timer. */
export type Pace = number;

export type ToWorker =
  | { kind: "start"; module: WebAssembly.Module }
  | { kind: "command"; id: number; json: string }
  | { kind: "play"; pace: Pace }
  | { kind: "pause" };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "reply"; id: number; json: string }
  | { kind: "events"; from: number; batch: ArrayBuffer } // Encoded events; the first is number `from`.
  | { kind: "status"; status: Status; player: PlayerState }
  | { kind: "dead"; reason: string }; // Nothing follows.

export interface PlayerState {
  pace: Pace | null; // null: paused.
  running: boolean; // The clock moves now. False while everything waits for a person or a long timer.
}
