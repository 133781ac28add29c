// What a channel that carries seven bits of each octet changes, prepared for looking at. Pure.

/** The places where two octet strings of the same length differ. */
export function changes(before: Uint8Array, after: Uint8Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) list.push(i);
  return list;
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

/** The place in an ascending list of the first number that is not below n. */
export function firstFrom(list: readonly number[], n: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((list[mid] ?? 0) < n) low = mid + 1;
    else high = mid;
  }
  return low;
}
