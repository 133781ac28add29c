// What a channel that carries seven bits of each octet changes, prepared for looking at. Pure.

/** How many of the octets before place `to` differ. A list of the places would be larger than the letter. */
export function changesBefore(before: Uint8Array, after: Uint8Array, to: number): number {
  let n = 0;
  for (let i = 0; i < to; i++) if (before[i] !== after[i]) n++;
  return n;
}

/** The first place from `from` on, or before it when going backwards, where octets differ; -1 when there is none. */
export function nextChange(before: Uint8Array, after: Uint8Array, from: number, backwards = false): number {
  if (backwards) {
    for (let i = from - 1; i >= 0; i--) if (before[i] !== after[i]) return i;
  } else {
    for (let i = from; i < before.length; i++) if (before[i] !== after[i]) return i;
  }
  return -1;
}

/** Octets with their eighth bit set to zero. */
export function sevenBits(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return octets.map((c) => c & 0x7f) as Uint8Array<ArrayBuffer>;
}

/** Lines of octets, as pairs of places; a line includes its line feed. Longer lines than `most` are cut there. */
export function lineSpans(octets: Uint8Array, from: number, to: number, most: number): [number, number][] {
  const list: [number, number][] = [];
  let start = from;
  for (let i = from; i < to; i++) {
    if (octets[i] === 10 || i - start + 1 >= most || i === to - 1) {
      list.push([start, i + 1]);
      start = i + 1;
    }
  }
  return list;
}
