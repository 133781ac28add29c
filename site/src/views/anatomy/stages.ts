// The stages of a thing on its way to the wire and back, prepared for looking at: which belong beside each other, and what
// was lost. Pure.
import type { Encoded, Stage } from "../../anatomy/protocol";

/** A stage with its octets. */
export interface Station extends Omit<Stage, "start" | "end"> {
  octets: Uint8Array;
}

/** One level of the way: what goes down on the left, what comes back at the same level on the right. */
export interface Level {
  down: Station | null;
  up: Station | null;
}

/** What comes back is compared with the first of these that is there. Of a header field the value is unfolded, no more. */
function partners(name: Stage["name"], field: boolean): readonly Stage["name"][] {
  if (name === "unwired") return ["field", "encoding"];
  if (name === "decoded") return field ? ["encoding"] : ["charset", "input"];
  return name === "text" ? ["input"] : [];
}

/** The stages with their octets, in their order. */
export function stations(encoded: Encoded, octets: Uint8Array): Station[] {
  return encoded.stages.map(({ start, end, ...rest }) => ({ ...rest, octets: octets.subarray(start, end) }));
}

/** The levels from the top to the wire, which is the last and has nothing beside it. */
export function levels(all: readonly Station[]): Level[] {
  const wire = all.findIndex((s) => s.name === "wire");
  const down = all.slice(0, wire + 1);
  const field = down.some((s) => s.name === "field");
  const list: Level[] = down.map((s) => ({ down: s, up: null }));
  for (const up of all.slice(wire + 1)) {
    const level = partners(up.name, field)
      .map((n) => list.find((l) => l.down?.name === n && !l.up))
      .find(Boolean);
    if (level) level.up = up;
    else list.splice(list.length - 1, 0, { down: null, up });
  }
  return list;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Characters that a charset does not have, each once, in the order of the text: what became "?" without having been one. */
export function lostCharacters(before: string, after: string, most: number): string[] {
  const was = [...before.replace(/\r\n/g, "\n")];
  const is = [...after.replace(/\r\n/g, "\n")];
  const found = new Set<string>();
  for (const [i, char] of was.entries()) {
    if (found.size >= most) break;
    if (is[i] === "?" && char !== "?") found.add(char);
  }
  return [...found];
}

/** How many lines an encoded text has, and how long the longest is without its end. */
export function lineFigures(octets: Uint8Array): { lines: number; longest: number } {
  let lines = 0;
  let longest = 0;
  let start = 0;
  for (let i = 0; i <= octets.length; i++) {
    if (i < octets.length && octets[i] !== 10) continue;
    if (i === octets.length && i === start) break;
    lines++;
    const crlf = i > start && octets[i - 1] === 13 && i < octets.length;
    longest = Math.max(longest, i - start - (crlf ? 1 : 0));
    start = i + 1;
  }
  return { lines, longest };
}

/** Places of dots that SMTP has put before lines that begin with one (RFC 5321 section 4.5.2). */
export function stuffedDots(octets: Uint8Array): number[] {
  const places: number[] = [];
  for (let i = 0; i + 1 < octets.length; i++)
    if (octets[i] === 46 && octets[i + 1] === 46 && (i === 0 || octets[i - 1] === 10)) places.push(i);
  return places;
}
