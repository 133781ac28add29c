// What lies where in a letter: regions, fields, problems. Lists are in the order of the octets, so a place is found by
// halving. Pure.
import type { Anatomy, Field, Part, Region, Span } from "../../anatomy/protocol";

/** The last of a sorted list that begins at or before `at`; -1 for none. */
export function lastBefore(list: readonly Span[], at: number): number {
  let low = -1;
  let high = list.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((list[mid] as Span).start <= at) low = mid;
    else high = mid - 1;
  }
  return low;
}

export function regionAt(regions: readonly Region[], at: number): Region | undefined {
  return regions[lastBefore(regions, at)];
}

/** The header field of a part that octet `at` lies in. */
export function fieldAt(part: Part, at: number): Field | undefined {
  const f = part.fields[lastBefore(part.fields, at)];
  return f && at < f.end ? f : undefined;
}

/** The regions that a run of octets touches. */
export function regionsIn(regions: readonly Region[], start: number, end: number): Region[] {
  const out: Region[] = [];
  for (let i = Math.max(0, lastBefore(regions, start)); i < regions.length; i++) {
    const r = regions[i] as Region;
    if (r.start >= end && r.start > start) break;
    out.push(r);
  }
  return out;
}

/** All octets of a part: its header, its body, and what lies in between. */
export function wholeOf(part: Part): Span {
  return { start: part.header.start, end: Math.max(part.header.end, part.body.end) };
}

export function sameSpan(a: Span | null | undefined, b: Span | null | undefined): boolean {
  return a === b || (!!a && !!b && a.start === b.start && a.end === b.end);
}

/**
 * The section number to show beside a part's name: none for the letter itself, and none for the letter within a
 * message/rfc822, whose number IMAP gives to that message.
 */
export function numberOf(parts: readonly Part[], p: Part): string {
  return p.parent < 0 || parts[p.parent]?.path === p.path ? "" : shortPath(p.path);
}

const longPath = 14; // Characters.

/** A section number as it is shown; of one that hostile nesting has made long, the end. */
export function shortPath(path: string): string {
  return path.length <= longPath ? path : `…${path.slice(2 - longPath).replace(/^[^.]*\./, "")}`;
}

/** The parts below a part, to any depth, begin right after it; this is where they end. */
export function lastBelow(anatomy: Anatomy, id: number): number {
  const depth = anatomy.parts[id]?.depth ?? 0;
  let i = id + 1;
  while (i < anatomy.parts.length && (anatomy.parts[i] as Part).depth > depth) i++;
  return i;
}
