// What is wrong with a letter that is not opened: for views that only tell.
import { ask } from "./client";
import type { Problem } from "./protocol";

/** Everything that the codec finds wrong with a letter. Rejects with a CodecError when the codec is not to be had. */
export async function lint(letter: Uint8Array<ArrayBuffer>): Promise<Problem[]> {
  return (await ask({ op: "lint" }, letter)).ok.problems;
}
