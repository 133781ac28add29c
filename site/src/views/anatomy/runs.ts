// Cuts a row of octets into runs that are drawn alike: plain text, control characters, characters beyond ASCII, octets that
// are no text; and wherever something that is lit begins or ends. Pure.
import type { Span } from "../../anatomy/protocol";
import { CR, characterAt, controlName, hex, LF } from "./octet";

/** "text": one character of ASCII an octet. "char": UTF-8. "octet": octets above 127 that are none. "end": a line end. */
export type RunKind = "text" | "control" | "char" | "octet" | "end";

export interface Run extends Span {
  kind: RunKind;
  text: string;
}

const utf8 = new TextDecoder();

/** The runs of a row of text. No run reaches across one of the cuts, which are offsets in any order. */
export function runsOf(bytes: Uint8Array, start: number, end: number, cuts: readonly number[] = []): Run[] {
  const out: Run[] = [];
  const inside = cuts.filter((c) => c > start && c < end).sort((a, b) => a - b);
  let k = 0;
  let at = start;
  while (at < end) {
    while ((inside[k] ?? end) <= at) k++;
    const stop = Math.min(end, inside[k] ?? end);
    const b = bytes[at] as number;
    let to = at + 1;
    let kind: RunKind = "text";
    let text = "";
    if (b >= 0x80) {
      const length = characterAt(bytes, at, end);
      kind = length ? "char" : "octet";
      // A cut within a character does not take it apart.
      to = at + (length || 1);
      while (to < stop && (bytes[to] as number) >= 0x80) {
        const more = characterAt(bytes, to, end);
        if ((more ? "char" : "octet") !== kind) break;
        to += more || 1;
      }
      const piece = bytes.subarray(at, to);
      text = kind === "char" ? utf8.decode(piece) : [...piece].map((x) => hex(x)).join("");
    } else if (b === LF || (b === CR && bytes[at + 1] === LF && at + 1 < end)) {
      kind = "end";
      to = b === LF ? at + 1 : at + 2;
      text = b === LF ? "LF" : "CRLF";
    } else if (b < 0x20 || b === 0x7f) {
      kind = "control";
      text = controlName(b);
    } else {
      while (to < stop && (bytes[to] as number) >= 0x20 && (bytes[to] as number) < 0x7f) to++;
      text = String.fromCharCode(...bytes.subarray(at, to));
    }
    out.push({ kind, start: at, end: to, text });
    at = to;
  }
  return out;
}

/** The octet under character `index` of a run's text. */
export function octetIn(run: Run, index: number): number {
  const last = run.end - 1;
  switch (run.kind) {
    case "text":
      return Math.min(last, run.start + index);
    case "octet":
      return Math.min(last, run.start + (index >> 1));
    case "char":
      return Math.min(last, run.start + new TextEncoder().encode(run.text.slice(0, index)).length);
    default:
      return run.start;
  }
}
