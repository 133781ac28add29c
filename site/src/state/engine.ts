// What the page needs of the engine client (engine/client.ts in the page, a fake in tests).
import type { Command, Replies } from "../bridge/protocol";

export interface Engine {
  /** Asks one command; rejects with an Error whose message is a sentence for a person. */
  ask<C extends Command>(command: C): Promise<Replies[C["op"]]>;
  /** Lets the clock run at pace (virtual per real seconds; Infinity: at once) whenever bytes move, until pause. */
  play(pace: number): void;
  pause(): void;
}
